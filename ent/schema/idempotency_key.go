package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// IdempotencyKey is a change that an account has made under a key of its own. The change and its row are of one
// transaction; the answer comes after it. Nothing refers to it, and it refers to nothing: it is gone after a day.
type IdempotencyKey struct{ ent.Schema }

func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("key").NotEmpty().Immutable().Comment("The account's number, a slash, and the key as it was sent."),
		field.Bytes("request").Immutable().Comment("SHA-256 of what was sent: document, operation and variables."),
		field.String("class").Immutable().Comment("Visibility class of who sent it: what another class sees is not shown to this one."),
		field.Time("at").Immutable().Comment("The one time of the transaction."),
		field.Bytes("answer").Optional().Comment("The answer as it was given, or the word null where it is not kept; nothing until it is given."),
	}
}

func (IdempotencyKey) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("idempotency_keys"), hidden}
}

func (IdempotencyKey) Indexes() []ent.Index { return []ent.Index{index.Fields("at")} }
