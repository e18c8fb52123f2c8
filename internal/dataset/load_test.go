package dataset_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"thidua/ent/discrepancy"
	"thidua/ent/document"
	"thidua/ent/movement"
	"thidua/ent/proposal"
	"thidua/internal/dataset"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func operatorContext(t *testing.T) context.Context {
	return viewer.NewContext(t.Context(), viewer.Operator())
}

func mustLoad(t *testing.T, s *store.Store, opts ...dataset.Option) dataset.Stats {
	t.Helper()
	stats, err := dataset.Load(operatorContext(t), s, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

func TestLoad_TwiceOnBothDatabases(t *testing.T) {
	noon := store.WithClock(func() time.Time { return time.Date(2025, 8, 1, 12, 0, 0, 0, time.UTC) })
	var held []map[string]tableRows
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		first := mustLoad(t, s)
		before := tablesOf(t, s)
		if second := mustLoad(t, s); !reflect.DeepEqual(first, second) {
			t.Errorf("loaded %v, then %v", first, second)
		}
		compareTables(t, before, tablesOf(t, s))
		held = append(held, before)
	}, noon)
	if len(held) == 2 {
		compareTables(t, held[0], held[1])
	}
}

func compareTables(t *testing.T, a, b map[string]tableRows) {
	t.Helper()
	for table := range a {
		if !reflect.DeepEqual(a[table].ids, b[table].ids) {
			t.Errorf("%s: %d rows, then %d, or others", table, len(a[table].ids), len(b[table].ids))
			continue
		}
		for i := range a[table].texts {
			if a[table].texts[i] != b[table].texts[i] {
				t.Errorf("%s:\n%s\n%s", table, a[table].texts[i], b[table].texts[i])
			}
		}
	}
}

func TestLoad_Counts(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		mustLoad(t, s)
		mustLoad(t, s)
		got := tablesOf(t, s)
		for table, want := range map[string]int{
			"conferences": 5, "sites": 2, "attendances": 46, "agenda items": 30, "speeches": 15,
			"proposals":  10,
			"directives": 14, "tasks": 18, "people": 15, "posts": 20, "provinces": 87, "units": 102,
			"successions": 54,
			"clusters":    2, "memberships": 25, "offices": 8, "topics": 7, "indicators": 33, "movements": 2,
			"reports": 5,
			"values":  49, "elections": 2, "award kinds": 6, "nominations": 5, "awards": 0,
			"discrepancies": 20,
		} {
			if len(got[table].ids) != want {
				t.Errorf("%d %s, want %d", len(got[table].ids), table, want)
			}
		}
		ctx, r := operatorContext(t), s.Reader()
		for what, count := range map[string]func(context.Context) (int, error){
			"4 conferences of x11": r.Discrepancy.Query().Where(discrepancy.Code("x11")).
				QueryConferences().Count,
			"2 posts of x14": r.Discrepancy.Query().Where(discrepancy.Code("x14")).
				QueryPosts().Count,
			"6 places that name the programme": r.Document.Query().
				Where(document.Code("chuong-trinh-gdpt-2018")).QueryCitations().Count,
			"5 figures of x01": r.Discrepancy.Query().Where(discrepancy.Code("x01")).
				QueryIndicatorValues().Count,
			"2 topics of k7": r.Proposal.Query().Where(proposal.Code("k7")).
				QueryTopics().Count,
			"2 clusters after m1": r.Movement.Query().Where(movement.Code("m1")).
				QueryClusters().Count,
		} {
			if n, err := count(ctx); err != nil || n != int(what[0]-'0') {
				t.Errorf("%d of %s: %v", n, what, err)
			}
		}
	})
}

func TestLoad_Progress(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	var last, total int
	stats := mustLoad(t, s, dataset.WithProgress(func(done, of int, what string) {
		if done != last+1 || what == "" {
			t.Errorf("%d of %d %q after %d", done, of, what, last)
		}
		last, total = done, of
	}))
	if last != total || total != stats.Rows() || total < 300 {
		t.Errorf("%d of %d reported, %d loaded", last, total, stats.Rows())
	}
}

func TestLoad_RequiresOperator(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	if _, err := dataset.Load(t.Context(), s); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

func TestLoad_FaultyFileWritesNothing(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		// The last file written, with an error that no command would detect before the others were written.
		files := replaceText(t, "discrepancies.yaml", "indicator: key-tasks", "indicator: students")
		if _, err := dataset.Load(operatorContext(t), s, dataset.WithFiles(files)); !errors.Is(
			err, fault.BadRecord,
		) {
			t.Fatal(err)
		}
		for table, rows := range tablesOf(t, s) {
			if len(rows.ids) > 0 {
				t.Errorf("%d %s were written", len(rows.ids), table)
			}
		}
	})
}
