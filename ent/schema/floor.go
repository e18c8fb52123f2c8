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

// FloorRequest is a request to speak at a conference, and the resulting turn.
type FloorRequest struct{ ent.Schema }

var (
	floorKinds = terms{
		{"Presentation", "PRESENTATION", "Tham luận: a prepared paper."},
		{"Remark", "REMARK", "Ý kiến thảo luận: a remark in discussion."},
		{"PointOfOrder", "POINT_OF_ORDER",
			"Ý kiến về trình tự: a point of order; it precedes all other kinds."},
		{"Question", "QUESTION", "Câu hỏi xen ngang: an interposed question about the current turn."},
		{"Answer", "ANSWER", "Trả lời: an answer to a question."},
		{"Opening", "OPENING",
			"Khai mạc: opening or chairing; only those who conduct the conference may request it."},
		{"Welcome", "WELCOME",
			"Chào mừng: welcome by the host; only those who conduct the conference may request it."},
		{"Guidance", "GUIDANCE",
			"Chỉ đạo: guidance by a superior; only those who conduct the conference may request it."},
	}
	floorStates = terms{
		{"Waiting", "WAITING", "Đang chờ: in the queue."},
		{"Speaking", "SPEAKING", "Đang phát biểu: has the floor."},
		{"Paused", "PAUSED", "Tạm dừng: has the floor, with its clock paused."},
		{"Yielded", "YIELDED", "Đã phát biểu: has spoken."},
		{"Withdrawn", "WITHDRAWN", "Đã rút: withdrawn; it may be restored."},
	}
)

func (FloorRequest) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.FloorRequest,
		desc: "A request for the floor (đăng ký phát biểu) at a conference, and the resulting turn.",
	}}
}

func (FloorRequest) Fields() []ent.Field {
	return []ent.Field{
		enumField("kind", floorKinds, "Kind of contribution (loại phát biểu)."),
		enumFieldWithDefault("state", "WAITING", floorStates, "State (trạng thái)."),
		optionalTextField("speaker",
			"Name of the speaker; null for an unnamed delegate of the unit (người phát biểu)."),
		optionalTextField("subject", "Subject of the contribution (nội dung đăng ký)."),
		field.Time("requested_at").Annotations(entgql.OrderField("REQUESTED_AT")).
			Comment("Time of the request, or of its restoration (thời điểm đăng ký)."),
		field.Int("place").Optional().Nillable().Positive().Annotations(positiveBounds).
			Comment("Place in the queue given by the chair, from 1; null if the computed order applies (thứ tự " +
				"do chủ tọa xếp)."),
		optionalTextField("place_reason",
			"Reason given by the chair; null if the computed order applies (lý do xếp)."),
		field.Int("allotted_seconds").Positive().Annotations(positiveBounds).
			Comment("Allotted time, in seconds (thời lượng cho phép, giây)."),
		field.Int("spent_seconds").Default(0).NonNegative().Annotations(bounds{}).
			Comment("Time spoken until its clock last stopped, in seconds; while it runs, add the time since " +
				"`resumedAt` (thời gian đã dùng, giây)."),
		optionalTimeField("resumed_at",
			"Time since which its clock runs; null while it is paused (đồng hồ chạy từ)."),
		optionalTimeField("given_at", "Time at which the floor was given; null before (thời điểm được mời)."),
		optionalTimeField("ended_at",
			"Time at which it ended or was withdrawn; null before (thời điểm kết thúc)."),
		refField("conference"), optionalRefField("agenda_item"), optionalRefField("site"),
		optionalRefField("unit"), optionalRefField("person"),
		optionalRefField("speech"),
	}
}

func (FloorRequest) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "floor_requests", "The conference (hội nghị)."),
		optionalEdge("agenda_item", AgendaItem.Type, "floor_requests",
			"Agenda item under which it was made (nội dung chương trình)."),
		optionalEdge("site", Site.Type, "floor_requests",
			"Site of the speaker; null if not specified (điểm cầu)."),
		optionalEdge("unit", Unit.Type, "floor_requests", "Unit represented (đơn vị)."),
		optionalEdge("person", Person.Type, "floor_requests",
			"The person who speaks, if registered (người phát biểu)."),
		optionalEdge("speech", Speech.Type, "floor_requests", "Resulting speech (phát biểu)."),
	}
}

func (FloorRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "state"),
		// At most one turn is running; interrupted turns are PAUSED.
		index.Fields("conference_id").Unique().StorageKey("floorrequest_one_speaking").
			Annotations(entsql.IndexWhere("state = 'SPEAKING'")),
		index.Fields("agenda_item_id"), index.Fields("site_id"), index.Fields("unit_id"),
		index.Fields("person_id"), index.Fields("speech_id"),
	}
}

func (FloorRequest) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"floor_requests_placed_for_a_reason":   "(place IS NULL) = (place_reason IS NULL)",
		"floor_requests_clock_of_the_speaking": "(resumed_at IS NOT NULL) = (state = 'SPEAKING')",
		"floor_requests_given_before_speaking": "given_at IS NOT NULL OR state IN ('WAITING', 'WITHDRAWN')",
	})}
}
