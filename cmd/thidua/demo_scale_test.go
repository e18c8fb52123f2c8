package main

import (
	"io"
	"testing"

	"thidua/ent/unit"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// --scale adds data to the record, on both databases.
func TestDemo_Scale(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		out := outputs{io.Discard, io.Discard}
		if err := loadRecord(t.Context(), s, out); err != nil {
			t.Fatal(err)
		}
		if err := loadSampleData(t.Context(), s, sampledata.Size{Units: 9, Years: 1, Values: 90}, out); err != nil {
			t.Fatal(err)
		}
		ctx := viewer.NewContext(t.Context(), viewer.Operator())
		for prefix, want := range map[string]int{"mau-": 9, "vinh-phuc": 1} {
			if n, err := s.Reader().Unit.Query().Where(unit.CodeHasPrefix(prefix)).Count(ctx); err != nil ||
				n != want {
				t.Errorf("%d units %s, %v, want %d", n, prefix, err, want)
			}
		}
	})
}
