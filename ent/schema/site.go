package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

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
