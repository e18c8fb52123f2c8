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

// Indicator is something measured.
type Indicator struct{ ent.Schema }

var (
	levels = terms{
		{"All", "ALL", "Tất cả các cấp học: all levels together."},
		{"Preschool", "PRESCHOOL", "Mầm non: preschool."},
		{"Primary", "PRIMARY", "Tiểu học: primary school."},
		{"LowerSecondary", "LOWER_SECONDARY", "Trung học cơ sở (THCS): lower secondary school."},
		{"UpperSecondary", "UPPER_SECONDARY", "Trung học phổ thông (THPT): upper secondary school."},
		{"Continuing", "CONTINUING", "Giáo dục thường xuyên (GDTX): continuing education."},
	}
	indicatorKinds = terms{
		{"Count", "COUNT", "Số lượng: a count of things."},
		{"Ratio", "RATIO",
			"Tỷ lệ: a part of a whole, with numerator and denominator; its value is in percent."},
		{"Score", "SCORE", "Điểm: a score on a scale."},
		{"Rank", "RANK", "Thứ hạng: a place in a national ranking; 1 is the best."},
		{"Medal", "MEDAL", "Huy chương: a count of medals or prizes."},
	}
	aggregations = terms{
		{"Sum", "SUM", "Cộng: the whole is the sum of the parts."},
		{"RatioOfSums", "RATIO_OF_SUMS",
			"Tỷ lệ của tổng: numerators and denominators are summed separately."},
		{"None", "NONE", "Không gộp: it cannot be aggregated."},
	}
)

func (Indicator) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Indicator, list: "indicators",
		desc: "An indicator (chỉ số): something measured, by level of schooling. Not a criterion (tiêu chí), " +
			"which is judged, nor a target (chỉ tiêu), which is promised.",
	}}
}

