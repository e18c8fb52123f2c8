package report_test

import (
	"fmt"
	"math"
	"testing"

	"thidua/ent/indicatorvalue"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestFileReport_ExactValues(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		in := sampleReport()
		in.Values = append(in.Values,
			report.Value{Indicator: "exam-average", Unit: "ha-nam", Value: decimalPtr("7.0700"),
				Approximation: "AT_MOST", Note: "ghi chú"},
			report.Value{Indicator: "exam-average", Cluster: 5, Stated: "nhất cả nước",
				Approximation: "NOT_STATED"},
			report.Value{Indicator: "exam-average", Unit: "bac-ninh", RankAtMost: intPtr(10),
				Stated: "trong tốp 10", Approximation: "AT_MOST"})
		registrytest.PutTwice(t, s, report.FileReport, in)
		for i, want := range []string{
			"3085/4081 75.6 bounded false, order 75600000", "- 7.46 bounded false, order 7460000",
			"- - bounded false, order -9223372036854775808", "- 7.0700 bounded true, order 7070000",
			"- - bounded true, order -9223372036854775808", "- - bounded true, order -9223372036854775808",
		} {
			v := registrytest.GetRow(t, s.Reader().IndicatorValue.Get, figureKey(in.Values[i]).ID())
			f := report.FigureOf(v)
			ratio := "-"
			if f.Numerator != nil {
				ratio = fmt.Sprintf("%d/%d", *f.Numerator, *f.Denominator)
			}
			eq(t, "figure", fmt.Sprintf("%s %s bounded %t, order %d", ratio, show(f.Value), f.Bounded,
				v.ValueOrder), want)
			rank := math.MaxInt
			if v.NationalRank != nil {
				rank = *v.NationalRank
			}
			if v.NationalRankAtMost != nil {
				rank = *v.NationalRankAtMost
			}
			eq(t, "rank order", v.RankOrder, rank)
		}

		p := report.PointOf(registrytest.GetRow(t, s.Reader().IndicatorValue.Get, figureKey(in.Values[1]).ID()))
		if p.Subject != registry.UnitID("vinh-phuc") || p.SchoolYear != year || *p.Rank != 1 ||
			show(p.Value) != "7.46" {
			t.Error(p)
		}
		p = report.PointOf(registrytest.GetRow(t, s.Reader().IndicatorValue.Get, figureKey(in.Values[0]).ID()))
		eq(t, "subject", p.Subject, registry.ClusterID(2))
	})
}

// A table of the whole country does not fit in one statement.
func TestFileReport_ManyValues(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		in := sampleReport()
		in.Values = nil
		for y := year - 50; y < year; y++ {
			for _, unit := range []string{"moet", "vinh-phuc", "bac-ninh", "ha-nam", "hai-duong"} {
				for _, indicator := range []string{"standard-schools", "standard-preschools",
					"exam-average"} {
					in.Values = append(in.Values, report.Value{
						Indicator: indicator, Unit: unit, SchoolYear: y, Value: decimalPtr("1.5"),
						Cites: []registry.Cite{{Document: "s0"}},
					})
				}
			}
		}
		registrytest.PutTwice(t, s, report.FileReport, in)
		n := s.Reader().IndicatorValue.Query().
			Where(indicatorvalue.ReportID(figureKey(in.Values[0]).Report.ID())).CountX(t.Context())
		eq(t, "values", n, 750)
		in.Values = in.Values[700:]
		registrytest.PutTwice(t, s, report.FileReport, in)
		eq(t, "values", s.Reader().IndicatorValue.Query().CountX(t.Context()), 50)
	})
}

// A value that a discrepancy refers to keeps its id when the report is filed again.
func TestFileReport_DiscrepantValuesKeepID(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		putIndicators(t, s)
		in := sampleReport()
		registrytest.PutTwice(t, s, report.FileReport, in)
		key := figureKey(in.Values[0])
		registrytest.PutTwice(t, s, registry.PutDiscrepancy, registry.Discrepancy{
			Code: "x01", Ordinal: 1, Kind: "SUM_MISMATCH", Severity: "ERROR", Summary: "Tổng",
			SummaryEn: "Sum", Treatment: "Kept",
			Reports: []registry.ReportKey{key.Report},
			Values:  []registry.FigureKey{key, figureKey(in.Values[1])},
		})
		in.Values[0].Note, in.Values = "xem x01", in.Values[:1]
		registrytest.PutTwice(t, s, report.FileReport, in)
		d := registrytest.GetRow(t, s.Reader().Discrepancy.Get, registry.DiscrepancyID("x01"))
		eq(t, "values", d.QueryIndicatorValues().CountX(t.Context()), 1)
		eq(t, "report", d.QueryReports().OnlyIDX(t.Context()), key.Report.ID())
	})
}
