package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Proposal is what a unit or a cluster asks of the Ministry.
type Proposal struct{ ent.Schema }

var (
	proposalKinds = terms{
		{"Proposal", "PROPOSAL", "Kiến nghị, đề xuất: something is asked for."},
		{"Wish", "WISH", "Mong muốn: a wish, with nothing definite asked for."},
	}
	proposalStates = terms{
		{"Submitted", "SUBMITTED", "Đã nêu: submitted, with no response on record."},
		{"Acknowledged", "ACKNOWLEDGED", "Đã tiếp thu: taken in by the Ministry, to be reported to the Minister."},
		{"Merged", "MERGED", "Đã gộp: merged with another."},
		{"Sent", "SENT", "Đã gửi: sent to the Ministry."},
		{"Assigned", "ASSIGNED", "Đã giao: assigned to a ministry department."},
		{"Answered", "ANSWERED", "Đã trả lời: answered."},
		{"Done", "DONE", "Đã thực hiện: carried out."},
		{"Refused", "REFUSED", "Không chấp nhận: refused."},
	}
	attributions = terms{
		{"Stated", "STATED", "Được nêu: the document says who proposed it."},
		{"Inferred", "INFERRED", "Suy ra: it follows from the document."},
		{"Doubtful", "DOUBTFUL", "Chưa chắc chắn: the document contradicts itself."},
	}
)

func (Proposal) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Proposal, list: "proposals", desc: "A proposal (kiến nghị) of a unit or a cluster to the Ministry, and what became of it."}}
}

func (Proposal) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "k1".`),
		ordinal("Place among the proposals of the conference, from 1 (thứ tự)."),
		year("School year under review when it was made (năm học)."),
		enumOr("kind", "PROPOSAL", proposalKinds, "Proposal or mere wish (loại)."),
		text("content", "What is asked for, in the keeper's words, in Vietnamese (nội dung kiến nghị)."),
		enumOr("state", "SUBMITTED", proposalStates, "What became of it (trạng thái)."),
		enumOr("attribution", "STATED", attributions, "How sure it is who proposed it (độ chắc chắn về đơn vị kiến nghị)."),
		maybeText("addressee_stated", "To whom, as the document says; null where it does not (nơi nhận như đã nêu)."),
		maybeText("response", "Response on record, in the keeper's words; why, where it was refused (nội dung trả lời)."),
		date("due_on", "Day until which it is to be answered; null where nobody said (hạn trả lời)."),
		maybeTime("submitted_at", "When it was submitted; null where a document does not say (thời điểm nêu)."),
		maybeTime("state_at", "Since when it is in its state; null where a document does not say (từ thời điểm)."),
		searchKey(), sortKey(),
		ref("conference"), maybeRef("speech"), maybeRef("unit"), maybeRef("cluster"), maybeRef("addressee"), maybeRef("answered_by"), maybeRef("merged_into"), maybeRef("assignee"),
	}
}

func (Proposal) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "proposals", "Conference at which it was made (hội nghị)."),
		maybe("speech", Speech.Type, "proposals", "Speech in which it was made (phát biểu)."),
		maybe("unit", Unit.Type, "proposals", "Unit that proposed it; null when a cluster did as a whole (đơn vị kiến nghị)."),
		maybe("cluster", Cluster.Type, "proposals", "Cluster that proposed it as a whole (cụm thi đua)."),
		maybe("addressee", Unit.Type, "addressed_proposals", "Body that it is addressed to, stated or implied (nơi nhận)."),
		maybe("answered_by", Unit.Type, "answered_proposals", "Body that responded (cơ quan trả lời)."),
		maybe("assignee", Unit.Type, "assigned_proposals", "Ministry department that it is assigned to (đơn vị được giao)."),
		edge.To("sponsors", Unit.Type).Comment("Units that propose it as well: they said so, or theirs was merged into it (đơn vị đồng kiến nghị)."),
		edge.To("merged", Proposal.Type).Comment("Proposals merged into this one (kiến nghị được gộp).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("merged_into").Field("merged_into_id").Unique().Comment("Proposal into which it was merged (gộp vào)."),
		edge.To("topics", Topic.Type).Comment("What it is about (chủ đề).").Annotations(filterable),
		disputed("proposals"),
		cited(),
	}
}

func (Proposal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(), index.Fields("state", "due_on"),
		index.Fields("speech_id"), index.Fields("unit_id"), index.Fields("cluster_id"),
		index.Fields("addressee_id"), index.Fields("answered_by_id"), index.Fields("merged_into_id"), index.Fields("assignee_id"),
		newestYear("ordinal"), ordered("school_year"), ordered("ordinal"), ordered("sort_key"),
	}
}

// Topic is what proposals are about.
type Topic struct{ ent.Schema }

func (Topic) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Topic, list: "topics", desc: "A topic (chủ đề) by which proposals of all clusters and years are found."}}
}

func (Topic) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "staffing" for biên chế.`),
		text("name", "Name (tên chủ đề)."),
		text("name_en", "English name (tên tiếng Anh)."),
		sortKey(),
	}
}

func (Topic) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("proposals", Proposal.Type).Ref("topics").Comment("Proposals about it (kiến nghị).").
			Annotations(entgql.RelayConnection()),
		cited(),
	}
}
