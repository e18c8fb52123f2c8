package schema

import (
	"fmt"
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Document is a source, or a law or programme that a source names.
type Document struct{ ent.Schema }

var documentKinds = terms{
	{"NewsArticle", "NEWS_ARTICLE", "Bài báo: a news article."},
	{"PortalArticle", "PORTAL_ARTICLE", "Tin cổng thông tin điện tử: an article of a government portal."},
	{"Law", "LAW", "Luật: a law."},
	{"Resolution", "RESOLUTION", "Nghị quyết: a resolution."},
	{"Decree", "DECREE", "Nghị định: a decree."},
	{"Conclusion", "CONCLUSION", "Kết luận: a conclusion of the Politburo or the Secretariat."},
	{"Programme", "PROGRAMME", "Chương trình, đề án: a programme."},
	{"Dataset", "DATASET", "Bảng số liệu: a table of figures."},
}

func (Document) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Document, list: "documents",
		desc: "A document (văn bản, nguồn): an article from which data is taken, or a law, resolution or " +
			"programme.",
	}}
}

func (Document) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "s0" for the first of the five articles or "nq-202-2025-qh15".`),
		enumField("kind", documentKinds, "Kind of document (loại văn bản)."),
		textField("title", "Title; a description in brackets if the document has none (tên văn bản)."),
		optionalTextField("publisher", "Publisher, if stated (cơ quan ban hành, nơi đăng)."),
		optionalTextField("author", "Author, if stated (tác giả)."),
		dateField("published_on",
			"Date with the precision of the document; null if it has none (ngày đăng, ngày ban hành)."),
		optionalTextField("note", "Editor's note (ghi chú)."),
		sortKeyField(),
	}
}

func (Document) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("quotes", Citation.Type).
			Comment("Facts stated by the document, with their places (các điểm được trích dẫn).").
			Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Restrict)),
		edge.To("citations", Citation.Type).
			Comment("Places in other documents that name this one; none for the source articles (nơi nhắc đến " +
				"văn bản).").
			Annotations(entsql.OnDelete(entsql.Cascade)),
		// The inverse edge makes the relation many-to-many.
		edge.From("agenda_items", AgendaItem.Type).Ref("documents").Annotations(notInAPI).
			Comment("Agenda items that use the document."),
	}
}

// Citation links a fact to a place in a document.
type Citation struct{ ent.Schema }

var confidences = terms{
	{"Stated", "STATED", "Được nêu: stated by the document."},
	{"Inferred", "INFERRED", "Suy ra: implied by the document, but not stated."},
	{"Doubtful", "DOUBTFUL", "Chưa chắc chắn: stated by the document, but contradicted by it or by others."},
	{"External", "EXTERNAL", "Nguồn ngoài: stated by another public source, not by the five documents."},
}

func (Citation) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Citation,
		desc: "A citation (trích dẫn): the document and the place in it that state a fact, with its " +
			"confidence.",
	}}
}

// citedTypes are the types that citations refer to: one nullable key each, of which exactly one is set.
var citedTypes = []struct {
	name string
	typ  any
}{
	{"province", Province.Type}, {"unit", Unit.Type}, {"succession", Succession.Type},
	{"cluster", Cluster.Type}, {"membership", Membership.Type}, {"office", Office.Type},
	{"person", Person.Type}, {"post", Post.Type}, {"discrepancy", Discrepancy.Type},
	{"report", Report.Type}, {"indicator_value", IndicatorValue.Type}, {"report_section", ReportSection.Type},
	{"movement", Movement.Type}, {"conference", Conference.Type}, {"site", Site.Type},
	{"attendance", Attendance.Type}, {"agenda_item", AgendaItem.Type}, {"speech", Speech.Type},
	{"proposal", Proposal.Type}, {"directive", Directive.Type}, {"task", Task.Type},
	{"head_election", HeadElection.Type}, {"nomination", Nomination.Type}, {"award", Award.Type},
	{"named_document", Document.Type},
	{"award_kind", AwardKind.Type}, {"indicator", Indicator.Type}, {"topic", Topic.Type},
}

func (Citation) Fields() []ent.Field {
	fields := []ent.Field{
		ordinalField("Position among the citations of the fact, from 1 (thứ tự)."),
		storedAs("place", optionalTextField("locator",
			`Place in the document, such as "L17" for its 17th line (vị trí trong văn bản).`)),
		enumFieldWithDefault("confidence", "STATED", confidences, "Confidence (độ tin cậy)."),
		optionalTextField(
			"aspect",
			`Field of the fact that it supports, such as "heldOn"; null for the whole fact (nội dung được trích dẫn).`,
		),
		optionalTextField("note", "Editor's note (ghi chú)."),
		refField("document"),
	}
	for _, c := range citedTypes {
		fields = append(fields, optionalRefField(c.name))
	}
	return fields
}

func (Citation) Edges() []ent.Edge {
	edges := []ent.Edge{requiredEdge("document", Document.Type, "quotes", "The document (văn bản).")}
	for _, c := range citedTypes {
		edges = append(edges, edge.From(c.name, c.typ).Ref("citations").Field(c.name+"_id").Unique().
			Annotations(notInAPI).Comment("Cited fact of this type."))
	}
	return edges
}

func (Citation) Indexes() []ent.Index {
	indexes := []ent.Index{index.Fields("document_id")}
	for _, c := range citedTypes {
		indexes = append(indexes, index.Fields(c.name+"_id"))
	}
	return indexes
}

func (Citation) Annotations() []schema.Annotation {
	var arcs []string
	for _, c := range citedTypes {
		arcs = append(arcs, fmt.Sprintf("(CASE WHEN %s_id IS NULL THEN 0 ELSE 1 END)", c.name))
	}
	return []schema.Annotation{entsql.Checks(map[string]string{
		"citation_of_one_fact": strings.Join(arcs, " + ") + " = 1",
	})}
}

// Discrepancy is an error or omission of the documents, kept as stated and marked.
type Discrepancy struct{ ent.Schema }

var (
	discrepancyKinds = terms{
		{"SumMismatch", "SUM_MISMATCH", "Tổng không khớp: a stated total differs from the sum of its parts."},
		{"NumberFormat", "NUMBER_FORMAT", "Định dạng số: numbers are written in mixed ways."},
		{"CrossYear", "CROSS_YEAR", "Lệch giữa các năm: figures of two years do not compare."},
		{"CrossDocument", "CROSS_DOCUMENT", "Lệch giữa các văn bản: two documents do not agree."},
		{"ExternalConflict", "EXTERNAL_CONFLICT", "Khác nguồn ngoài: contradicted by another public source."},
		{"Attribution", "ATTRIBUTION", "Không rõ chủ thể: the person or body responsible is uncertain."},
		{"Anachronism", "ANACHRONISM", "Sai thời điểm: a body or title did not exist at the time."},
		{"Incomplete", "INCOMPLETE", "Thiếu thông tin: a figure, a name or a date is missing."},
		{"Wording", "WORDING", "Cách diễn đạt: the wording is wrong, careless or repeated."},
		{"OverClaim", "OVER_CLAIM", "Nói quá: the claim goes beyond the figures."},
		{"Taxonomy", "TAXONOMY", "Phân loại: listed under a wrong heading."},
		{"NotAnError", "NOT_AN_ERROR", "Không phải lỗi: looks wrong, but is correct."},
	}
	severities = terms{
		{"Error", "ERROR", "Lỗi: at least one of the statements is wrong."},
		{"Warning", "WARNING", "Cảnh báo: may be wrong; read with care."},
		{"Note", "NOTE", "Ghi chú: information only."},
	}
)

func (Discrepancy) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Discrepancy, list: "discrepancies",
		desc: "A discrepancy (điểm không thống nhất): an error or omission of the documents. Data is kept as " +
			"stated and marked, never silently corrected.",
	}}
}

func (Discrepancy) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "x01".`),
		ordinalField("Position in the register, from 1 (thứ tự)."),
		enumField("kind", discrepancyKinds, "Kind of discrepancy (loại)."),
		enumField("severity", severities, "Severity (mức độ)."),
		textField("summary", "Summary in Vietnamese (nội dung)."),
		textField("summary_en", "Summary in English (nội dung tiếng Anh)."),
		optionalTextField("figures", "Figures concerned (số liệu)."),
		textField("treatment", "How the data treats it, in English (cách xử lý)."),
	}
}

func (Discrepancy) Edges() []ent.Edge {
	return []ent.Edge{
		subjectsEdge("reports", Report.Type, "Reports concerned (báo cáo)."),
		subjectsEdge("conferences", Conference.Type, "Conferences concerned (hội nghị)."),
		subjectsEdge("speeches", Speech.Type, "Speeches concerned (phát biểu)."),
		subjectsEdge("proposals", Proposal.Type, "Proposals concerned (kiến nghị)."),
		subjectsEdge("posts", Post.Type, "Posts concerned (chức vụ)."),
		subjectsEdge("indicator_values", IndicatorValue.Type, "Figures concerned (số liệu)."),
		citationsEdge(),
	}
}

// subjectsEdge leads to the rows that a discrepancy concerns. It is filterable, because viewers of a
// discrepancy may see all of them.
func subjectsEdge(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).Annotations(filterable)
}
