package store_test

import (
	"context"
	"slices"
	"testing"

	"thidua/internal/dataset"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func TestCollectStatistics_OfTablesWithoutThem(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			s := storetest.OpenURL(t, storetest.NewURL(t, dialect))
			if _, err := dataset.Load(viewer.NewContext(context.Background(), viewer.Operator()), s); err != nil {
				t.Fatal(err)
			}
			first, err := s.CollectStatistics(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			// Both tables have too few rows for PostgreSQL to analyze them by itself.
			for _, table := range []string{"discrepancies", "discrepancy_reports"} {
				if slices.Contains(first, table) != (dialect == store.Postgres) {
					t.Errorf("%s: analyzed were %v", table, first)
				}
			}
			if again, err := s.CollectStatistics(t.Context()); err != nil || len(again) > 0 {
				t.Errorf("analyzed again: %v, %v", again, err)
			}
		})
	}
}
