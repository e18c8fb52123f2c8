package dataset

import (
	"testing"
	"time"

	"thidua/ent/unit"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func TestDataset_DepartmentsAroundMergers(t *testing.T) {
	b := publishedDataset(t)
	for date, want := range map[string]int{"2024-08-17": 63, "2024-12-31": 63, "2025-01-01": 63,
		"2025-06-30": 63, "2025-07-01": 34} {
		departments, provinces := 0, 0
		for _, u := range b.units {
			if u.Kind == unit.KindProvincialDepartment && existedOn(t, date, u.ValidFrom, u.ValidTo) {
				departments++
			}
		}
		for _, p := range b.provinces {
			if existedOn(t, date, p.ValidFrom, p.ValidTo) {
				provinces++
			}
		}
		if departments != want || provinces != want {
			t.Errorf("on %s there are %d departments and %d provinces, want %d", date, departments,
				provinces, want)
		}
	}
}

func existedOn(t *testing.T, date string, from, to vi.Date) bool {
	t.Helper()
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		t.Fatal(err)
	}
	first, known := from.Earliest()
	if known && day.Before(first) {
		return false
	}
	last, known := to.Earliest()
	return !known || day.Before(last)
}

func TestDataset_OneSuccessorPerMergedDepartment(t *testing.T) {
	b := publishedDataset(t)
	successors := map[string][]*registry.Succession{}
	for _, s := range b.successions {
		successors[s.Predecessor] = append(successors[s.Predecessor], s)
	}
	units, provinces := map[string]*registry.Unit{}, map[string]*registry.Province{}
	for _, u := range b.units {
		units[u.Code] = u
	}
	for _, p := range b.provinces {
		provinces[p.Code] = p
	}
	ended := 0
	for _, u := range b.units {
		if u.Kind != unit.KindProvincialDepartment || u.ValidTo.IsZero() {
			continue
		}
		ended++
		after := successors[u.Code]
		if len(after) != 1 {
			t.Errorf("%s has %d successors", u.Code, len(after))
			continue
		}
		s := after[0]
		if s.EffectiveOn != u.ValidTo || units[s.Successor].ValidFrom != u.ValidTo {
			t.Errorf("%s ends on %v and goes into %s on %v", u.Code, u.ValidTo, s.Successor, s.EffectiveOn)
		}
		if p := provinces[u.Province]; p.Successor != units[s.Successor].Province || p.ValidTo != u.ValidTo {
			t.Errorf("the province of %s does not go the same way", u.Code)
		}
	}
	if ended != 53 || len(b.successions) != 54 {
		t.Errorf(
			"%d departments ended, by %d successions; want 52 mergers and a renaming, and the merger of a "+
				"department of the Ministry",
			ended, len(b.successions),
		)
	}
}
