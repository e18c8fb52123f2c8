package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Directive is an instruction given by a superior body.
type Directive struct{ ent.Schema }

func (Directive) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Directive, list: "directives",
		desc: "A directive (chỉ đạo): an instruction of a superior body, given at a conference.",
	}}
}

func (Directive) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position among the directives of the conference, from 1 (thứ tự)."),
		textField("content", "What has to be done, in the editor's words, in Vietnamese (nội dung chỉ đạo)."),
		storedAs("addressee", textField("addressee_stated", "Addressee, as stated (đối tượng thực hiện).")),
		dateField("due_on", "Due date; null if not specified (hạn thực hiện)."),
		optionalTimeField("given_at",
			"Time at which it was given; null if not stated by a document (thời điểm chỉ đạo)."),
		refField("conference"), optionalRefField("speech"), optionalRefField("person"),
		optionalRefField("issuer"),
	}
}

func (Directive) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "directives", "The conference (hội nghị)."),
		optionalEdge("speech", Speech.Type, "directives", "Speech in which it was given (phát biểu)."),
		optionalEdge("person", Person.Type, "directives", "Issuing person (người chỉ đạo)."),
		optionalEdge("issuer", Unit.Type, "directives", "Issuing body (cơ quan chỉ đạo)."),
		toManyEdge("tasks", Task.Type, "Tasks based on the directive (nhiệm vụ)."),
		citationsEdge(),
	}
}

func (Directive) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("speech_id"), index.Fields("person_id"), index.Fields("issuer_id"),
		orderIndex("ordinal"),
	}
}
