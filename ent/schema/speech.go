package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Speech is a speech at a conference.
type Speech struct{ ent.Schema }

var speechKinds = terms{
	{"Opening", "OPENING", "Khai mạc: the opening speech."},
	{"Report", "REPORT", "Báo cáo: report of results."},
	{"Welcome", "WELCOME", "Chào mừng: welcome by the host."},
	{"Presentation", "PRESENTATION", "Tham luận: a prepared paper."},
	{"Remark", "REMARK", "Ý kiến thảo luận: a remark in discussion."},
	{"Guidance", "GUIDANCE", "Chỉ đạo: guidance from above."},
	{"PointOfOrder", "POINT_OF_ORDER", "Ý kiến về trình tự: a point of order."},
	{"Question", "QUESTION", "Câu hỏi xen ngang: an interposed question."},
	{"Answer", "ANSWER", "Trả lời: an answer."},
}

func (Speech) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Speech, list: "speeches",
		desc: "A speech (phát biểu) at a conference: a paper, a remark or guidance. One row may represent " +
			"several speeches that a document only counts.",
	}}
}

func (Speech) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position among the speeches of the conference, from 1 (thứ tự)."),
		enumField("kind", speechKinds, "Kind of speech (loại phát biểu)."),
		textField("speaker", "Speaker as stated (người phát biểu)."),
		field.Int("paper_count").StorageKey("papers").Optional().Nillable().Positive().Annotations(positiveBounds).
			Comment("Number of speeches that the row represents; null if the document does not state it (số ý " +
				"kiến)."),
		textField("summary", "Summary, in the editor's words, in Vietnamese (tóm tắt)."),
		refField("conference"), optionalRefField("agenda_item"), optionalRefField("person"),
		optionalRefField("unit"),
	}
}

func (Speech) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "speeches", "The conference (hội nghị)."),
		optionalEdge("agenda_item", AgendaItem.Type, "speeches",
			"Item of the agenda (nội dung chương trình)."),
		optionalEdge("person", Person.Type, "speeches", "Speaker, if named (người phát biểu)."),
		optionalEdge("unit", Unit.Type, "speeches", "Unit represented by the speaker (đơn vị)."),
		toManyEdge("proposals", Proposal.Type, "Proposals raised in the speech (kiến nghị)."),
		toManyEdge("directives", Directive.Type, "Directives given in the speech (chỉ đạo)."),
		toManyEdge("floor_requests", FloorRequest.Type,
			"Turn in which it was given; none if it is known only from documents (lượt phát biểu)."),
		discrepanciesEdge("speeches"),
		citationsEdge(),
	}
}

func (Speech) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("agenda_item_id"), index.Fields("person_id"), index.Fields("unit_id"),
		orderIndex("ordinal"),
	}
}
