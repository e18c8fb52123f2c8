package sampledata_test

import (
	"context"
	"testing"

	"thidua/ent"
	"thidua/internal/dataset"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// smallSize has two clusters, one of them incomplete, and a number of figures that does not divide evenly.
var smallSize = sampledata.Size{Units: 11, Years: 2, Values: 500}

// published is the published record, loaded once for all tests.
var published = storetest.NewTemplate(func(ctx context.Context, s *store.Store) error {
	_, err := dataset.Load(viewer.NewContext(ctx, viewer.Operator()), s)
	return err
})

func mustLoad(t *testing.T, s *store.Store, size sampledata.Size) {
	t.Helper()
	ctx := viewer.NewContext(t.Context(), viewer.Operator())
	before := countRows(ctx, t, s)
	for range 2 { // the second time is a no-op
		if err := sampledata.Load(ctx, s, size, func(int, int, string) {}); err != nil {
			t.Fatal(err)
		}
		after := countRows(ctx, t, s)
		for what, want := range map[string]int{"units": size.Units, "clusters": 2, "memberships": 22,
			"offices": 8, "reports": 44,
			"values": 500, "conferences": 8, "agenda": 48, "proposals": 4 * (5 + 1), "awards": 2 * (3 + 2)} {
			if got := after[what] - before[what]; got != want {
				t.Errorf("%d %s, want %d", got, what, want)
			}
		}
	}
}

func TestLoad(t *testing.T) {
	published.Each(t, func(t *testing.T, s *store.Store) { mustLoad(t, s, smallSize) })
}

// countRows returns the number of rows of some kinds.
func countRows(ctx context.Context, t *testing.T, s *store.Store) map[string]int {
	t.Helper()
	r, n := s.Reader(), map[string]int{}
	for what, of := range map[string]interface {
		Count(context.Context) (int, error)
	}{
		"units": r.Unit.Query(), "clusters": r.Cluster.Query(), "memberships": r.Membership.Query(),
		"offices": r.Office.Query(),
		"reports": r.Report.Query(), "values": r.IndicatorValue.Query(), "conferences": r.Conference.Query(),
		"agenda": r.AgendaItem.Query(), "proposals": r.Proposal.Query(), "awards": r.Award.Query(),
	} {
		var err error
		if n[what], err = of.Count(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// The same size gives the same rows on every database.
func TestLoad_Deterministic(t *testing.T) {
	var messages []string
	published.Each(t, func(t *testing.T, s *store.Store) {
		mustLoad(t, s, smallSize)
		ctx := viewer.NewContext(t.Context(), viewer.Operator())
		values, err := s.Reader().IndicatorValue.Query().Order(ent.Asc("id")).All(ctx)
		if err != nil {
			t.Fatal(err)
		}
		conferences, err := s.Reader().Conference.Query().Order(ent.Asc("id")).All(ctx)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, v := range values {
			text += v.String() + "\n"
		}
		for _, c := range conferences {
			text += c.String() + "\n"
		}
		messages = append(messages, text)
	})
	if len(messages) == 2 && messages[0] != messages[1] {
		t.Error("the databases hold other rows")
	}
}

func TestCountry(t *testing.T) {
	if c := sampledata.Country; c.Units != 63 || c.Years != 10 || c.Values != 50_000 || c.ClusterCount() != 7 {
		t.Errorf("%+v", c)
	}
}
