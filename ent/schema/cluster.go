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

// Cluster is an emulation cluster or bloc.
type Cluster struct{ ent.Schema }

var clusterKinds = terms{
	{"Cluster", "CLUSTER", "Cụm thi đua: an emulation cluster of provincial departments."},
	{"Bloc", "BLOC", "Khối thi đua: an emulation bloc of other bodies."},
}

func (Cluster) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Cluster, list: "clusters",
		desc: "An emulation cluster (cụm thi đua) under the Ministry: departments of neighbouring provinces " +
			"that compete and review each other by school year.",
	}}
}

func (Cluster) Fields() []ent.Field {
	return []ent.Field{
		field.Int("number").Positive().Unique().Annotations(positiveBounds, entgql.OrderField("NUMBER"),
			filterable).
			Comment("Number of the cluster, its natural key (cụm thi đua số)."),
		enumField("kind", clusterKinds, "Cluster or bloc (loại)."),
		textField("name", "Name (tên cụm)."),
		optionalTextField("region", "Region as stated (khu vực)."),
	}
}

func (Cluster) Edges() []ent.Edge {
	return []ent.Edge{
		ownedEdge("memberships", Membership.Type, "Members by school year (đơn vị thành viên)."),
		ownedEdge("offices", Office.Type, "Heads and deputy heads by school year (cụm trưởng, cụm phó)."),
		toManyEdge("reports", Report.Type, "Reports of the cluster (báo cáo)."),
		toManyEdge("indicator_values", IndicatorValue.Type,
			"Figures of the cluster as a whole (kết quả thực hiện toàn cụm)."),
		toManyEdge("conferences", Conference.Type, "Conferences of the cluster (hội nghị)."),
		toManyEdge("proposals", Proposal.Type,
			"Proposals made by the cluster as a whole (kiến nghị chung của cụm)."),
		toManyEdge("tasks", Task.Type, "Tasks set for the cluster (nhiệm vụ)."),
		constrainedAs("head_elections_clusters_elections", toManyEdge("head_elections", HeadElection.Type,
			"Elections of its head and deputy head (bầu cụm trưởng, cụm phó).")),
		toManyEdge("nominations", Nomination.Type, "Nominations made by the cluster (đề nghị khen thưởng)."),
		toManyEdge("awards", Award.Type, "Awards of its members (khen thưởng)."),
		edge.From("movements", Movement.Type).Ref("clusters").
			Comment("Emulation movements followed by the cluster (phong trào thi đua).").
			Annotations(entgql.RelayConnection()),
		edge.To("grants", Grant.Type).
			Comment("Grants limited to this cluster (quyền).").
			Annotations(entsql.OnDelete(entsql.Restrict), notInAPI),
		citationsEdge(),
	}
}

// Membership assigns a unit to a cluster for a school year.
type Membership struct{ ent.Schema }

func (Membership) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Membership, list: "memberships",
		desc: "A membership (đơn vị thành viên): a unit in a cluster for one school year. A unit is in one " +
			"cluster at a time.",
	}}
}

func (Membership) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the membership (năm học)."),
		ordinalField("Position in the list of the document, from 1 (thứ tự)."),
		refField("cluster"), refField("unit"),
	}
}

func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("cluster", Cluster.Type, "memberships", "The cluster (cụm thi đua)."),
		requiredEdge("unit", Unit.Type, "memberships", "The unit (đơn vị)."),
		citationsEdge(),
	}
}

func (Membership) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("unit_id", "school_year").Unique(),
		index.Fields("cluster_id", "school_year", "ordinal").Unique(),
		newestYearIndex("ordinal"), orderIndex("school_year"), orderIndex("ordinal"),
	}
}

// Office is the position of head or deputy head of a cluster for a school year.
type Office struct{ ent.Schema }

var (
	officeRoles = terms{
		{"Head", "HEAD", "Cụm trưởng: the head of the cluster."},
		{"DeputyHead", "DEPUTY_HEAD", "Cụm phó: the deputy head."},
	}
	officeModes = terms{
		{"Appointed", "APPOINTED", "Được chỉ định: appointed by the Ministry."},
		{"Consensus", "CONSENSUS", "Thống nhất bầu: elected by consensus."},
		{"Ballot", "BALLOT", "Bỏ phiếu: elected by ballot."},
		{"NotStated", "NOT_STATED", "Không nêu: not stated by the documents."},
	}
)

func (Office) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Office, list: "offices",
		desc: "An office (chức vụ trong cụm): a unit is head or deputy head of a cluster for one school " +
			"year, represented by its director.",
	}}
}

func (Office) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the office (năm học)."),
		enumField("role", officeRoles, "Head or deputy head (vai trò)."),
		storedAs("came_by", enumFieldWithDefault("selection_method", "NOT_STATED", officeModes,
			"How the unit was chosen (cách chọn).")),
		refField("cluster"), refField("unit"),
	}
}

func (Office) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("cluster", Cluster.Type, "offices", "The cluster (cụm thi đua)."),
		requiredEdge("unit", Unit.Type, "offices", "The unit that holds the office (đơn vị)."),
		citationsEdge(),
	}
}

func (Office) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("cluster_id", "school_year").Unique().
			StorageKey("office_one_head").Annotations(entsql.IndexWhere("role = 'HEAD'")),
		index.Fields("cluster_id", "school_year", "unit_id").Unique(),
		index.Fields("unit_id", "school_year"), orderIndex("school_year"),
	}
}
