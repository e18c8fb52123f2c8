package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// JournalHead is how far a stream has come. Every transaction of a stream updates its row, so nothing refers to it: a
// foreign key to a row that all of them lock was seen to cost three times the throughput.
type JournalHead struct{ ent.Schema }

func (JournalHead) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("stream").NotEmpty().Immutable().Comment("The stream."),
		field.Int64("last_seq").Comment("Number of its newest entry; 0 before the first."),
		field.Int64("trimmed_seq").Default(0).Comment("Number of the newest entry that is no longer kept; 0 as long as all are."),
	}
}

func (JournalHead) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("journal_heads"), hidden, entsql.Checks(map[string]string{
		"journal_heads_in_order": "trimmed_seq >= 0 AND last_seq >= trimmed_seq",
	})}
}

// JournalEntry is one change, as it is told to who follows the stream.
type JournalEntry struct{ ent.Schema }

func (JournalEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("stream").NotEmpty().Immutable().Comment("The stream."),
		field.Int64("seq").Positive().Immutable().Comment("Its number in the stream: 1, 2, 3, without a gap, in the order of commits."),
		field.String("kind").NotEmpty().Immutable().Comment("Type of the change in the API, such as ConferenceOpened."),
		field.Bytes("payload").Immutable().Comment("The change as JSON. It is whole: nobody has to fetch anything to apply it."),
		field.String("audience").Default("").Immutable().Comment("Who of those that may follow the stream is told; everybody if empty."),
		field.Time("at").Immutable().Comment("The one time of the transaction that made it."),
	}
}

func (JournalEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("journal_entries"), hidden}
}

func (JournalEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("stream", "seq").Unique(), index.Fields("at")}
}
