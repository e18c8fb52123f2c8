package record_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/record"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func operator(t *testing.T) context.Context { return viewer.With(t.Context(), viewer.Operator()) }

func TestLoadTwiceChangesNothing(t *testing.T) {
	ids := map[string]map[string][]gid.ID{}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first, err := record.Load(operator(t), s)
		if err != nil {
			t.Fatal(err)
		}
		before := idsOf(t, s)
		told := contentsOf(t, s)
		second, err := record.Load(operator(t), s)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(first, second) {
			t.Errorf("loaded %v, then %v", first, second)
		}
		if after := idsOf(t, s); !maps.EqualFunc(before, after, slices.Equal) {
			t.Error("the second loading changed which rows there are")
		}
		if contentsOf(t, s) != told {
			t.Error("the second loading changed a row")
		}
		ids[t.Name()] = before
	})
	var all []map[string][]gid.ID
	for _, of := range ids {
		all = append(all, of)
	}
	if len(all) != 2 || !maps.EqualFunc(all[0], all[1], slices.Equal) {
		t.Error("the two databases have other ids for the same facts")
	}
}

func TestLoadWritesEveryRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		stats, err := record.Load(operator(t), s)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for what, ids := range idsOf(t, s) {
			got[what] = len(ids)
		}
		for what, want := range map[string]int{
			"conferences": 5, "speeches": 16, "proposals": 10, "directives": 14, "people": 15, "discrepancies": 20,
			"reports": 5, "values": 51, "units": 102, "provinces": 87, "successions": 53, "nominations": 5,
			"elections": 2, "memberships": 25, "offices": 8, "posts": 20, "sites": 2, "agenda": 30, "tasks": 18,
		} {
			if got[what] != want {
				t.Errorf("%d %s, want %d", got[what], what, want)
			}
		}
		if stats.Rows() < 400 {
			t.Errorf("stats count %d rows: %v", stats.Rows(), stats)
		}
	})
}

func TestLoadTellsItsProgress(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	var last, total int
	stats, err := record.Load(operator(t), s, record.WithProgress(func(done, of int, what string) {
		if done != last+1 || what == "" {
			t.Errorf("%d of %d %q after %d", done, of, what, last)
		}
		last, total = done, of
	}))
	if err != nil || last != total || total != stats.Rows() {
		t.Errorf("%d of %d told, %d loaded: %v", last, total, stats.Rows(), err)
	}
}

func TestLoadIsTheOperators(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	if _, err := record.Load(t.Context(), s); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

func TestFaultyFilesAreRefusedWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		files := changed(t, "discrepancies.yaml", "code: x20", "code: x19")
		if _, err := record.Load(operator(t), s, record.WithFiles(files)); !errors.Is(err, fault.BadRecord) {
			t.Fatal(err)
		}
		for what, ids := range idsOf(t, s) {
			if len(ids) > 0 {
				t.Errorf("%d %s were written", len(ids), what)
			}
		}
	})
}

// idsOf are the ids of all rows of the record, sorted, by what they are.
func idsOf(t *testing.T, s *store.Store) map[string][]gid.ID {
	t.Helper()
	all := map[string][]gid.ID{}
	ctx := operator(t)
	r := s.Reader()
	for what, query := range map[string]func(context.Context) ([]gid.ID, error){
		"documents": r.Document.Query().IDs, "provinces": r.Province.Query().IDs, "units": r.Unit.Query().IDs,
		"successions": r.Succession.Query().IDs, "clusters": r.Cluster.Query().IDs, "memberships": r.Membership.Query().IDs,
		"offices": r.Office.Query().IDs, "people": r.Person.Query().IDs, "posts": r.Post.Query().IDs,
		"topics": r.Topic.Query().IDs, "indicators": r.Indicator.Query().IDs, "movements": r.Movement.Query().IDs,
		"conferences": r.Conference.Query().IDs, "sites": r.Site.Query().IDs, "attendances": r.Attendance.Query().IDs,
		"agenda": r.AgendaItem.Query().IDs, "speeches": r.Speech.Query().IDs, "proposals": r.Proposal.Query().IDs,
		"directives": r.Directive.Query().IDs, "tasks": r.Task.Query().IDs, "reports": r.Report.Query().IDs,
		"sections": r.ReportSection.Query().IDs, "values": r.IndicatorValue.Query().IDs,
		"elections": r.HeadElection.Query().IDs, "award kinds": r.AwardKind.Query().IDs,
		"nominations": r.Nomination.Query().IDs, "awards": r.Award.Query().IDs,
		"discrepancies": r.Discrepancy.Query().IDs, "citations": r.Citation.Query().IDs,
	} {
		ids, err := query(ctx)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		slices.Sort(ids)
		all[what] = ids
	}
	return all
}

var _ = ent.IsNotFound