func (Indicator) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "graduation-exam-average".`),
		textField("name", "Name (tên chỉ số)."),
		textField("name_en", "English name (tên tiếng Anh)."),
		enumField("level", levels, "Level of schooling (cấp học)."),
		enumField("kind", indicatorKinds, "Kind of indicator (loại chỉ số)."),
		textField("unit_of_measure",
			`Unit of measure in Vietnamese, such as "trường", "%" or "điểm" (đơn vị tính).`),
		enumField("aggregation", aggregations, "How the figures of parts are aggregated (cách gộp)."),
		ordinalField("Position in the catalogue, from 1 (thứ tự)."),
		sortKeyField(), searchKeyField(),
		optionalRefField("whole"),
	}
}

func (Indicator) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("parts", Indicator.Type).
			Comment("Indicators that are parts of this one, such as the levels of schooling (các phần).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("whole").Field("whole_id").Unique().
			Comment("Indicator of which it is a part (chỉ số tổng).").
			Annotations(filterable),
		toManyEdge("indicator_values", IndicatorValue.Type, "Figures of this indicator (kết quả)."),
		citationsEdge(),
	}
}

func (Indicator) Indexes() []ent.Index {
	return []ent.Index{index.Fields("whole_id"), orderIndex("ordinal"), orderIndex("sort_key")}
}

// Report is the report of a unit or a cluster for a period of a school year.
type Report struct{ ent.Schema }

var (
	reportPeriods = terms{
		{"Interim", "INTERIM", "Sơ kết: the interim review."},
		{"Final", "FINAL", "Tổng kết: the final review."},
	}
	reportStates = terms{
		{"Draft", "DRAFT", "Bản nháp: a draft, visible only to its authors."},
		{"Published", "PUBLISHED", "Đã công bố: published."},
	}
)

func (Report) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Report, list: "reports",
		desc: "A report (báo cáo) of a unit or a cluster for the interim or final review of a school year. " +
			"The Ministry's report is that of the whole sector.",
	}}
}

func (Report) Fields() []ent.Field {
	return []ent.Field{
		schoolYearField("School year of the report (năm học)."),
		enumField("period", reportPeriods, "Interim or final (kỳ báo cáo)."),
		enumFieldWithDefault("state", "DRAFT", reportStates, "State (trạng thái)."),
		textField("title",
			"Title; in the editor's words if no document states it, then marked as inferred by its "+
				"citations (tên báo cáo)."),
		field.Int("version").Positive().Default(1).Annotations(positiveBounds).
			Comment("Version, incremented by each edit, from 1 (phiên bản)."),
		optionalTimeField("published_at",
			"Time of publication in thidua; null after a withdrawal (thời điểm công bố)."),
		storedAs("withdrawn_because", optionalTextField("withdrawal_reason",
			"Reason for the withdrawal, until it is published again; null if it was not withdrawn (lý do "+
				"thu hồi).")),
		optionalRefField("unit"), optionalRefField("cluster"), optionalRefField("conference"),
	}
}

func (Report) Edges() []ent.Edge {
	return []ent.Edge{
		optionalEdge("unit", Unit.Type, "reports",
			"Unit of the report; null for a cluster's report (đơn vị)."),
		optionalEdge("cluster", Cluster.Type, "reports",
			"Cluster of the report; null for a unit's report (cụm thi đua)."),
		unfilteredEdge("conference", Conference.Type, "reports",
			"Conference to which it was given (hội nghị)."),
		ownedEdge("sections", ReportSection.Type, "Sections of text (các phần)."),
		ownedEdge("indicator_values", IndicatorValue.Type, "Figures (số liệu)."),
		discrepanciesEdge("reports"),
		citationsEdge(),
	}
}

func (Report) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("unit_id", "school_year", "period").Unique(),
		index.Fields("cluster_id", "school_year", "period").Unique(),
		index.Fields("conference_id"), orderIndex("school_year"),
	}
}

func (Report) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"report_of_one": "(unit_id IS NULL) <> (cluster_id IS NULL)",
	})}
}

// ReportSection is a finding in words.
type ReportSection struct{ ent.Schema }

var sectionKinds = terms{
	{"Results", "RESULTS", "Kết quả: results."},
	{"Strengths", "STRENGTHS", "Ưu điểm: strengths."},
	{"Limits", "LIMITS", "Tồn tại, hạn chế: limitations."},
	{"Tasks", "TASKS", "Nhiệm vụ: next tasks."},
}

func (ReportSection) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.ReportSection,
		desc: "A section of a report (phần của báo cáo): a finding in words, summarised by the editor.",
	}}
}

func (ReportSection) Fields() []ent.Field {
	return []ent.Field{
		enumField("kind", sectionKinds, "Kind of section (loại nội dung)."),
		ordinalField("Position in the report, from 1 (thứ tự)."),
		textField("title", "Heading, in the editor's words (tiêu đề)."),
		textField("body", "Text, in Vietnamese (nội dung)."),
		refField("report"),
	}
}

func (ReportSection) Edges() []ent.Edge {
	return []ent.Edge{requiredEdge("report", Report.Type, "sections", "The report (báo cáo)."),
		citationsEdge()}
}

func (ReportSection) Indexes() []ent.Index {
	return []ent.Index{index.Fields("report_id", "ordinal").Unique()}
}

// IndicatorValue is a figure, as an exact number and as stated.
type IndicatorValue struct{ ent.Schema }

var approximations = terms{
	{"Exact", "EXACT", "Chính xác: the number as stated."},
	{"About", "ABOUT", "Khoảng: approximately the number."},
	{"AtLeast", "AT_LEAST", "Hơn, trên: the number or more."},
	{"AtMost", "AT_MOST", "Gần, dưới: the number or less."},
	{"NotStated", "NOT_STATED", "Không nêu số: the document gives no number."},
}

func (IndicatorValue) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.IndicatorValue, list: "indicatorValues",
		desc: "A figure (kết quả thực hiện): the value of an indicator that a report states for a unit or a " +
			"cluster in a school year, as an exact number and as stated.",
	}}
}

func (IndicatorValue) Fields() []ent.Field {
	private := entgql.Skip(entgql.SkipAll)
	order := entgql.Skip(entgql.SkipType | entgql.SkipWhereInput)
	return []ent.Field{
		schoolYearField("School year of the figure (năm học)."),
		ordinalField("Position in the report, from 1 (thứ tự)."),
		field.Int("numerator").Optional().Nillable().NonNegative().Annotations(bounds{}).
			Comment("Numerator of a ratio (tử số)."),
		field.Int("denominator").Optional().Nillable().Positive().Annotations(positiveBounds).
			Comment("Denominator of a ratio (mẫu số)."),
		field.Int64("value_micros").Optional().Nillable().Annotations(private).
			Comment("Value in millionths."),
		field.Int("value_scale").Optional().Nillable().Annotations(private).
			Comment("Decimals of the value as stated."),
		field.Int("national_rank").Optional().Nillable().Positive().Annotations(positiveBounds, filterable).
			Comment("National rank; 1 is the best. Null if no document states it, or only a bound is stated " +
				"(xếp hạng toàn quốc)."),
		field.Int("national_rank_at_most").Optional().Nillable().Positive().
			Annotations(positiveBounds, filterable).
			Comment("Bound of the national rank if the rank itself is not stated: 10 for \"trong tốp 10\", a " +
				"rank from 1 to 10 (xếp hạng trong tốp)."),
		storedAs("stated", optionalTextField("value_stated",
			"Figure as stated by the document, such as 75,6% or gần 2 triệu (nguyên văn).")),
		enumFieldWithDefault("approximation", "EXACT", approximations,
			"Relation of the number to the true value (mức độ chính xác)."),
		optionalTextField("note", "Editor's note (ghi chú)."),
		field.Int64("value_order").Annotations(order, entgql.OrderField("VALUE")).
			Comment("Value in millionths; the smallest integer if there is none."),
		field.Int("rank_order").Annotations(order, entgql.OrderField("NATIONAL_RANK")).
			Comment("National rank, or its bound if only that is stated; the largest integer if neither is."),
		refField("report"), refField("indicator"), optionalRefField("unit"), optionalRefField("cluster"),
	}
}

func (IndicatorValue) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("report", Report.Type, "indicator_values", "The report that states it (báo cáo)."),
		requiredEdge("indicator", Indicator.Type, "indicator_values", "The indicator measured (chỉ số)."),
		optionalEdge("unit", Unit.Type, "indicator_values",
			"Unit of the figure; null for a cluster's figure (đơn vị)."),
		optionalEdge("cluster", Cluster.Type, "indicator_values",
			"Cluster of the figure; null for a unit's figure (cụm thi đua)."),
		discrepanciesEdge("indicator_values"),
		citationsEdge(),
	}
}

func (IndicatorValue) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("report_id", "indicator_id", "school_year", "unit_id").Unique().
			StorageKey("indicatorvalue_of_unit").Annotations(entsql.IndexWhere("unit_id IS NOT NULL")),
		index.Fields("report_id", "indicator_id", "school_year", "cluster_id").Unique().
			StorageKey("indicatorvalue_of_cluster").Annotations(entsql.IndexWhere("cluster_id IS NOT NULL")),
		index.Fields("report_id", "ordinal"), // for the figures of a report: the unique indexes are partial
		index.Fields("indicator_id", "school_year", "rank_order"),
		index.Fields("indicator_id", "school_year", "value_order"),
		index.Fields("unit_id", "indicator_id", "school_year"),
		index.Fields("cluster_id", "indicator_id", "school_year"),
		newestYearIndex("ordinal"), orderIndex("school_year"), orderIndex("ordinal"),
		orderIndex("value_order"),
		orderIndex("rank_order"),
	}
}

func (IndicatorValue) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"indicator_value_of_one":    "(unit_id IS NULL) <> (cluster_id IS NULL)",
		"indicator_value_scaled":    "(value_micros IS NULL) = (value_scale IS NULL)",
		"indicator_value_numerator": "numerator IS NULL OR denominator IS NOT NULL",
		"indicator_value_one_rank":  "national_rank IS NULL OR national_rank_at_most IS NULL",
	})}
}

// Movement is an emulation movement.
type Movement struct{ ent.Schema }

func (Movement) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Movement, list: "movements",
		desc: "An emulation movement (phong trào thi đua), launched by a leader or a body and followed by " +
			"clusters.",
	}}
}

func (Movement) Fields() []ent.Field {
	return []ent.Field{
		codeField(`Natural key, such as "m1".`),
		textField("name", "Name (tên phong trào)."),
		storedAs("period", optionalTextField("period_stated",
			"Period as stated, such as 2023-2030 (giai đoạn).")),
		sortKeyField(),
		optionalRefField("launched_by"), optionalRefField("launcher"),
	}
}

func (Movement) Edges() []ent.Edge {
	return []ent.Edge{
		optionalEdge("launched_by", Unit.Type, "movements", "Body that launched it (cơ quan phát động)."),
		optionalEdge("launcher", Person.Type, "movements", "Person who launched it (người phát động)."),
		edge.To("clusters", Cluster.Type).
			Comment("Clusters that follow it (cụm hưởng ứng).").Annotations(entgql.RelayConnection()),
		citationsEdge(),
	}
}

func (Movement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("launched_by_id"), index.Fields("launcher_id")}
}
