package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Conference is a gathering of a cluster, or of the whole country.
type Conference struct{ ent.Schema }

var (
	conferenceKinds = terms{
		{"InterimReview", "INTERIM_REVIEW", "Hội nghị sơ kết: the interim review."},
		{"FinalReview", "FINAL_REVIEW", "Hội nghị tổng kết: the final review."},
		{"Launch", "LAUNCH", "Hội nghị triển khai: the launch of a school year."},
		{"NationalReview", "NATIONAL_REVIEW", "Hội nghị toàn quốc: the Ministry's national review."},
	}
	conferenceStates = terms{
		{"Planned", "PLANNED", "Dự kiến: planned, seen by its organisers alone."},
		{"Open", "OPEN", "Đã mở: open for delegates."},
		{"InSession", "IN_SESSION", "Đang họp: in session."},
		{"OnBreak", "ON_BREAK", "Giải lao: on a break."},
		{"Closed", "CLOSED", "Đã bế mạc: closed."},
		{"Cancelled", "CANCELLED", "Đã huỷ: cancelled."},
		{"Postponed", "POSTPONED", "Đã hoãn: postponed."},
	}
	partsOfDay = terms{
		{"Morning", "MORNING", "Buổi sáng: morning."},
		{"Afternoon", "AFTERNOON", "Buổi chiều: afternoon."},
		{"NotStated", "NOT_STATED", "Không nêu: the documents do not say."},
	}
)

func (Conference) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Conference, list: "conferences", desc: "A conference (hội nghị) of a cluster, or of the whole country over many sites."}}
}

func (Conference) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "c2-2023-2024-final".`),
		enum("kind", conferenceKinds, "What kind of conference it is (loại hội nghị)."),
		enumOr("state", "PLANNED", conferenceStates, "State (trạng thái)."),
		text("title", "Title (tên hội nghị)."),
		year("School year under review (năm học)."),
		date("held_on", "Day on which it was held, as well as the documents allow; an inferred part is marked uncertain (ngày họp)."),
		date("held_on_stated", "The date exactly as the documents state it, such as a day without a year (ngày như đã nêu)."),
		field.String("held_order").NotEmpty().
			Annotations(entgql.Skip(entgql.SkipType|entgql.SkipWhereInput), entgql.OrderField("HELD_ON")).
			Comment("Earliest day on which it can have been held; the end of the school year where nothing is known."),
		enumOr("part_of_day", "NOT_STATED", partsOfDay, "Part of the day (buổi)."),
		maybeText("place", "Place as stated (địa điểm)."),
		maybeText("state_reason", "Why it was cancelled or postponed; null in any other state (lý do huỷ hoặc hoãn)."),
		field.Bool("online").Optional().Nillable().Annotations(filterable).
			Comment("Whether sites took part over the network; null where no document says (trực tuyến)."),
		maybeTime("closed_at", "When it was closed; null before, and where a document tells of it (thời điểm bế mạc)."),
		maybeTime("planned_start_at", "When the session is to begin; null where nobody said (giờ khai mạc dự kiến)."),
		field.Int("quorum_percent").Optional().Nillable().Annotations(bounds{Least: 1, Most: 100}).
			Comment("Share of the delegates on its roll who have to be there, in percent; null where no quorum is asked for (tỷ lệ tối thiểu)."),
		field.Int("unit_quota_seconds").Optional().Nillable().Annotations(positive).
			Comment("Time that a unit may speak before others go first, in seconds; null for no limit (định mức phát biểu mỗi đơn vị, giây)."),
		field.Int("site_quota_seconds").Optional().Nillable().Annotations(positive).
			Comment("Time that a site may speak before others go first, in seconds; null for no limit (định mức phát biểu mỗi điểm cầu, giây)."),
		maybeRef("cluster"), maybeRef("host"),
	}
}

func (Conference) Edges() []ent.Edge {
	return []ent.Edge{
		maybe("cluster", Cluster.Type, "conferences", "Cluster that held it; null for a national one (cụm thi đua)."),
		maybe("host", Unit.Type, "hosted_conferences", "Unit that hosted it, where known (đơn vị đăng cai)."),
		parts("sites", Site.Type, "Sites (điểm cầu)."),
		parts("attendances", Attendance.Type, "Who attended (thành phần tham dự)."),
		parts("agenda_items", AgendaItem.Type, "Agenda (chương trình)."),
		parts("floor_requests", FloorRequest.Type, "Who asked for the floor, and what became of it (đăng ký phát biểu)."),
		parts("announcements", Announcement.Type, "Announcements that were made, withdrawn ones too (thông báo)."),
		parts("speeches", Speech.Type, "Who spoke (phát biểu)."),
		parts("proposals", Proposal.Type, "What was proposed (kiến nghị)."),
		parts("directives", Directive.Type, "What was directed (chỉ đạo)."),
		parts("tasks", Task.Type, "Tasks that were set (nhiệm vụ)."),
		parts("elections", HeadElection.Type, "Who was elected (kết quả bầu)."),
		many("nominations", Nomination.Type, "Nominations that were made (đề nghị khen thưởng)."),
		many("reports", Report.Type, "Reports given (báo cáo)."),
		disputed("conferences"),
		edge.To("grants", Grant.Type).Comment("Roles given for this conference (quyền).").Annotations(entsql.OnDelete(entsql.Restrict), hidden),
		cited(),
	}
}

func (Conference) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("cluster_id", "school_year"), index.Fields("host_id"), index.Fields("school_year", "held_order"),
		ordered("school_year"), ordered("held_order"),
	}
}
