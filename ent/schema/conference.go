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
		field.Bool("online").Default(false).Annotations(filterable).Comment("Whether sites took part over the network (trực tuyến)."),
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
	}
}

// Site is a hall of a conference.
type Site struct{ ent.Schema }

var (
	siteKinds = terms{
		{"Main", "MAIN", "Điểm cầu chính: the main site."},
		{"Remote", "REMOTE", "Điểm cầu nhánh: a remote site."},
	}
	siteLinks = terms{
		{"Silent", "SILENT", "Chưa có tín hiệu: nothing was heard of it yet."},
		{"Connected", "CONNECTED", "Kết nối tốt: it is heard of in time."},
		{"Lagging", "LAGGING", "Chập chờn: it is heard of late."},
		{"Lost", "LOST", "Mất kết nối: it is no longer heard of."},
	}
)

func (Site) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Site, desc: "A site (điểm cầu): one hall of a conference."}}
}

func (Site) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().Annotations(filterable).Comment("Key within the conference, such as soc-trang (mã điểm cầu)."),
		text("name", "Name (tên điểm cầu)."),
		enum("kind", siteKinds, "Main or remote (loại điểm cầu)."),
		ordinal("Place among the sites, from 1; the main site comes first (thứ tự)."),
		field.Int("delegates_present").Optional().Nillable().NonNegative().Annotations(bounds{}).
			Comment("Delegates counted here at the last check-in; null before the first (số đại biểu có mặt)."),
		maybeTime("checked_in_at", "When the site reported that it was there; null before (thời điểm điểm danh)."),
		maybeTime("checked_out_at", "When it left; null while it is there (thời điểm rời hội nghị)."),
		enumOr("link", "SILENT", siteLinks, "How its connection is, by its heartbeats (tình trạng kết nối)."),
		maybeTime("linked_at", "Since when its connection is so; null before its first heartbeat (từ thời điểm)."),
		field.Time("heard_at").Optional().Nillable().Annotations(hidden).Comment("When its last heartbeat came. Nobody is told: it moves too often."),
		field.String("check_in_code").Optional().Nillable().NotEmpty().Sensitive().Annotations(hidden).Comment("Code by which delegates check themselves in here."),
		ref("conference"), maybeRef("province"), maybeRef("unit"), maybeRef("parent"),
	}
}

func (Site) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "sites", "The conference (hội nghị)."),
		maybe("province", Province.Type, "sites", "Province in which it is (tỉnh)."),
		maybe("unit", Unit.Type, "sites", "Unit that runs it, and whose screen speaks for it (đơn vị phụ trách)."),
		edge.To("branches", Site.Type).Comment("Sites that are connected through this one (điểm cầu trực thuộc).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Field("parent_id").Unique().Comment("Site through which it is connected; null for one that is connected by itself (điểm cầu cấp trên)."),
		many("floor_requests", FloorRequest.Type, "Who asked for the floor from here (đăng ký phát biểu)."),
		many("attendances", Attendance.Type, "Who attended here (đại biểu tại điểm cầu)."),
		many("announcements", Announcement.Type, "Announcements to this site alone (thông báo tới điểm cầu)."),
		cited(),
	}
}

func (Site) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "code").Unique(),
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("conference_id").Unique().StorageKey("site_one_main").Annotations(entsql.IndexWhere("kind = 'MAIN'")),
		index.Fields("province_id"), index.Fields("unit_id"), index.Fields("parent_id"),
		index.Fields("link", "heard_at"),
	}
}

func (Site) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"sites_counted_when_checked_in":  "(checked_in_at IS NULL) = (delegates_present IS NULL)",
		"sites_checked_out_after_having": "checked_out_at IS NULL OR checked_in_at IS NOT NULL",
	})}
}

// Attendance is a unit, a person or a group at a conference.
type Attendance struct{ ent.Schema }

var capacities = terms{
	{"Chair", "CHAIR", "Chủ trì, chủ tọa: chairs the conference."},
	{"Delegate", "DELEGATE", "Đại biểu: delegate of a unit of the cluster."},
	{"MinistryRepresentative", "MINISTRY_REPRESENTATIVE", "Đại diện Bộ: represents the Ministry."},
	{"Guest", "GUEST", "Khách mời: guest."},
	{"Honoured", "HONOURED", "Được chúc mừng, tri ân: honoured at the conference."},
}

var presences = terms{
	{"NotCalled", "NOT_CALLED", "Chưa điểm danh: not called yet, or a document does not say."},
	{"InHall", "IN_HALL", "Có mặt tại hội trường: in the hall."},
	{"Online", "ONLINE", "Dự trực tuyến: over the network."},
	{"Absent", "ABSENT", "Vắng mặt: absent."},
	{"Left", "LEFT", "Đã ra về: was there, and left."},
}

func (Attendance) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Attendance, desc: "An attendance (dự hội nghị): a person, a unit or an unnamed group at a conference, and in what capacity."}}
}

func (Attendance) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place in the list as the document gives it, from 1 (thứ tự)."),
		enum("capacity", capacities, "In what capacity (tư cách)."),
		text("role", "Who they are, as the document says (chức danh, thành phần)."),
		enumOr("presence", "NOT_CALLED", presences, "Whether they are there (tình trạng có mặt)."),
		maybeTime("arrived_at", "When they came; null if they did not, or no document says (thời điểm đến)."),
		maybeTime("left_at", "When they left; null while they are there (thời điểm ra về)."),
		maybeText("absence_reason", "Why they are absent; null where nobody said (lý do vắng)."),
		maybeText("substitute", "Who is there in their place; null if they are themselves (người dự thay)."),
		maybeText("substitute_authority", "The written authority by which: number, date, who signed it (văn bản uỷ quyền)."),
		field.Int("wrong_codes").Default(0).NonNegative().Annotations(hidden).Comment("How often they tried to check in by a wrong code. Nobody is told: it bounds guessing."),
		ref("conference"), maybeRef("unit"), maybeRef("person"), maybeRef("site"),
	}
}

