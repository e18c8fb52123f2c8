package report_test

import (
	"testing"

	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestIndicator(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		catalogue(t, s)
		in := report.Indicator{
			Code: "standard-primary", Name: "Trường tiểu học đạt chuẩn", NameEn: "Primary schools",
			Level: "PRIMARY", Kind: "RATIO",
			UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS", Ordinal: 4, Whole: "standard-schools",
		}
		registrytest.Put(t, s, report.PutIndicator, in)
		row := registrytest.Get(t, s.Reader().Indicator.Get, report.IndicatorID(in.Code))
		eq(t, "whole", *row.WholeID, report.IndicatorID("standard-schools"))
		eq(t, "search key", row.SearchKey, "truong tieu hoc dat chuan primary schools")
		eq(t, "sort key", row.SortKey, vi.SortKey(in.Name))

		changed := in
		changed.Whole, changed.Kind, changed.Aggregation = "", "COUNT", "SUM"
		registrytest.Put(t, s, report.PutIndicator, changed)
		row = registrytest.Get(t, s.Reader().Indicator.Get, report.IndicatorID(in.Code))
		if row.WholeID != nil || row.Kind != "COUNT" || row.Aggregation != "SUM" {
			t.Errorf("left over: %v", row)
		}

		bad := in
		bad.Whole = bad.Code
		registrytest.Refused(t, s, report.PutIndicator, bad, registrytest.Bad("whole", "ITSELF"))
		bad.Whole = "schools"
		registrytest.Refused(t, s, report.PutIndicator, bad, registrytest.Unknown("Indicator", "schools"))
		bad.Level = "UNIVERSITY"
		registrytest.Refused(t, s, report.PutIndicator, bad, registrytest.Bad("level", "BAD_VALUE"))
		bad.NameEn = ""
		registrytest.Refused(t, s, report.PutIndicator, bad, registrytest.Bad("name_en", "EMPTY"))
	})
}

func TestMovement(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		registrytest.Base(t, s)
		in := report.Movement{
			Code: "m2", Name: "Cả nước thi đua xây dựng xã hội học tập", Period: "2023-2030",
			LaunchedBy: "moet", Launcher: "nguyen-the-son", Clusters: []int{5, 2},
		}
		registrytest.Put(t, s, report.PutMovement, in)
		row := registrytest.Get(t, s.Reader().Movement.Get, report.MovementID("m2"))
		if n := row.QueryClusters().CountX(t.Context()); n != 2 || row.LaunchedByID == nil ||
			row.LauncherID == nil || text(row.Period) != in.Period {
			t.Errorf("%v with %d clusters", row, n)
		}

		registrytest.Put(t, s, report.PutMovement,
			report.Movement{Code: "m2", Name: "Cả nước", Clusters: []int{2}})
		row = registrytest.Get(t, s.Reader().Movement.Get, report.MovementID("m2"))
		if n := row.QueryClusters().CountX(t.Context()); n != 1 || row.LaunchedByID != nil ||
			row.LauncherID != nil || row.Period != nil {
			t.Errorf("left over: %v with %d clusters", row, n)
		}
		registrytest.Put(t, s, report.PutMovement, report.Movement{Code: "m2", Name: "Cả nước"})
		eq(t, "clusters", row.QueryClusters().CountX(t.Context()), 0)

		in.Clusters = []int{2, 5, 9}
		registrytest.Refused(t, s, report.PutMovement, in, registrytest.Unknown("Cluster", "9"))
		in.Clusters = []int{2, 5, 2}
		registrytest.Refused(t, s, report.PutMovement, in, registrytest.Bad("clusters[2]", "REPEATED"))
		in.Launcher, in.Clusters = "nobody", nil
		registrytest.Refused(t, s, report.PutMovement, in, registrytest.Unknown("Person", "nobody"))
	})
}
