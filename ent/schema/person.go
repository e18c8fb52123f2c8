package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Person is somebody whom a document names, or tells of without a name.
type Person struct{ ent.Schema }

func (Person) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Person, list: "people", desc: "A person (người) of the published record, as a public officer. One person may hold several posts."}}
}

func (Person) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "nguyen-the-son".`),
		text("name", "Full name; where the document gives none, a description in brackets (họ và tên)."),
		maybeText("honorific", "Title or form of address as stated, such as PGS-TS or bà (học hàm, học vị, danh xưng)."),
		field.Bool("named").Default(true).Annotations(filterable).Comment("Whether a document gives the name (có nêu tên)."),
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
	return []ent.Mixin{node{kind: gid.Post, desc: "A post (chức vụ): the title of a person at a body, with what is known of its term."}}
}

func (Post) Fields() []ent.Field {
	return []ent.Field{
		text("title", "Title as stated (chức danh)."),
		ordinal("Place among the person's posts as the document lists them, from 1 (thứ tự)."),
		date("held_from", "First day, where known (từ ngày)."),
		date("held_to", "First day on which it was no longer held, where known (đến trước ngày)."),
		date("attested_on", "Day on which a document shows the post held (thời điểm được nêu)."),
		field.Bool("former").Default(false).Annotations(filterable).Comment("Whether the document calls the person a former holder (nguyên)."),
		ref("person"), ref("unit"),
	}
}

func (Post) Edges() []ent.Edge {
	return []ent.Edge{
		one("person", Person.Type, "posts", "Who holds it (người giữ chức vụ)."),
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
