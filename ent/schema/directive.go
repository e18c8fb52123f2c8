package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Directive is an instruction from above.
type Directive struct{ ent.Schema }

func (Directive) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Directive, list: "directives", desc: "A directive (chỉ đạo): an instruction given at a conference from above."}}
}

func (Directive) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the directives of the conference, from 1 (thứ tự)."),
		text("content", "What is to be done, in the keeper's words, in Vietnamese (nội dung chỉ đạo)."),
		text("addressee", "Who is to do it (đối tượng thực hiện)."),
		date("due_on", "Day until which it is to be done; null where nobody said (hạn thực hiện)."),
		maybeTime("given_at", "When it was given; null where a document does not say (thời điểm chỉ đạo)."),
		ref("conference"), maybeRef("speech"), maybeRef("person"), maybeRef("issuer"),
	}
}

func (Directive) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "directives", "The conference (hội nghị)."),
		maybe("speech", Speech.Type, "directives", "Speech in which it was given (phát biểu)."),
		maybe("person", Person.Type, "directives", "Person who gave it (người chỉ đạo)."),
		maybe("issuer", Unit.Type, "directives", "Body that gave it (cơ quan chỉ đạo)."),
		many("tasks", Task.Type, "Tasks that follow from it (nhiệm vụ)."),
		cited(),
	}
}

func (Directive) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("speech_id"), index.Fields("person_id"), index.Fields("issuer_id"), ordered("ordinal"),
	}
}
