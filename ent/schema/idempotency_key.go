package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// IdempotencyKey records a request that an account sent with a key. The row is committed with the change, and
// the response is added afterwards. It has no relations, and is removed after a day.
type IdempotencyKey struct{ ent.Schema }

func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("key").NotEmpty().Immutable().
			Comment("Account id, a slash, and the key as it was sent."),
		field.Bytes("request").Immutable().
			Comment("SHA-256 of the request: document, operation and variables."),
		field.String("class").Immutable().
			Comment("Visibility class of the sender; a viewer of another class does not receive the stored " +
				"response."),
		field.Time("at").Immutable().Comment("Time of the transaction."),
		field.Bytes("answer").Optional().
			Comment("Response as it was sent, or the word null if it is not stored; NULL until it is sent."),
	}
}

func (IdempotencyKey) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("idempotency_keys"), notInAPI}
}

func (IdempotencyKey) Indexes() []ent.Index { return []ent.Index{index.Fields("at")} }
