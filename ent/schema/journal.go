package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// JournalHead is the current position of a stream. Every transaction of a stream updates its row, so nothing
// refers to it: with a foreign key to a row that all of them lock, throughput was measured at a third.
type JournalHead struct{ ent.Schema }

func (JournalHead) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("stream").NotEmpty().Immutable().Comment("Name of the stream."),
		field.Int64("last_seq").Comment("Number of the newest entry; 0 if there is none."),
		field.Int64("trimmed_seq").Default(0).
			Comment("Number of the newest entry that was trimmed; 0 if none was."),
	}
}

func (JournalHead) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("journal_heads"), notInAPI, entsql.Checks(map[string]string{
		"journal_heads_in_order": "trimmed_seq >= 0 AND last_seq >= trimmed_seq",
	})}
}

// JournalEntry is one event of a stream.
type JournalEntry struct{ ent.Schema }

func (JournalEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("stream").NotEmpty().Immutable().Comment("Name of the stream."),
		field.Int64("seq").Positive().Immutable().
			Comment("Number in the stream: 1, 2, 3, ... without gaps, in commit order."),
		field.String("kind").NotEmpty().Immutable().
			Comment("Kind of the event: its type in the API, such as ConferencePlanned."),
		field.Bytes("payload").Immutable().
			Comment("Event as JSON. It is complete: applying it requires no other query."),
		field.String("audience").Default("").Immutable().
			Comment("Audience within the subscribers of the stream; everybody if empty."),
		field.Time("at").Immutable().Comment("Time of the transaction."),
	}
}

func (JournalEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("journal_entries"), notInAPI}
}

func (JournalEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("stream", "seq").Unique(), index.Fields("at")}
}
