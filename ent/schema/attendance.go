package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

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
	{"NotCalled", "NOT_CALLED", "Chưa điểm danh: not called yet."},
	{"InHall", "IN_HALL", "Có mặt tại hội trường: in the hall."},
	{"Online", "ONLINE", "Dự trực tuyến: over the network."},
	{"Absent", "ABSENT", "Vắng mặt: absent."},
	{"Left", "LEFT", "Đã ra về: was there, and left."},
	{"NotStated", "NOT_STATED", "Không nêu: no roll was called; a document lists them, and does not say how they took part."},
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
		maybeTime("left_at", "When they left; null if they did not, or no document says (thời điểm ra về)."),
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
