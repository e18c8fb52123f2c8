package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Attendance is a person, a unit or a group on the roll of a conference.
type Attendance struct{ ent.Schema }

var capacities = terms{
	{"Chair", "CHAIR", "Chủ trì, chủ tọa: chair of the conference."},
	{"Delegate", "DELEGATE", "Đại biểu: delegate of a unit of the cluster."},
	{"MinistryRepresentative", "MINISTRY_REPRESENTATIVE", "Đại diện Bộ: representative of the Ministry."},
	{"Guest", "GUEST", "Khách mời: guest."},
	{"Honoured", "HONOURED", "Được chúc mừng, tri ân: honoured at the conference."},
}

var presences = terms{
	{"NotCalled", "NOT_CALLED", "Chưa điểm danh: not called yet."},
	{"InHall", "IN_HALL", "Có mặt tại hội trường: in the hall."},
	{"Online", "ONLINE", "Dự trực tuyến: present online."},
	{"Absent", "ABSENT", "Vắng mặt: absent."},
	{"Left", "LEFT", "Đã ra về: was present and has left."},
	{"NotStated", "NOT_STATED",
		"Không nêu: listed by a document that does not state how they took part; no roll was called."},
}

func (Attendance) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Attendance,
		desc: "An attendance (dự hội nghị): a person, a unit or an unnamed group at a conference, in a " +
			"capacity.",
	}}
}

func (Attendance) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position in the list of the document, from 1 (thứ tự)."),
		enumField("capacity", capacities, "Capacity (tư cách)."),
		storedAs("role", textField("title", "Title or description, as stated (chức danh, thành phần).")),
		enumFieldWithDefault("presence", "NOT_CALLED", presences, "Presence (tình trạng có mặt)."),
		optionalTimeField("arrived_at",
			"Time of arrival; null if not arrived, or not stated by a document (thời điểm đến)."),
		optionalTimeField("left_at",
			"Time of departure; null if they have not left, or not stated by a document (thời điểm ra về)."),
		optionalTextField("absence_reason", "Reason for the absence; null if not specified (lý do vắng)."),
		optionalTextField("substitute", "Name of the substitute; null if none (người dự thay)."),
		optionalTextField("substitute_authority",
			"Written authority of the substitute: number, date and signatory (văn bản uỷ quyền)."),
		field.Int("wrong_codes").Default(0).NonNegative().Annotations(notInAPI).
			Comment("Number of wrong codes entered at check-in, which limits guessing. Not in the API."),
		refField("conference"), optionalRefField("unit"), optionalRefField("person"),
		optionalRefField("site"),
	}
}

func (Attendance) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "attendances", "The conference (hội nghị)."),
		optionalEdge("unit", Unit.Type, "attendances", "Unit represented (đơn vị)."),
		optionalEdge("person", Person.Type, "attendances", "Person, if named (người)."),
		optionalEdge("site", Site.Type, "attendances", "Site of the delegate (điểm cầu)."),
		citationsEdge(),
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
