package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Speech is what somebody said at a conference.
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
	return []ent.Mixin{node{kind: gid.Speech, list: "speeches", desc: "A speech (phát biểu) at a conference: a paper, a remark, guidance. One row may stand for several that a document only counts."}}
}

func (Speech) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the speeches as the document tells them, from 1 (thứ tự)."),
		enum("kind", speechKinds, "What kind of speech it is (loại phát biểu)."),
		text("speaker", "Who spoke, as the document says (người phát biểu)."),
		field.Int("papers").Optional().Nillable().Positive().Annotations(positive).
			Comment("How many speeches the row stands for; null where the document does not say how many there were (số ý kiến)."),
		text("summary", "What it was about, in the keeper's words, in Vietnamese (tóm tắt)."),
		ref("conference"), maybeRef("agenda_item"), maybeRef("person"), maybeRef("unit"),
	}
}

func (Speech) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "speeches", "The conference (hội nghị)."),
		maybe("agenda_item", AgendaItem.Type, "speeches", "Item of the agenda (nội dung chương trình)."),
		maybe("person", Person.Type, "speeches", "Speaker, where one is named (người phát biểu)."),
		maybe("unit", Unit.Type, "speeches", "Unit for which they spoke (đơn vị)."),
		many("proposals", Proposal.Type, "Proposals made in it (kiến nghị)."),
		many("directives", Directive.Type, "Directives given in it (chỉ đạo)."),
		many("floor_requests", FloorRequest.Type, "Turn in which it was given; none for one that a document tells of (lượt phát biểu)."),
		disputed("speeches"),
		cited(),
	}
}

func (Speech) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("agenda_item_id"), index.Fields("person_id"), index.Fields("unit_id"), ordered("ordinal"),
	}
}
