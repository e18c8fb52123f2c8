package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ConferenceSnapshot is the state of a conference after some entries of its journal, restricted to what one
// class of viewers received. A replay starts from it. It can be rebuilt from the journal at any time, so
// nothing refers to it.
type ConferenceSnapshot struct{ ent.Schema }

func (ConferenceSnapshot) Fields() []ent.Field {
	return []ent.Field{
		field.String("stream").NotEmpty().Immutable().Comment("Stream of the conference."),
		field.String("version").NotEmpty().Immutable().
			Comment("Fingerprint of the replay code; other versions ignore the snapshot."),
		field.Int64("seq").Positive().Immutable().Comment("Number of the last entry included."),
		field.String("audiences").Immutable().
			Comment("Restricted audiences of the entries up to that number, as an ordered JSON list."),
		field.String("told").Immutable().
			Comment("Those of the audiences whose entries are included, as an ordered JSON list."),
		field.Bytes("state").Immutable().Comment("State as compressed JSON."),
		field.Time("made_at").Immutable().Comment("Time of creation."),
	}
}

func (ConferenceSnapshot) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("conference_snapshots"), notInAPI}
}

func (ConferenceSnapshot) Indexes() []ent.Index {
	return []ent.Index{index.Fields("stream", "version", "seq", "told").Unique(), index.Fields("made_at")}
}
