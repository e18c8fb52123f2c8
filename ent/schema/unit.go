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

// Unit is an organisation: a department, a ministry or a committee.
type Unit struct{ ent.Schema }

var unitKinds = terms{
	{"Government", "GOVERNMENT", "Chính phủ: the Government."},
	{"Ministry", "MINISTRY", "Bộ: a ministry."},
	{"MinistryDepartment", "MINISTRY_DEPARTMENT", "Vụ, Cục: a department of a ministry."},
	{"ProvincialDepartment", "PROVINCIAL_DEPARTMENT",
		"Sở GD&ĐT: a provincial Department of Education and Training."},
	{"PeoplesCommittee", "PEOPLES_COMMITTEE", "Uỷ ban nhân dân: a People's Committee."},
	{"PartyBody", "PARTY_BODY", "Cơ quan của Đảng: a body of the Party."},
	{"AssemblyBody", "ASSEMBLY_BODY",
		"Quốc hội, đoàn đại biểu Quốc hội, HĐND: an elected assembly or its delegation."},
	{"Other", "OTHER", "Cơ quan khác: any other body."},
}

func (Unit) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Unit, list: "units",
		desc: "A unit (đơn vị): a provincial Department of Education and Training, a ministry, a ministry " +
			"department or another public body. Offices in clusters are held by units and exercised by " +
			"people.",
	}}
}

func (Unit) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "vinh-phuc" for the department of Vĩnh Phúc; ` +
			`codes of units created by the 2025 mergers end in "-2025".`),
		enumField("kind", unitKinds, "Kind of unit (loại đơn vị)."),
		textField("name", "Full official name (tên đầy đủ)."),
		textField("short_name", "Short name, such as Vĩnh Phúc (tên gọi)."),
		optionalTextField("name_en", "English name (tên tiếng Anh)."),
		sortKeyField(), searchKeyField(),
		dateField("valid_from", "First day of existence; null if it predates the data (có từ ngày)."),
		dateField("valid_to",
			"First day on which it no longer exists; null while it exists, or if unknown (đến trước ngày)."),
		optionalRefField("province"), optionalRefField("parent"),
	}
}

func (Unit) Edges() []ent.Edge {
	return []ent.Edge{
		optionalEdge("province", Province.Type, "units",
			"Province of its seat; null for a national body (tỉnh)."),
		edge.To("children", Unit.Type).Comment("Subordinate bodies (đơn vị trực thuộc).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Field("parent_id").Unique().Comment("Superior body (đơn vị cấp trên).").
			Annotations(filterable),
		toManyEdge("memberships", Membership.Type,
			"Memberships in clusters by school year (đơn vị thành viên của cụm)."),
		toManyEdge("offices", Office.Type, "Offices held in clusters by school year (cụm trưởng, cụm phó)."),
		toManyEdge("posts", Post.Type, "Posts of people at this unit (chức vụ)."),
		constrainedAs("successions_units_successions", toManyEdge("outgoing_successions", Succession.Type,
			"Successions in which this unit was succeeded (đơn vị kế tục).")),
		constrainedAs("successions_units_origins", toManyEdge("incoming_successions", Succession.Type,
			"Successions in which this unit is the successor (đơn vị tiền thân).")),
		toManyEdge("reports", Report.Type, "Reports of this unit (báo cáo)."),
		toManyEdge("indicator_values", IndicatorValue.Type,
			"Figures of this unit in all school years (kết quả thực hiện)."),
		toManyEdge("attendances", Attendance.Type, "Attendances of its delegates (dự hội nghị)."),
		toManyEdge("hosted_conferences", Conference.Type,
			"Conferences hosted by the unit (đơn vị đăng cai)."),
		toManyEdge("speeches", Speech.Type, "Speeches of its representatives (phát biểu)."),
		toManyEdge("proposals", Proposal.Type, "Proposals made by the unit (kiến nghị)."),
		toManyEdge("addressed_proposals", Proposal.Type,
			"Proposals addressed to the unit (kiến nghị gửi đến)."),
		toManyEdge("answered_proposals", Proposal.Type,
			"Proposals answered by the unit (kiến nghị đã trả lời)."),
		toManyEdge("assigned_proposals", Proposal.Type,
			"Proposals assigned to the unit (kiến nghị được giao)."),
		edge.From("sponsored_proposals", Proposal.Type).Ref("sponsors").
			Comment("Proposals sponsored by the unit (kiến nghị cùng nêu).").
			Annotations(entgql.RelayConnection()),
		toManyEdge("sites", Site.Type, "Conference sites run by the unit (điểm cầu phụ trách)."),
		toManyEdge("agenda_items", AgendaItem.Type,
			"Agenda items presented by the unit (nội dung trình bày)."),
		toManyEdge("floor_requests", FloorRequest.Type,
			"Requests for the floor for the unit (đăng ký phát biểu)."),
		toManyEdge("task_assignments", TaskAssignment.Type,
			"Task assignments of the unit (nhiệm vụ được phân công)."),
		toManyEdge("directives", Directive.Type, "Directives issued by the unit (chỉ đạo)."),
		toManyEdge("movements", Movement.Type,
			"Emulation movements launched by the unit (phong trào thi đua)."),
		constrainedAs("head_elections_units_elections",
			toManyEdge("head_elections", HeadElection.Type, "Elections won by the unit (được bầu).")),
		toManyEdge("nominations", Nomination.Type, "Nominations of this unit (đề nghị khen thưởng)."),
		toManyEdge("awards", Award.Type, "Awards given to this unit (khen thưởng)."),
		edge.To("grants", Grant.Type).
			Comment("Grants limited to this unit (quyền).").
			Annotations(entsql.OnDelete(entsql.Restrict), notInAPI),
		citationsEdge(),
	}
}

// Succession records that one unit succeeded another on a day, by a law.
type Succession struct{ ent.Schema }

var successionKinds = terms{
	{"Merger", "MERGER", "Sáp nhập: several units became one."},
	{"Renaming", "RENAMING", "Đổi tên, chuyển loại: the same unit under a new name or rank."},
}

func (Succession) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Succession, list: "successions",
		desc: "A succession (kế tục, sáp nhập): one unit was succeeded by another on a day, by a law.",
	}}
}

func (Succession) Fields() []ent.Field {
	return []ent.Field{
		enumField("kind", successionKinds, "Kind of succession (hình thức)."),
		field.String("effective_on").GoType(dateType).Annotations(dateGQL).
			Comment("Day on which it took effect (ngày có hiệu lực)."),
		textField("legal_basis", "Legal basis (căn cứ pháp lý)."),
		refField("predecessor"), refField("successor"),
	}
}

func (Succession) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("predecessor", Unit.Type, "outgoing_successions", "Unit that ceased to exist (đơn vị trước)."),
		requiredEdge("successor", Unit.Type, "incoming_successions", "Unit that continues (đơn vị sau)."),
		citationsEdge(),
	}
}

func (Succession) Annotations() []schema.Annotation {
	return []schema.Annotation{
		entsql.Checks(map[string]string{"succession_of_two": "predecessor_id <> successor_id"}),
	}
}

func (Succession) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("predecessor_id", "successor_id").Unique(),
		index.Fields("successor_id"),
	}
}
