package main

import (
	"database/sql"
	"testing"
	"time"

	"thidua/internal/dataset"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// A table that is empty when a server starts has statistics soon after it got rows.
func TestCollectStatistics_OfRowsThatCameLater(t *testing.T) {
	url := storetest.NewURL(t, store.Postgres)
	s := storetest.OpenURL(t, url)
	analyzeTables(t.Context(), s, 20*time.Millisecond)
	if _, err := dataset.Load(viewer.NewContext(t.Context(), viewer.Operator()), s); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		var collected bool
		err := db.QueryRowContext(
			t.Context(), "SELECT EXISTS (SELECT FROM pg_stats WHERE tablename = 'discrepancies')",
		).Scan(&collected)
		switch {
		case err != nil:
			t.Fatal(err)
		case collected:
			return
		case time.Now().After(deadline):
			t.Fatal("discrepancies have no statistics")
		}
	}
}
