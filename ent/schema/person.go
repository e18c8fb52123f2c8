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
	return []ent.Mixin{node{
		kind: gid.Person, list: "people",
		desc: "A person (người) who appears in the published data as a public officer. One person may hold " +
			"several posts.",
	}}
}

func (Person) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "nguyen-the-son".`),
		text("name", "Full name; a description in brackets if the document gives no name (họ và tên)."),
		maybeText("honorific",
			"Title or form of address as stated, such as PGS-TS or bà (học hàm, học vị, danh xưng)."),
		field.Bool("named").Default(true).Annotations(filterable).
			Comment("Whether a document states the name (có nêu tên)."),
		sortKey(), searchKey(),
	}
}

func (Person) Edges() []ent.Edge {
	return []ent.Edge{
		many("posts", Post.Type, "Posts held (chức vụ)."),
		many("attendances", Attendance.Type, "Conferences attended (dự hội nghị)."),
		many("speeches", Speech.Type, "Speeches given (phát biểu)."),
		many("floor_requests", FloorRequest.Type, "Requests for the floor (đăng ký phát biểu)."),
		many("directives", Directive.Type, "Directives given (chỉ đạo)."),
		many("movements", Movement.Type, "Emulation movements launched (phong trào thi đua)."),
		cited(),
	}
}

// Post is a title that a person holds at a body.
type Post struct{ ent.Schema }

func (Post) Mixin() []ent.Mixin {
	return []ent.Mixin{node{
		kind: gid.Post,
		desc: "A post (chức vụ): the title of a person at a body, with its term as far as known.",
	}}
}

func (Post) Fields() []ent.Field {
	return []ent.Field{
		text("title", "Title as stated (chức danh)."),
		ordinal("Position among the person's posts in the document, from 1 (thứ tự)."),
		date("held_from", "First day, if known (từ ngày)."),
		date("held_to", "First day on which it was no longer held, if known (đến trước ngày)."),
		date("attested_on", "Day for which a document attests the post (thời điểm được nêu)."),
		field.Bool("former").Default(false).Annotations(filterable).
			Comment("Whether the document calls the person a former holder (nguyên)."),
		ref("person"), ref("unit"),
	}
}

func (Post) Edges() []ent.Edge {
	return []ent.Edge{
		one("person", Person.Type, "posts", "Holder of the post (người giữ chức vụ)."),
		one("unit", Unit.Type, "posts", "The body (đơn vị)."),
		disputed("posts"),
		cited(),
	}
}

func (Post) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id", "ordinal").Unique(),
		index.Fields("unit_id"),
	}
}
