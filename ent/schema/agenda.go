package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// AgendaItem is an item of a conference's agenda.
type AgendaItem struct{ ent.Schema }

var agendaKinds = terms{
	{"RollCall", "ROLL_CALL", "Giới thiệu thành phần: introduction of those present."},
	{"Ceremony", "CEREMONY", "Nghi lễ: flowers, congratulations."},
	{"Report", "REPORT", "Báo cáo kết quả: opening and report of results."},
	{"Welcome", "WELCOME", "Phát biểu chào mừng: welcome by the host."},
	{"Tasks", "TASKS", "Nhiệm vụ kỳ tới: tasks for the next period."},
	{"Discussion", "DISCUSSION", "Tham luận, thảo luận: papers and discussion."},
	{"Proposals", "PROPOSALS", "Kiến nghị: proposals."},
	{"Guidance", "GUIDANCE", "Phát biểu chỉ đạo: evaluation and guidance from above."},
	{"Response", "RESPONSE", "Tiếp thu, trả lời: acknowledgement of the proposals by the Ministry."},
	{"Nomination", "NOMINATION", "Đề nghị khen thưởng: nominations for awards."},
	{"Election", "ELECTION", "Bầu cụm trưởng, cụm phó: election of next year's heads."},
}

func (AgendaItem) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.AgendaItem,
		desc: "An item of a conference's agenda (nội dung chương trình).",
	}}
}

func (AgendaItem) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position in the agenda, from 1 (thứ tự)."),
		enumField("kind", agendaKinds, "Kind of item (loại nội dung)."),
		textField("title", "Title; in the editor's words if the item is known from a document (tên nội dung)."),
		field.Int("planned_minutes").Optional().Nillable().Positive().Annotations(positiveBounds).
			Comment("Planned duration, in minutes; null if not specified (thời lượng dự kiến, phút)."),
		optionalTimeField("started_at",
			"Latest start time; null if not started, or not stated by a document (thời điểm bắt đầu)."),
		optionalTimeField("ended_at",
			"End time; null if not ended, or not stated by a document (thời điểm kết thúc)."),
		field.Int("spent_seconds").Default(0).NonNegative().
			Annotations(bounds{}, entgql.Skip(entgql.SkipAll)).
			Comment("Time spent on the item until its clock last started, excluding breaks, in seconds; while " +
				"the clock runs, add the time since `resumedAt` (thời gian đã dùng, giây)."),
		optionalTimeField("resumed_at",
			"Time since which its clock runs; null while it is paused, such as during a break (đồng hồ "+
				"chạy từ)."),
		optionalTextField("speaker", "Name of the presenter; null if not specified (người trình bày)."),
		refField("conference"), optionalRefField("unit"),
	}
}

func (AgendaItem) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "agenda_items", "The conference (hội nghị)."),
		optionalEdge("unit", Unit.Type, "agenda_items", "Presenting unit (đơn vị trình bày)."),
		edge.To("documents", Document.Type).Comment("Documents for the item (tài liệu)."),
		toManyEdge("speeches", Speech.Type, "Speeches given under the item (phát biểu)."),
		toManyEdge("floor_requests", FloorRequest.Type,
			"Requests for the floor under the item (đăng ký phát biểu)."),
		citationsEdge(),
	}
}

func (AgendaItem) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(), index.Fields("unit_id"),
		// A conference has at most one current item.
		index.Fields("conference_id").Unique().StorageKey("agendaitem_one_running").
			Annotations(entsql.IndexWhere("(started_at IS NOT NULL) AND (ended_at IS NULL)")),
	}
}

func (AgendaItem) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"agenda_items_ended_after_started":  "ended_at IS NULL OR started_at IS NOT NULL",
		"agenda_items_clock_of_the_current": "resumed_at IS NULL OR started_at IS NOT NULL AND ended_at IS NULL",
	})}
}
