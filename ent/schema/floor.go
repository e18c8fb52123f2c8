package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// FloorRequest is somebody's wish to speak at a conference, and the turn that came of it.
type FloorRequest struct{ ent.Schema }

var (
	floorKinds = terms{
		{"Presentation", "PRESENTATION", "Tham luận: a prepared paper."},
		{"Remark", "REMARK", "Ý kiến thảo luận: a remark in discussion."},
		{"PointOfOrder", "POINT_OF_ORDER", "Ý kiến về trình tự: a point of order; it goes before all others."},
		{"Question", "QUESTION", "Câu hỏi xen ngang: an interposed question, to what is being said."},
		{"Answer", "ANSWER", "Trả lời: an answer to what was asked."},
	}
	floorStates = terms{
		{"Waiting", "WAITING", "Đang chờ: in the queue."},
		{"Speaking", "SPEAKING", "Đang phát biểu: has the floor."},
		{"Paused", "PAUSED", "Tạm dừng: has the floor, and its clock stands."},
		{"Yielded", "YIELDED", "Đã phát biểu: has spoken."},
		{"Withdrawn", "WITHDRAWN", "Đã rút: withdrawn; it may be put back."},
	}
)

func (FloorRequest) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.FloorRequest, desc: "A request for the floor (đăng ký phát biểu) at a conference, and the turn that came of it."}}
}

func (FloorRequest) Fields() []ent.Field {
	return []ent.Field{
		enum("kind", floorKinds, "What is to be said (loại phát biểu)."),
		enumOr("state", "WAITING", floorStates, "What became of it (trạng thái)."),
		maybeText("speaker", "Who is to speak; null for an unnamed delegate of the unit (người phát biểu)."),
		maybeText("subject", "What about (nội dung đăng ký)."),
		field.Time("requested_at").Annotations(entgql.OrderField("REQUESTED_AT")).Comment("When it was made, or put back into the queue (thời điểm đăng ký)."),
		field.Int("place").Optional().Nillable().Positive().Annotations(positive).
			Comment("Place in the queue that the chair gave it, from 1; null where the fair order holds (thứ tự do chủ tọa xếp)."),
		maybeText("place_reason", "Why the chair did; null where the fair order holds (lý do xếp)."),
		field.Int("allotted_seconds").Positive().Annotations(positive).Comment("Time that it is allotted, in seconds (thời lượng cho phép, giây)."),
		field.Int("spent_seconds").Default(0).NonNegative().Annotations(bounds{}).
			Comment("Time spoken until its clock last stood, in seconds; while it runs, add the time since `resumedAt` (thời gian đã dùng, giây)."),
		maybeTime("resumed_at", "Since when its clock runs; null while it does not (đồng hồ chạy từ)."),
		maybeTime("given_at", "When it was given the floor; null before (thời điểm được mời)."),
		maybeTime("ended_at", "When it yielded the floor, or was withdrawn; null before (thời điểm kết thúc)."),
		ref("conference"), maybeRef("agenda_item"), maybeRef("site"), maybeRef("unit"), maybeRef("person"), maybeRef("speech"),
	}
}

func (FloorRequest) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "floor_requests", "The conference (hội nghị)."),
		maybe("agenda_item", AgendaItem.Type, "floor_requests", "Item of the agenda under which it was made (nội dung chương trình)."),
		maybe("site", Site.Type, "floor_requests", "Site from which it was made; null where nobody said (điểm cầu)."),
		maybe("unit", Unit.Type, "floor_requests", "Unit for which (đơn vị)."),
		maybe("person", Person.Type, "floor_requests", "Who, where it is somebody on record (người phát biểu)."),
		maybe("speech", Speech.Type, "floor_requests", "What was said in its turn (phát biểu)."),
	}
}

func (FloorRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "state"),
		// One speaks at a time; who was interrupted waits for the floor to come back.
		index.Fields("conference_id").Unique().StorageKey("floorrequest_one_speaking").Annotations(entsql.IndexWhere("state = 'SPEAKING'")),
		index.Fields("agenda_item_id"), index.Fields("site_id"), index.Fields("unit_id"), index.Fields("person_id"), index.Fields("speech_id"),
	}
}

func (FloorRequest) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"floor_requests_placed_for_a_reason":   "(place IS NULL) = (place_reason IS NULL)",
		"floor_requests_clock_of_the_speaking": "(resumed_at IS NOT NULL) = (state = 'SPEAKING')",
		"floor_requests_given_before_speaking": "given_at IS NOT NULL OR state IN ('WAITING', 'WITHDRAWN')",
	})}
}
