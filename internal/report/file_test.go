package report_test

import (
	"sync/atomic"
	"testing"
	"time"

	"thidua/ent/citation"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// sampleReport returns a report of cluster 2.
func sampleReport() report.Report {
	return report.Report{
		Cluster: 2, SchoolYear: year, Period: "FINAL", State: "PUBLISHED", Title: "Báo cáo tổng kết",
		Sections: []report.Section{
			{Kind: "RESULTS", Title: "Kết quả", Body: "Đoạn một.\n\nĐoạn hai.",
				Cites: []registry.Cite{{Document: "s0", Place: "L17"}}},
			{Kind: "LIMITS", Title: "Hạn chế", Body: "Thiếu giáo viên."},
		},
		Values: []report.Value{
			{
				Indicator:   "standard-schools",
				Numerator:   intPtr(3085),
				Denominator: intPtr(4081),
				Value:       decimalPtr("75.6"),
				Stated:      "75,6%",
			},
			{Indicator: "exam-average", Unit: "vinh-phuc", Value: decimalPtr("7.46"), NationalRank: intPtr(1),
				Cites: []registry.Cite{{Document: "s0", Place: "L19"}}},
			{Indicator: "exam-average", Unit: "vinh-phuc", SchoolYear: year.Prev(), NationalRank: intPtr(2)},
		},
		Cites: []registry.Cite{{Document: "s0"}},
	}
}

// figureKey returns the key of one of its values.
func figureKey(v report.Value) registry.FigureKey {
	key := registry.ReportKey{Cluster: 2, SchoolYear: year, Period: "FINAL"}
	return registry.FigureKey{Report: key, Indicator: v.Indicator, Unit: v.Unit, Cluster: v.Cluster,
		SchoolYear: v.SchoolYear}
}

func TestFileReport(t *testing.T) {
	t.Parallel()
	var hours clock
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		in := sampleReport()
		id := figureKey(in.Values[0]).Report.ID()
		registrytest.PutTwice(t, s, report.FileReport, in)
		r := registrytest.GetRow(t, s.Reader().Report.Get, id)
		if *r.ClusterID != registry.ClusterID(2) || r.UnitID != nil || r.Version != 1 ||
			r.PublishedAt == nil {
			t.Error(r)
		}
		published := *r.PublishedAt
		section := registrytest.GetRow(t, s.Reader().ReportSection.Get,
			report.SectionID(figureKey(in.Values[0]).Report, 2))
		eq(t, "section", section.Body, "Thiếu giáo viên.")
		eq(t, "citations", s.Reader().Citation.Query().CountX(t.Context()), 3)

		// Filed again with less content: the content shrinks, the version rises once, published_at is
		// unchanged.
		in.Title, in.State, in.Sections, in.Values, in.Cites = "Báo cáo", "DRAFT", in.Sections[:1],
			in.Values[1:], nil
		in.Values[0].NationalRank = nil
		registrytest.PutTwice(t, s, report.FileReport, in)
		r = registrytest.GetRow(t, s.Reader().Report.Get, id)
		if r.Version != 2 || r.State != "DRAFT" || r.Title != "Báo cáo" || !r.PublishedAt.Equal(published) {
			t.Error(r)
		}
		eq(t, "sections", r.QuerySections().CountX(t.Context()), 1)
		eq(t, "values", r.QueryIndicatorValues().CountX(t.Context()), 2)
		eq(t, "citations", s.Reader().Citation.Query().Where(citation.ReportIDIsNil()).CountX(t.Context()), 2)
		if rank := registrytest.GetRow(t, s.Reader().IndicatorValue.Get, figureKey(in.Values[0]).
			ID()).NationalRank; rank != nil {
			t.Errorf("the rank %d is left over", *rank)
		}
		in.State = "PUBLISHED"
		registrytest.PutTwice(t, s, report.FileReport, in)
		r = registrytest.GetRow(t, s.Reader().Report.Get, id)
		if r.Version != 3 || !r.PublishedAt.Equal(published) {
			t.Error(r)
		}
	}, store.WithClock(hours.advance))
}

// clock advances by an hour with every reading.
type clock struct{ hours atomic.Int64 }

func (c *clock) advance() time.Time {
	return time.Date(2024, 8, 17, 0, 0, 0, 0, time.UTC).Add(time.Duration(c.hours.Add(1)) * time.Hour)
}

