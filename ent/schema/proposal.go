package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Proposal is a request of a unit or a cluster to the Ministry.
type Proposal struct{ ent.Schema }

var (
	proposalKinds = terms{
		{"Proposal", "PROPOSAL", "Kiến nghị, đề xuất: a definite request."},
		{"Wish", "WISH", "Mong muốn: a wish without a definite request."},
	}
	proposalStates = terms{
		{"Submitted", "SUBMITTED", "Đã nêu: submitted; no response is known."},
		{"Acknowledged", "ACKNOWLEDGED",
			"Đã tiếp thu: acknowledged by the Ministry, to be reported to the Minister."},
		{"Merged", "MERGED", "Đã gộp: merged with another."},
		{"Sent", "SENT", "Đã gửi: sent to the Ministry."},
		{"Assigned", "ASSIGNED", "Đã giao: assigned to a ministry department."},
		{"Answered", "ANSWERED", "Đã trả lời: answered."},
		{"Done", "DONE", "Đã thực hiện: carried out."},
		{"Refused", "REFUSED", "Không chấp nhận: refused."},
	}
	attributions = terms{
		{"Stated", "STATED", "Được nêu: the document states who proposed it."},
		{"Inferred", "INFERRED", "Suy ra: implied by the document."},
		{"Doubtful", "DOUBTFUL", "Chưa chắc chắn: the document contradicts itself."},
	}
)

func (Proposal) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Proposal, list: "proposals",
		desc: "A proposal (kiến nghị) of a unit or a cluster to the Ministry, and its outcome.",
	}}
}

func (Proposal) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "k1".`),
		ordinalField("Position among the proposals of the conference, from 1 (thứ tự)."),
		schoolYearField("School year under review when it was submitted (năm học)."),
		enumFieldWithDefault("kind", "PROPOSAL", proposalKinds, "Proposal or wish (loại)."),
		textField("content", "Text of the proposal, in the editor's words, in Vietnamese (nội dung kiến nghị)."),
		enumFieldWithDefault("state", "SUBMITTED", proposalStates, "State (trạng thái)."),
		enumFieldWithDefault("attribution", "STATED", attributions,
			"Certainty of the attribution (độ chắc chắn về đơn vị kiến nghị)."),
		optionalTextField("addressee_stated",
			"Addressee as stated by a document; null if none states it (nơi nhận như đã nêu)."),
		optionalTextField("response",
			"Answer, or the reason for refusal, in the editor's words (nội dung trả lời)."),
		dateField("due_on", "Due date of the answer; null if not specified (hạn trả lời)."),
		optionalTimeField("submitted_at",
			"Time of submission; null if not stated by a document (thời điểm nêu)."),
		optionalTimeField("state_at",
			"Time since which it is in its state; null if not stated by a document (từ thời điểm)."),
		searchKeyField(), sortKeyField(),
		refField("conference"), optionalRefField("speech"), optionalRefField("unit"),
		optionalRefField("cluster"), optionalRefField("addressee"),
		optionalRefField("answered_by"), optionalRefField("merged_into"), optionalRefField("assignee"),
	}
}

func (Proposal) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "proposals",
			"Conference at which it was made (hội nghị)."),
		optionalEdge("speech", Speech.Type, "proposals", "Speech in which it was raised (phát biểu)."),
		optionalEdge("unit", Unit.Type, "proposals",
			"Proposing unit; null if proposed by a cluster as a whole (đơn vị kiến nghị)."),
		optionalEdge("cluster", Cluster.Type, "proposals",
			"Proposing cluster as a whole; null if proposed by a unit (cụm thi đua)."),
		optionalEdge("addressee", Unit.Type, "addressed_proposals",
			"Addressee, stated or implied (nơi nhận)."),
		optionalEdge("answered_by", Unit.Type, "answered_proposals", "Answering body (cơ quan trả lời)."),
		optionalEdge("assignee", Unit.Type, "assigned_proposals",
			"Assigned ministry department (đơn vị được giao)."),
		edge.To("sponsors", Unit.Type).
			Comment("Sponsoring units: they supported it, or their proposal was merged into it (đơn vị đồng " +
				"kiến nghị)."),
		constrainedAs("proposals_proposals_merged", edge.To("merged_proposals", Proposal.Type).
			Comment("Proposals merged into this one (kiến nghị được gộp).").
			Annotations(entsql.OnDelete(entsql.Restrict))),
		edge.From("merged_into", Proposal.Type).Ref("merged_proposals").Field("merged_into_id").Unique().
			Comment("Proposal into which it was merged (gộp vào)."),
		edge.To("topics", Topic.Type).Comment("Topics (chủ đề).").Annotations(filterable),
		discrepanciesEdge("proposals"),
		citationsEdge(),
	}
}

func (Proposal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(), index.Fields("state", "due_on"),
		index.Fields("speech_id"), index.Fields("unit_id"), index.Fields("cluster_id"),
		index.Fields("addressee_id"), index.Fields("answered_by_id"), index.Fields("merged_into_id"),
		index.Fields("assignee_id"),
		newestYearIndex("ordinal"), orderIndex("school_year"), orderIndex("ordinal"), orderIndex("sort_key"),
	}
}

// Topic classifies proposals.
type Topic struct{ ent.Schema }

func (Topic) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Topic, list: "topics",
		desc: "A topic (chủ đề), which classifies proposals of all clusters and years.",
	}}
}

func (Topic) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "staffing" for biên chế.`),
		textField("name", "Name (tên chủ đề)."),
		textField("name_en", "English name (tên tiếng Anh)."),
		sortKeyField(),
	}
}

func (Topic) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("proposals", Proposal.Type).Ref("topics").Comment("Proposals with this topic (kiến nghị).").
			Annotations(entgql.RelayConnection()),
		citationsEdge(),
	}
}
