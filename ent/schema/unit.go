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

// Unit is a body: a department, a ministry, a committee.
type Unit struct{ ent.Schema }

var unitKinds = terms{
	{"Government", "GOVERNMENT", "Chính phủ: the Government."},
	{"Ministry", "MINISTRY", "Bộ: a ministry."},
	{"MinistryDepartment", "MINISTRY_DEPARTMENT", "Vụ, Cục: a department of a ministry."},
	{"ProvincialDepartment", "PROVINCIAL_DEPARTMENT", "Sở GD&ĐT: a provincial Department of Education and Training."},
	{"PeoplesCommittee", "PEOPLES_COMMITTEE", "Uỷ ban nhân dân: a People's Committee."},
	{"PartyBody", "PARTY_BODY", "Cơ quan của Đảng: a body of the Party."},
	{"AssemblyBody", "ASSEMBLY_BODY", "Quốc hội, đoàn đại biểu Quốc hội, HĐND: an elected assembly or its delegation."},
	{"Other", "OTHER", "Cơ quan khác: any other body."},
}

func (Unit) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Unit, list: "units", desc: "A unit (đơn vị): a provincial Department of Education and Training, a ministry, a department of it, or another body of the state. Offices are held by units and exercised by people."}}
}

func (Unit) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "vinh-phuc" for the department of Vĩnh Phúc; a unit made by the 2025 mergers ends in "-2025".`),
		enum("kind", unitKinds, "What kind of body it is (loại đơn vị)."),
		text("name", "Full official name (tên đầy đủ)."),
		text("short_name", "Name as people say it, such as Vĩnh Phúc (tên gọi)."),
		maybeText("name_en", "English name (tên tiếng Anh)."),
		sortKey(), searchKey(),
		date("valid_from", "First day of its existence; null where it is older than the record (có từ ngày)."),
		date("valid_to", "First day on which it no longer exists; null while it does, and where the record does not say (đến trước ngày)."),
		maybeRef("province"), maybeRef("parent"),
	}
}

func (Unit) Edges() []ent.Edge {
	return []ent.Edge{
		maybe("province", Province.Type, "units", "Province in which it is seated; null for a national body (tỉnh)."),
		edge.To("children", Unit.Type).Comment("Bodies that belong to this one (đơn vị trực thuộc).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Field("parent_id").Unique().Comment("Body to which it belongs (đơn vị cấp trên).").
			Annotations(filterable),
		many("memberships", Membership.Type, "Clusters it belonged to, by school year (đơn vị thành viên của cụm)."),
		many("offices", Office.Type, "Offices it held in clusters, by school year (cụm trưởng, cụm phó)."),
		many("posts", Post.Type, "Posts held at this body by people (chức vụ)."),
		many("successions", Succession.Type, "Units into which this one went (đơn vị kế tục)."),
		many("origins", Succession.Type, "Units that went into this one (đơn vị tiền thân)."),
		many("reports", Report.Type, "Reports of this unit (báo cáo)."),
		many("indicator_values", IndicatorValue.Type, "Figures about this unit, through the years (kết quả thực hiện)."),
		many("attendances", Attendance.Type, "Conferences it attended (dự hội nghị)."),
		many("hosted_conferences", Conference.Type, "Conferences it hosted (đơn vị đăng cai)."),
		many("speeches", Speech.Type, "What its people said at conferences (phát biểu)."),
		many("proposals", Proposal.Type, "Proposals it made (kiến nghị)."),
		many("addressed_proposals", Proposal.Type, "Proposals made to it (kiến nghị gửi đến)."),
		many("answered_proposals", Proposal.Type, "Proposals it responded to (kiến nghị đã trả lời)."),
		many("assigned_proposals", Proposal.Type, "Proposals it is to deal with (kiến nghị được giao)."),
		edge.From("sponsored_proposals", Proposal.Type).Ref("sponsors").Comment("What it proposes together with others (kiến nghị cùng nêu).").
			Annotations(entgql.RelayConnection()),
		many("sites", Site.Type, "Sites of conferences that it runs (điểm cầu phụ trách)."),
		many("agenda_items", AgendaItem.Type, "Items of agendas that it presents (nội dung trình bày)."),
		many("floor_requests", FloorRequest.Type, "Its requests for the floor (đăng ký phát biểu)."),
		many("task_assignments", TaskAssignment.Type, "Its parts in tasks (nhiệm vụ được phân công)."),
		many("directives", Directive.Type, "Directives it issued (chỉ đạo)."),
		many("movements", Movement.Type, "Emulation movements it launched (phong trào thi đua)."),
		many("elections", HeadElection.Type, "Elections that chose it (được bầu)."),
		many("nominations", Nomination.Type, "Nominations of this unit (đề nghị khen thưởng)."),
		many("awards", Award.Type, "Awards given to this unit (khen thưởng)."),
		edge.To("grants", Grant.Type).Comment("Roles given for this unit (quyền).").Annotations(entsql.OnDelete(entsql.Restrict), hidden),
		cited(),
	}
}

// Succession says which unit went into which, when, and by what law.
type Succession struct{ ent.Schema }

var successionKinds = terms{
	{"Merger", "MERGER", "Sáp nhập: several units became one."},
	{"Renaming", "RENAMING", "Đổi tên, chuyển loại: the same unit under a new name or rank."},
}

func (Succession) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Succession, list: "successions", desc: "A succession (kế tục, sáp nhập): one unit went into another on a day, by a law."}}
}

func (Succession) Fields() []ent.Field {
	return []ent.Field{
		enum("kind", successionKinds, "What happened (hình thức)."),
		field.String("effective_on").GoType(dateType).Annotations(dateGQL).Comment("Day on which it took effect (ngày có hiệu lực)."),
		text("legal_basis", "Law by which it happened (căn cứ pháp lý)."),
		ref("predecessor"), ref("successor"),
	}
}

func (Succession) Edges() []ent.Edge {
	return []ent.Edge{
		one("predecessor", Unit.Type, "successions", "Unit that ceased (đơn vị trước)."),
		one("successor", Unit.Type, "origins", "Unit that went on (đơn vị sau)."),
		cited(),
	}
}

func (Succession) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{"succession_of_two": "predecessor_id <> successor_id"})}
}

func (Succession) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("predecessor_id", "successor_id").Unique(),
		index.Fields("successor_id"),
	}
}
