package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// HeadElection is the recorded election of a cluster's head or deputy head.
type HeadElection struct{ ent.Schema }

var decisionModes = terms{
	{"SecretBallot", "SECRET_BALLOT", "Bỏ phiếu kín: by secret ballot."},
	{"ByHands", "SHOW_OF_HANDS", "Biểu quyết: by show of hands."},
	{"ByConsensus", "CONSENSUS", "Thống nhất: by consensus."},
}

func (HeadElection) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.HeadElection, list: "headElections",
		desc: "An election of a cluster's head or deputy head (bầu cụm trưởng, cụm phó) for a school year.",
	}}
}

func (HeadElection) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the office (năm học của nhiệm kỳ)."),
		enumField("role", officeRoles, "Office that was filled (chức vụ được bầu)."),
		storedAs("mode", enumField("voting_method", decisionModes, "How it was decided (cách thức).")),
		storedAs("stated", optionalTextField("voting_method_stated",
			"How the document puts it (cách diễn đạt trong văn bản).")),
		refField("conference"), refField("cluster"), refField("elected"),
	}
}

func (HeadElection) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "head_elections",
			"Conference at which it was held (hội nghị)."),
		requiredEdge("cluster", Cluster.Type, "head_elections", "The cluster (cụm thi đua)."),
		requiredEdge("elected", Unit.Type, "head_elections", "Unit that was elected (đơn vị trúng cử)."),
		citationsEdge(),
	}
}

func (HeadElection) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("cluster_id", "school_year", "role").Unique(),
		index.Fields("conference_id"), index.Fields("elected_id"), orderIndex("school_year"),
	}
}

// AwardKind is an emulation title or a form of commendation.
type AwardKind struct{ ent.Schema }

var (
	awardClasses = terms{
		{"Title", "TITLE", "Danh hiệu thi đua: an emulation title."},
		{"Commendation", "COMMENDATION", "Hình thức khen thưởng: a form of commendation."},
	}
	awardLevels = terms{
		{"State", "STATE", "Nhà nước, Chính phủ: the State or the Government."},
		{"Ministry", "MINISTRY", "Bộ: a ministry."},
		{"Province", "PROVINCE", "Tỉnh: a province."},
		{"Unit", "UNIT", "Cơ sở: a unit."},
	}
)

func (AwardKind) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.AwardKind, list: "awardKinds",
		desc: "A kind of award (danh hiệu thi đua, hình thức khen thưởng) under Law 06/2022/QH15.",
	}}
}

func (AwardKind) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "MINISTRY_EMULATION_FLAG".`),
		enumField("class", awardClasses, "Emulation title or form of commendation (loại)."),
		enumField("level", awardLevels, "Level of the awarding authority (cấp khen thưởng)."),
		textField("name", "Name (tên danh hiệu, hình thức)."),
		textField("name_en", "English name (tên tiếng Anh)."),
		ordinalField("Position in the catalogue, highest first, from 1 (thứ tự)."),
		sortKeyField(),
	}
}

func (AwardKind) Edges() []ent.Edge {
	return []ent.Edge{
		toManyEdge("nominations", Nomination.Type, "Nominations for this kind (đề nghị)."),
		toManyEdge("awards", Award.Type, "Awards of this kind (đã khen thưởng)."),
		citationsEdge(),
	}
}

// Nomination proposes a unit for an award.
type Nomination struct{ ent.Schema }

var nominationStates = terms{
	{"Proposed", "PROPOSED", "Đã đề nghị: proposed to the Ministry; no outcome is known."},
	{"Accepted", "ACCEPTED", "Được chấp nhận: accepted; an award follows."},
	{"Declined", "DECLINED", "Không được chấp nhận: declined."},
}

func (Nomination) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Nomination, list: "nominations",
		desc: "A nomination (đề nghị khen thưởng): a cluster proposes a unit for an award of a school year. " +
			"A nomination is not yet an award.",
	}}
}

func (Nomination) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the award (năm học)."),
		ordinalField("Position in the list of the document, from 1 (thứ tự)."),
		enumFieldWithDefault("state", "PROPOSED", nominationStates, "State (trạng thái)."),
		storedAs("kind_id", refField("award_kind")), refField("unit"), optionalRefField("cluster"),
		optionalRefField("conference"),
	}
}

func (Nomination) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("award_kind", AwardKind.Type, "nominations", "Kind of award proposed (danh hiệu, hình thức)."),
		requiredEdge("unit", Unit.Type, "nominations", "Proposed unit (đơn vị được đề nghị)."),
		optionalEdge("cluster", Cluster.Type, "nominations", "Proposing cluster (cụm thi đua)."),
		unfilteredEdge("conference", Conference.Type, "nominations",
			"Conference at which it was made (hội nghị)."),
		edge.To("award", Award.Type).Unique().Comment("The award that followed, if any (khen thưởng).").
			Annotations(entsql.OnDelete(entsql.Restrict)),
		citationsEdge(),
	}
}

func (Nomination) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("award_kind_id", "unit_id", "school_year").Unique(),
		index.Fields("unit_id", "school_year"), index.Fields("cluster_id", "school_year"),
		index.Fields("conference_id"),
		newestYearIndex("ordinal"), orderIndex("school_year"), orderIndex("ordinal"),
	}
}

// Award is an award that is proposed, decided or presented.
type Award struct{ ent.Schema }

var awardStates = terms{
	{"Proposed", "PROPOSED", "Đã trình: submitted for decision."},
	{"Decided", "DECIDED", "Đã quyết định: decided, with number and date."},
	{"Presented", "PRESENTED", "Đã trao: presented."},
}

func (Award) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Award, list: "awards",
		desc: "An award (khen thưởng) of a unit for a school year, with the decision that gives it.",
	}}
}

func (Award) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the award (năm học)."),
		enumFieldWithDefault("state", "PROPOSED", awardStates, "State (trạng thái)."),
		optionalTextField("decision_number", "Number of the decision (số quyết định)."),
		dateField("decided_on", "Date of the decision (ngày quyết định)."),
		dateField("presented_on", "Date on which it was presented (ngày trao)."),
		storedAs("kind_id", refField("award_kind")), refField("unit"), optionalRefField("cluster"),
		optionalRefField("nomination"),
	}
}

func (Award) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("award_kind", AwardKind.Type, "awards", "Kind of award (danh hiệu, hình thức)."),
		requiredEdge("unit", Unit.Type, "awards", "Awarded unit (đơn vị được khen)."),
		optionalEdge("cluster", Cluster.Type, "awards", "Cluster of the unit at the time (cụm thi đua)."),
		unfilteredEdge("nomination", Nomination.Type, "award",
			"Nomination on which it is based (đề nghị khen thưởng)."),
		citationsEdge(),
	}
}

func (Award) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("award_kind_id", "unit_id", "school_year").Unique(),
		index.Fields("unit_id", "school_year"), index.Fields("cluster_id", "school_year"),
		orderIndex("school_year"),
	}
}

func (Award) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"award_decided": "state = 'PROPOSED' OR (decision_number IS NOT NULL AND decided_on IS NOT NULL)",
	})}
}
