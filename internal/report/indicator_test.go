package report_test

import (
	"testing"

	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutIndicator(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putIndicators(t, s)
		in := report.Indicator{
			Code: "standard-primary", Name: "Trường tiểu học đạt chuẩn", NameEn: "Primary schools",
			Level: "PRIMARY", Kind: "RATIO",
			UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS", Ordinal: 4, Whole: "standard-schools",
		}
		registrytest.PutTwice(t, s, report.PutIndicator, in)
		row := registrytest.GetRow(t, s.Reader().Indicator.Get, report.IndicatorID(in.Code))
		eq(t, "whole", *row.WholeID, report.IndicatorID("standard-schools"))
		eq(t, "search key", row.SearchKey, "truong tieu hoc dat chuan primary schools")
		eq(t, "sort key", row.SortKey, vi.SortKey(in.Name))

		changed := in
		changed.Whole, changed.Kind, changed.Aggregation = "", "COUNT", "SUM"
		registrytest.PutTwice(t, s, report.PutIndicator, changed)
		row = registrytest.GetRow(t, s.Reader().Indicator.Get, report.IndicatorID(in.Code))
		if row.WholeID != nil || row.Kind != "COUNT" || row.Aggregation != "SUM" {
			t.Errorf("left over: %v", row)
		}

		bad := in
		bad.Whole = bad.Code
		registrytest.RequireRejected(t, s, report.PutIndicator, bad, registrytest.BadInput("whole", "ITSELF"))
		bad.Whole = "schools"
		registrytest.RequireRejected(
			t, s, report.PutIndicator, bad, registrytest.UnknownCode("Indicator", "schools"),
		)
		bad.Level = "UNIVERSITY"
		registrytest.RequireRejected(t, s, report.PutIndicator, bad, registrytest.BadInput("level", "BAD_VALUE"))
		bad.NameEn = ""
		registrytest.RequireRejected(t, s, report.PutIndicator, bad, registrytest.BadInput("name_en", "EMPTY"))
	})
}

func TestPutMovement(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := report.Movement{
			Code: "m2", Name: "Cả nước thi đua xây dựng xã hội học tập", Period: "2023-2030",
			LaunchedBy: "moet", Launcher: "nguyen-the-son", Clusters: []int{5, 2},
		}
		registrytest.PutTwice(t, s, report.PutMovement, in)
		row := registrytest.GetRow(t, s.Reader().Movement.Get, report.MovementID("m2"))
		if n := row.QueryClusters().CountX(t.Context()); n != 2 || row.LaunchedByID == nil ||
			row.LauncherID == nil || text(row.PeriodStated) != in.Period {
			t.Errorf("%v with %d clusters", row, n)
		}

		registrytest.PutTwice(t, s, report.PutMovement,
			report.Movement{Code: "m2", Name: "Cả nước", Clusters: []int{2}})
		row = registrytest.GetRow(t, s.Reader().Movement.Get, report.MovementID("m2"))
		if n := row.QueryClusters().CountX(t.Context()); n != 1 || row.LaunchedByID != nil ||
			row.LauncherID != nil || row.PeriodStated != nil {
			t.Errorf("left over: %v with %d clusters", row, n)
		}
		registrytest.PutTwice(t, s, report.PutMovement, report.Movement{Code: "m2", Name: "Cả nước"})
		eq(t, "clusters", row.QueryClusters().CountX(t.Context()), 0)

		in.Clusters = []int{2, 5, 9}
		registrytest.RequireRejected(t, s, report.PutMovement, in, registrytest.UnknownCode("Cluster", "9"))
		in.Clusters = []int{2, 5, 2}
		registrytest.RequireRejected(t, s, report.PutMovement, in, registrytest.BadInput("clusters[2]", "REPEATED"))
		in.Launcher, in.Clusters = "nobody", nil
		registrytest.RequireRejected(t, s, report.PutMovement, in, registrytest.UnknownCode("Person", "nobody"))
	})
}
