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

// AgendaItem is a step of a conference.
type AgendaItem struct{ ent.Schema }

var agendaKinds = terms{
	{"RollCall", "ROLL_CALL", "Giới thiệu thành phần: who is present."},
	{"Ceremony", "CEREMONY", "Nghi lễ: flowers, congratulations."},
	{"Report", "REPORT", "Báo cáo kết quả: opening and report of results."},
	{"Welcome", "WELCOME", "Phát biểu chào mừng: welcome by the host."},
	{"Tasks", "TASKS", "Nhiệm vụ kỳ tới: tasks for the next period."},
	{"Discussion", "DISCUSSION", "Tham luận, thảo luận: papers and discussion."},
	{"Proposals", "PROPOSALS", "Kiến nghị: proposals."},
	{"Guidance", "GUIDANCE", "Phát biểu chỉ đạo: evaluation and guidance from above."},
	{"Response", "RESPONSE", "Tiếp thu, trả lời: the Ministry takes the proposals in."},
	{"Nomination", "NOMINATION", "Đề nghị khen thưởng: nominations for awards."},
	{"Election", "ELECTION", "Bầu cụm trưởng, cụm phó: election of next year's heads."},
}

func (AgendaItem) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.AgendaItem, desc: "An item of a conference's agenda (nội dung chương trình)."}}
}

func (AgendaItem) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place in the agenda, from 1 (thứ tự)."),
		enum("kind", agendaKinds, "What kind of item it is (loại nội dung)."),
		text("title", "Title; where a document tells of the item, in the keeper's words (tên nội dung)."),
		field.Int("planned_minutes").Optional().Nillable().Positive().Annotations(positive).
			Comment("Minutes that are planned for it; null where nobody said (thời lượng dự kiến, phút)."),
		maybeTime("started_at", "When it was last started; null if it was not, or no document says (thời điểm bắt đầu)."),
		maybeTime("ended_at", "When it ended; null if it did not, or no document says (thời điểm kết thúc)."),
		field.Int("spent_seconds").Default(0).NonNegative().Annotations(bounds{}, entgql.Skip(entgql.SkipAll)).
			Comment("Time spent on it until it was last resumed, breaks left out, in seconds; while its clock runs, add the time since (thời gian đã dùng, giây)."),
		maybeTime("resumed_at", "Since when its clock runs; null while it does not, as on a break (đồng hồ chạy từ)."),
		maybeText("speaker", "Who presents it; null where nobody said (người trình bày)."),
		ref("conference"), maybeRef("unit"),
	}
}

func (AgendaItem) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "agenda_items", "The conference (hội nghị)."),
		maybe("unit", Unit.Type, "agenda_items", "Unit that presents it (đơn vị trình bày)."),
		edge.To("documents", Document.Type).Comment("Documents to have at hand for it (tài liệu)."),
		many("speeches", Speech.Type, "Speeches under this item (phát biểu)."),
		many("floor_requests", FloorRequest.Type, "Who asked for the floor under this item (đăng ký phát biểu)."),
		cited(),
	}
}

func (AgendaItem) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(), index.Fields("unit_id"),
		// A conference deals with one item at a time.
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