func TestFileReport_Unit(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		in := sampleReport()
		in.Cluster, in.Unit, in.State = 0, "ha-nam", ""
		registrytest.PutTwice(t, s, report.FileReport, in)
		key := registry.ReportKey{Unit: "ha-nam", SchoolYear: year, Period: "FINAL"}
		r := registrytest.GetRow(t, s.Reader().Report.Get, key.ID())
		if *r.UnitID != registry.UnitID("ha-nam") || r.ClusterID != nil || r.State != "DRAFT" ||
			r.PublishedAt != nil {
			t.Error(r)
		}
		v := registrytest.GetRow(t, s.Reader().IndicatorValue.Get,
			registry.FigureKey{Report: key, Indicator: "standard-schools"}.ID())
		eq(t, "subject of the figure", *v.UnitID, registry.UnitID("ha-nam"))
	})
}

func TestFileReport_Rejected(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		registrytest.PutTwice(t, s, report.FileReport, sampleReport())
		for _, c := range []struct {
			field, reason string
			change        func(*report.Report)
		}{
			{"unit", "EITHER_OR", func(r *report.Report) { r.Cluster = 0 }},
			{"unit", "EITHER_OR", func(r *report.Report) { r.Unit = "ha-nam" }},
			{"period", "BAD_VALUE", func(r *report.Report) { r.Period = "" }},
			{"title", "EMPTY", func(r *report.Report) { r.Title = "" }},
			{"sections[1].kind", "BAD_VALUE", func(r *report.Report) { r.Sections[1].Kind = "" }},
			{"sections[1].body", "EMPTY", func(r *report.Report) { r.Sections[1].Body = "" }},
			{"sections[0].body", "UNCLEAN", func(r *report.Report) { r.Sections[0].Body = "một \nhai" }},
			{"sections[0].cite[0].document", "EMPTY",
				func(r *report.Report) { r.Sections[0].Cites[0].Document = "" }},
			{"values[0].unit", "EITHER_OR",
				func(r *report.Report) { r.Values[0].Unit, r.Values[0].Cluster = "ha-nam", 2 }},
			{"values[0].denominator", "MISSING", func(r *report.Report) { r.Values[0].Denominator = nil }},
			{"values[0].denominator", "NOT_POSITIVE",
				func(r *report.Report) { r.Values[0].Denominator = intPtr(0) }},
			{"values[0].numerator", "NEGATIVE", func(r *report.Report) { r.Values[0].Numerator = intPtr(-1) }},
			{"values[0].numerator", "TOO_LARGE",
				func(r *report.Report) { r.Values[0].Numerator = intPtr(1 << 31) }},
			{"values[1].national_rank", "NOT_POSITIVE",
				func(r *report.Report) { r.Values[1].NationalRank = intPtr(0) }},
			{"values[0].approximation", "NOT_ALLOWED",
				func(r *report.Report) { r.Values[0].Approximation = "NOT_STATED" }},
			{"values[1].national_rank_at_most", "NOT_POSITIVE", func(r *report.Report) {
				r.Values[1].NationalRank, r.Values[1].RankAtMost, r.Values[1].Approximation = nil, intPtr(0),
					"AT_MOST"
			}},
			{"values[1].national_rank_at_most", "EITHER_OR",
				func(r *report.Report) { r.Values[1].RankAtMost = intPtr(10) }},
			{"values[2].national_rank", "NOT_ALLOWED",
				func(r *report.Report) { r.Values[2].Approximation = "AT_MOST" }},
			{"values[2].approximation", "NOT_ALLOWED", func(r *report.Report) {
				r.Values[2].NationalRank, r.Values[2].RankAtMost = nil, intPtr(10)
			}},
			{"values[2].value", "MISSING", func(r *report.Report) { r.Values[2].NationalRank = nil }},
			{"values[2]", "REPEATED", func(r *report.Report) { r.Values[2].SchoolYear = year }},
			{"values[2].school_year", "BAD_VALUE", func(r *report.Report) { r.Values[2].SchoolYear = 1900 }},
		} {
			bad := sampleReport()
			c.change(&bad)
			registrytest.RequireRejected(t, s, report.FileReport, bad, registrytest.BadInput(c.field, c.reason))
		}
		for _, c := range []struct {
			kind, code string
			change     func(*report.Report)
		}{
			{"Cluster", "9", func(r *report.Report) { r.Cluster = 9 }},
			{"Conference", "c9", func(r *report.Report) { r.Conference = "c9" }},
			{"Indicator", "schools", func(r *report.Report) { r.Values[2].Indicator = "schools" }},
			{"Unit", "nowhere", func(r *report.Report) { r.Values[2].Unit = "nowhere" }},
			{"Document", "s9", func(r *report.Report) { r.Values[1].Cites[0].Document = "s9" }},
		} {
			bad := sampleReport()
			c.change(&bad)
			registrytest.RequireRejected(t, s, report.FileReport, bad, registrytest.UnknownCode(c.kind, c.code))
		}
	})
}
