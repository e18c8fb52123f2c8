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

// Document is a source, or a law or programme that the sources name.
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
	return []ent.Mixin{node{kind: gid.Document, list: "documents", desc: "A document (văn bản, nguồn): an article that the record comes from, or a law, resolution or programme."}}
}

func (Document) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "s0" for the first of the five articles or "nq-202-2025-qh15".`),
		enum("kind", documentKinds, "What kind of document it is (loại văn bản)."),
		text("title", "Title; where the document has none, a description in brackets (tên văn bản)."),
		maybeText("publisher", "Who published it, where stated (cơ quan ban hành, nơi đăng)."),
		maybeText("author", "Who wrote it, where stated (tác giả)."),
		date("published_on", "Date with the precision the document gives; null where it has none (ngày đăng, ngày ban hành)."),
		maybeText("note", "Remarks of the record's keeper (ghi chú)."),
		sortKey(),
	}
}

func (Document) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("quotes", Citation.Type).Comment("Every fact that the document states, and where (các điểm được trích dẫn).").
			Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Restrict)),
		edge.To("citations", Citation.Type).
			Comment("Documents that name this one, and where; none for the articles themselves (nơi nhắc đến văn bản).").
			Annotations(entsql.OnDelete(entsql.Cascade)),
		// One document is at hand for many items: without this way back it could be for one.
		edge.From("agenda_items", AgendaItem.Type).Ref("documents").Annotations(hidden).Comment("Items of agendas for which it is to be at hand."),
	}
}

// Citation ties a fact to a place in a document.
type Citation struct{ ent.Schema }

var confidences = terms{
	{"Stated", "STATED", "Được nêu: the document says so."},
	{"Inferred", "INFERRED", "Suy ra: it follows from the document, but is not said."},
	{"Doubtful", "DOUBTFUL", "Chưa chắc chắn: the document says so, but contradicts itself or others."},
	{"External", "EXTERNAL", "Nguồn ngoài: another public source says so, not one of the five documents."},
}

func (Citation) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Citation, desc: "A citation (trích dẫn): the document and the place in it that state a fact, and how sure it is."}}
}

// citedTypes are the types whose rows may be cited: one nullable key each, of which a citation has exactly one.
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
		ordinal("Place among the citations of the fact, from 1 (thứ tự)."),
		maybeText("place", `Place in the document, such as "L17" for its 17th line (vị trí trong văn bản).`),
		enumOr("confidence", "STATED", confidences, "How sure it is (độ tin cậy)."),
		maybeText("aspect", `Which field of the fact it supports, such as "heldOn"; null for the fact as a whole (nội dung được trích dẫn).`),
		maybeText("note", "Remarks of the record's keeper (ghi chú)."),
		ref("document"),
	}
	for _, c := range citedTypes {
		fields = append(fields, maybeRef(c.name))
	}
	return fields
}

func (Citation) Edges() []ent.Edge {
	edges := []ent.Edge{one("document", Document.Type, "quotes", "The document (văn bản).")}
	for _, c := range citedTypes {
		edges = append(edges, edge.From(c.name, c.typ).Ref("citations").Field(c.name+"_id").Unique().
			Annotations(hidden).Comment("The fact, if it is of this type."))
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

// Discrepancy is what the documents get wrong or leave out, kept and marked.
type Discrepancy struct{ ent.Schema }

var (
	discrepancyKinds = terms{
		{"SumMismatch", "SUM_MISMATCH", "Tổng không khớp: a stated total differs from the sum of its parts."},
		{"NumberFormat", "NUMBER_FORMAT", "Định dạng số: numbers are written in mixed ways."},
		{"CrossYear", "CROSS_YEAR", "Lệch giữa các năm: figures of two years do not compare."},
		{"CrossDocument", "CROSS_DOCUMENT", "Lệch giữa các văn bản: two documents do not agree."},
		{"ExternalConflict", "EXTERNAL_CONFLICT", "Khác nguồn ngoài: another public source says otherwise."},
		{"Attribution", "ATTRIBUTION", "Không rõ chủ thể: it is doubtful who said or did it."},
		{"Anachronism", "ANACHRONISM", "Sai thời điểm: a body or title that did not exist at the time."},
		{"Incomplete", "INCOMPLETE", "Thiếu thông tin: a figure, a name or a date is missing."},
		{"Wording", "WORDING", "Cách diễn đạt: the wording is wrong, careless or repeated."},
		{"OverClaim", "OVER_CLAIM", "Nói quá: the claim goes beyond the figures."},
		{"Taxonomy", "TAXONOMY", "Phân loại: something is put under a wrong heading."},
		{"NotAnError", "NOT_AN_ERROR", "Không phải lỗi: looks wrong, and is right."},
	}
	severities = terms{
		{"Error", "ERROR", "Lỗi: at least one of the statements is wrong."},
		{"Warning", "WARNING", "Cảnh báo: may be wrong; read with care."},
		{"Note", "NOTE", "Ghi chú: good to know."},
	}
)

func (Discrepancy) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Discrepancy, list: "discrepancies", desc: "A discrepancy (điểm không thống nhất): what the documents get wrong or leave out. It is kept as stated and marked, never repaired in silence."}}
}

func (Discrepancy) Fields() []ent.Field {
	return []ent.Field{
		code(`Natural key, such as "x01".`),
		ordinal("Place in the register, from 1 (thứ tự)."),
		enum("kind", discrepancyKinds, "What is wrong (loại)."),
		enum("severity", severities, "How much it matters (mức độ)."),
		text("summary", "What does not agree, in Vietnamese (nội dung)."),
		text("summary_en", "What does not agree, in English (nội dung tiếng Anh)."),
		maybeText("figures", "The figures that do not agree (số liệu)."),
		text("treatment", "What the record does about it, in English (cách xử lý)."),
	}
}

func (Discrepancy) Edges() []ent.Edge {
	return []ent.Edge{
		about("reports", Report.Type, "Reports it is about (báo cáo)."),
		about("conferences", Conference.Type, "Conferences it is about (hội nghị)."),
		about("speeches", Speech.Type, "Speeches it is about (phát biểu)."),
		about("proposals", Proposal.Type, "Proposals it is about (kiến nghị)."),
		about("posts", Post.Type, "Posts it is about (chức vụ)."),
		about("indicator_values", IndicatorValue.Type, "Figures it is about (số liệu)."),
		cited(),
	}
}

// about leads to the rows that a discrepancy is about. Filters may follow it: who sees a discrepancy sees them all.
func about(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).Annotations(filterable)
}
