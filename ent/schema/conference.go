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

// Conference is a conference of a cluster or of the whole country.
type Conference struct{ ent.Schema }

var (
	conferenceKinds = terms{
		{"InterimReview", "INTERIM_REVIEW", "Hội nghị sơ kết: the interim review."},
		{"FinalReview", "FINAL_REVIEW", "Hội nghị tổng kết: the final review."},
		{"Launch", "LAUNCH", "Hội nghị triển khai: the launch of a school year."},
		{"NationalReview", "NATIONAL_REVIEW", "Hội nghị toàn quốc: the Ministry's national review."},
	}
	conferenceStates = terms{
		{"Planned", "PLANNED", "Dự kiến: planned, visible only to its organisers."},
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
		{"NotStated", "NOT_STATED", "Không nêu: not stated by the documents."},
	}
)

func (Conference) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Conference, list: "conferences",
		desc: "A conference (hội nghị) of a cluster, or a national one at many sites.",
	}}
}

func (Conference) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "c2-2023-2024-final".`),
		enumField("kind", conferenceKinds, "Kind of conference (loại hội nghị)."),
		enumFieldWithDefault("state", "PLANNED", conferenceStates, "State (trạng thái)."),
		textField("title", "Title (tên hội nghị)."),
		schoolYearField("School year under review (năm học)."),
		dateField("held_on",
			"Day on which it was or will be held, as precise as the documents allow; an inferred date is "+
				"marked as uncertain (ngày họp)."),
		dateField("held_on_stated",
			"The date exactly as the documents state it, such as a day without a year (ngày như đã nêu)."),
		field.String("held_order").NotEmpty().
			Annotations(entgql.Skip(entgql.SkipType|entgql.SkipWhereInput), entgql.OrderField("HELD_ON")).
			Comment("Earliest possible day on which it was held; the end of the school year if nothing is " +
				"known."),
		enumFieldWithDefault("part_of_day", "NOT_STATED", partsOfDay, "Part of the day (buổi)."),
		storedAs("place", optionalTextField("venue", "Venue as stated (địa điểm).")),
		optionalTextField("state_reason",
			"Reason for the cancellation or postponement; null in other states (lý do huỷ hoặc hoãn)."),
		field.Bool("online").Optional().Nillable().Annotations(filterable).
			Comment("Whether sites take part online; null if no document states it (trực tuyến)."),
		optionalTimeField("closed_at",
			"Time of closing; null before, and if it is known only from documents (thời điểm bế mạc)."),
		optionalTimeField("planned_start_at",
			"Planned start of the session; null if not specified (giờ khai mạc dự kiến)."),
		field.Int("quorum_percent").Optional().Nillable().Annotations(bounds{Least: 1, Most: 100}).
			Comment("Quorum as a share of the delegates on the roll, in percent; null if no quorum is required " +
				"(tỷ lệ tối thiểu)."),
		field.Int("unit_quota_seconds").Optional().Nillable().Annotations(positiveBounds).
			Comment("Speaking time of a unit after which others take precedence, in seconds; null for no limit " +
				"(định mức phát biểu mỗi đơn vị, giây)."),
		field.Int("site_quota_seconds").Optional().Nillable().Annotations(positiveBounds).
			Comment("Speaking time of a site after which others take precedence, in seconds; null for no limit " +
				"(định mức phát biểu mỗi điểm cầu, giây)."),
		optionalRefField("cluster"), optionalRefField("host"),
	}
}

func (Conference) Edges() []ent.Edge {
	return []ent.Edge{
		optionalEdge("cluster", Cluster.Type, "conferences",
			"Cluster that holds the conference; null for a national conference (cụm thi đua)."),
		optionalEdge("host", Unit.Type, "hosted_conferences",
			"Host unit; null if not specified (đơn vị đăng cai)."),
		ownedEdge("sites", Site.Type, "Sites (điểm cầu)."),
		ownedEdge("attendances", Attendance.Type, "Delegates on the roll (thành phần tham dự)."),
		ownedEdge("agenda_items", AgendaItem.Type, "Agenda items (chương trình)."),
		ownedEdge("floor_requests", FloorRequest.Type, "Requests for the floor (đăng ký phát biểu)."),
		ownedEdge("announcements", Announcement.Type, "Announcements, including withdrawn ones (thông báo)."),
		ownedEdge("speeches", Speech.Type, "Speeches (phát biểu)."),
		ownedEdge("proposals", Proposal.Type, "Proposals (kiến nghị)."),
		ownedEdge("directives", Directive.Type, "Directives (chỉ đạo)."),
		ownedEdge("tasks", Task.Type, "Tasks set at the conference (nhiệm vụ)."),
		constrainedAs("head_elections_conferences_elections",
			ownedEdge("head_elections", HeadElection.Type, "Results of elections (kết quả bầu).")),
		toManyEdge("nominations", Nomination.Type,
			"Nominations made at the conference (đề nghị khen thưởng)."),
		toManyEdge("reports", Report.Type, "Reports given to the conference (báo cáo)."),
		discrepanciesEdge("conferences"),
		edge.To("grants", Grant.Type).
			Comment("Grants limited to this conference (quyền).").
			Annotations(entsql.OnDelete(entsql.Restrict), notInAPI),
		citationsEdge(),
	}
}

func (Conference) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("cluster_id", "school_year"), index.Fields("host_id"),
		index.Fields("school_year", "held_order"),
		orderIndex("school_year"), orderIndex("held_order"),
	}
}
