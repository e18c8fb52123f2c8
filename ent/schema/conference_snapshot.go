package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ConferenceSnapshot is the state of a conference after some entries of its journal, as far as one class of viewers was
// told of them. A replay starts from it. It can be rebuilt from the journal at any time, so nothing refers to it.
type ConferenceSnapshot struct{ ent.Schema }

func (ConferenceSnapshot) Fields() []ent.Field {
	return []ent.Field{
		field.String("stream").NotEmpty().Immutable().Comment("The stream of the conference."),
		field.String("version").NotEmpty().Immutable().Comment("Fingerprint of the code that replays: other code does not use it."),
		field.Int64("seq").Positive().Immutable().Comment("Number of the last entry that is in it."),
		field.String("audiences").Immutable().Comment("The restricted audiences of the entries up to there, as a JSON list in order."),
		field.String("told").Immutable().Comment("Those of them whose entries are in it, as a JSON list in order."),
		field.Bytes("state").Immutable().Comment("The state as compressed JSON."),
		field.Time("made_at").Immutable().Comment("When it was made."),
	}
}

func (ConferenceSnapshot) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("conference_snapshots"), hidden}
}

func (ConferenceSnapshot) Indexes() []ent.Index {
	return []ent.Index{index.Fields("stream", "version", "seq", "told").Unique(), index.Fields("made_at")}
}