func (Attendance) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "attendances", "The conference (hội nghị)."),
		maybe("unit", Unit.Type, "attendances", "Unit that they came for (đơn vị)."),
		maybe("person", Person.Type, "attendances", "Person, where one is named (người)."),
		maybe("site", Site.Type, "attendances", "Site at which they were (điểm cầu)."),
		cited(),
	}
}

func (Attendance) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(), index.Fields("conference_id", "presence"),
		index.Fields("unit_id"), index.Fields("person_id"), index.Fields("site_id"),
	}
}

func (Attendance) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"attendances_substituted_with_authority": "(substitute IS NULL) = (substitute_authority IS NULL)",
		"attendances_left_after_arriving":        "left_at IS NULL OR arrived_at IS NOT NULL",
		"attendances_reason_of_the_absent":       "absence_reason IS NULL OR presence = 'ABSENT'",
	})}
}

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
		text("title", "Title (tên nội dung)."),
		field.Int("planned_minutes").Optional().Nillable().Positive().Annotations(positive).
			Comment("Minutes that are planned for it; null where nobody said (thời lượng dự kiến, phút)."),
		maybeTime("started_at", "When it was last started; null if it was not (thời điểm bắt đầu)."),
		maybeTime("ended_at", "When it ended; null while it is being dealt with (thời điểm kết thúc)."),
		field.Int("spent_seconds").Default(0).NonNegative().Annotations(bounds{}).
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

// Speech is what somebody said at a conference.
type Speech struct{ ent.Schema }

var speechKinds = terms{
	{"Opening", "OPENING", "Khai mạc: opening, chairing."},
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
		field.Int("papers").Positive().Default(1).Annotations(positive).Comment("How many speeches the row stands for (số ý kiến)."),
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
		index.Fields("agenda_item_id"), index.Fields("person_id"), index.Fields("unit_id"),
	}
}

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
		index.Fields("speech_id"), index.Fields("person_id"), index.Fields("issuer_id"),
	}
}

// Task is what a cluster or the sector set out to do.
type Task struct{ ent.Schema }

var taskStates = terms{
	{"Open", "OPEN", "Đang thực hiện: to be done."},
	{"Done", "DONE", "Đã hoàn thành: done, by all who were to do it."},
	{"Dropped", "DROPPED", "Không thực hiện nữa: no longer to be done."},
}

func (Task) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Task, list: "tasks", desc: "A task (nhiệm vụ) set at a conference for the next period."}}
}

func (Task) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the tasks of the conference, from 1 (thứ tự)."),
		year("School year in which it is to be done (năm học)."),
		text("content", "What is to be done, in Vietnamese (nội dung nhiệm vụ)."),
		enumOr("state", "OPEN", taskStates, "Whether it is done (trạng thái)."),
		date("due_on", "Day until which it is to be done; null where nobody said (hạn hoàn thành)."),
		maybeTime("set_at", "When it was set; null where a document does not say (thời điểm giao)."),
		ref("conference"), maybeRef("cluster"), maybeRef("directive"),
	}
}

func (Task) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "tasks", "The conference (hội nghị)."),
		maybe("cluster", Cluster.Type, "tasks", "Cluster that it is set for; null for the whole sector (cụm thi đua)."),
		maybe("directive", Directive.Type, "tasks", "Directive that it follows from (chỉ đạo)."),
		parts("assignments", TaskAssignment.Type, "Units that are to do it, and how far each is (đơn vị thực hiện)."),
		cited(),
	}
}

func (Task) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("cluster_id", "school_year"), index.Fields("directive_id"), index.Fields("state", "due_on"),
	}
}

// TaskAssignment is one unit's part in a task.
type TaskAssignment struct{ ent.Schema }

func (TaskAssignment) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.TaskAssignment, desc: "A unit's part in a task (phân công nhiệm vụ): how far it is, and what shows that it is done."}}
}

func (TaskAssignment) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the units of the task, from 1 (thứ tự)."),
		field.Int("percent").Default(0).Annotations(bounds{Most: 100}, filterable).Comment("How far it is, in percent; 100 when it is done (tiến độ, %)."),
		maybeText("evidence", "What shows that it is done: a document's number, an address (minh chứng)."),
		maybeText("note", "What the unit says of it (ghi chú của đơn vị)."),
		maybeTime("reported_at", "When the unit last said how far it is; null before (thời điểm báo cáo)."),
		ref("task"), ref("unit"),
	}
}

func (TaskAssignment) Edges() []ent.Edge {
	return []ent.Edge{
		one("task", Task.Type, "assignments", "The task (nhiệm vụ)."),
		one("unit", Unit.Type, "task_assignments", "The unit (đơn vị)."),
	}
}

func (TaskAssignment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("task_id", "unit_id").Unique(), index.Fields("task_id", "ordinal").Unique(), index.Fields("unit_id")}
}

func (TaskAssignment) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"task_assignments_done_with_evidence": "percent < 100 OR evidence IS NOT NULL",
	})}
}
