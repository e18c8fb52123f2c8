package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Person is a person whom a document names or mentions.
type Person struct{ ent.Schema }

func (Person) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Person, list: "people",
		desc: "A person (người) who appears in the published data as a public officer. One person may hold " +
			"several posts.",
	}}
}

func (Person) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "nguyen-the-son".`),
		textField("name", "Full name; a description in brackets if the document gives no name (họ và tên)."),
		optionalTextField("honorific",
			"Title or form of address as stated, such as PGS-TS or bà (học hàm, học vị, danh xưng)."),
		field.Bool("named").Default(true).Annotations(filterable).
			Comment("Whether a document states the name (có nêu tên)."),
		sortKeyField(), searchKeyField(),
	}
}

func (Person) Edges() []ent.Edge {
	return []ent.Edge{
		toManyEdge("posts", Post.Type, "Posts held (chức vụ)."),
		toManyEdge("attendances", Attendance.Type, "Conferences attended (dự hội nghị)."),
		toManyEdge("speeches", Speech.Type, "Speeches given (phát biểu)."),
		toManyEdge("floor_requests", FloorRequest.Type, "Requests for the floor (đăng ký phát biểu)."),
		toManyEdge("directives", Directive.Type, "Directives given (chỉ đạo)."),
		toManyEdge("movements", Movement.Type, "Emulation movements launched (phong trào thi đua)."),
		citationsEdge(),
	}
}

// Post is a title that a person holds at a body.
type Post struct{ ent.Schema }

func (Post) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Post,
		desc: "A post (chức vụ): the title of a person at a body, with its term as far as known.",
	}}
}

func (Post) Fields() []ent.Field {
	return []ent.Field{
		textField("title", "Title as stated (chức danh)."),
		ordinalField("Position among the person's posts in the document, from 1 (thứ tự)."),
		dateField("held_from", "First day, if known (từ ngày)."),
		dateField("held_to", "First day on which it was no longer held, if known (đến trước ngày)."),
		dateField("attested_on", "Day for which a document attests the post (thời điểm được nêu)."),
		field.Bool("former").Default(false).Annotations(filterable).
			Comment("Whether the document calls the person a former holder (nguyên)."),
		refField("person"), refField("unit"),
	}
}

func (Post) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("person", Person.Type, "posts", "Holder of the post (người giữ chức vụ)."),
		requiredEdge("unit", Unit.Type, "posts", "The body (đơn vị)."),
		discrepanciesEdge("posts"),
		citationsEdge(),
	}
}

func (Post) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id", "ordinal").Unique(),
		index.Fields("unit_id"),
	}
}
