package registry_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func link(predecessor, successor gid.ID) registry.LineageLink {
	return registry.LineageLink{Predecessor: predecessor, Successor: successor}
}

// 1 was renamed 2; 2 and 3 were merged into 4, and 4 into 5. 6 is unrelated. 7 was split into 8 and 9.
var history = []registry.LineageLink{link(4, 5), link(3, 4), link(2, 4), link(1, 2), link(7, 8), link(7, 9),
	link(2, 4)}

func TestLineage(t *testing.T) {
	for unit, want := range map[gid.ID][]gid.ID{
		1: {1}, 2: {1, 2}, 3: {3}, 4: {1, 2, 3, 4}, 5: {1, 2, 3, 4, 5}, 6: {6}, 8: {7, 8},
	} {
		if got := registry.Lineage(unit, history); !slices.Equal(got, want) {
			t.Errorf("lineage of %d: %d, want %d", unit, got, want)
		}
	}
}

func TestCurrentSuccessor(t *testing.T) {
	for unit, want := range map[gid.ID]gid.ID{1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 6, 7: 7, 8: 8} {
		if got := registry.CurrentSuccessor(unit, history); got != want {
			t.Errorf("current of %d: %d, want %d", unit, got, want)
		}
	}
	if got := registry.CurrentSuccessor(1, []registry.LineageLink{link(1, 2), link(2, 1)}); got != 1 {
		t.Errorf("current successor in a cycle: %d", got)
	}
}

func TestLinksEffectiveBy(t *testing.T) {
	later := registry.LineageLink{Predecessor: 1, Successor: 2, EffectiveOn: date(t, "2025-07-01")}
	for day, want := range map[string]gid.ID{"2025-06-30": 1, "2025-07-01": 2, "2026-01-01": 2} {
		if got := registry.CurrentSuccessor(1,
			registry.LinksEffectiveBy(date(t, day), []registry.LineageLink{later})); got != want {
			t.Errorf("on %s the unit is %d, want %d", day, got, want)
		}
	}
}

func TestExistsOn(t *testing.T) {
	ended, begun := date(t, "2025-07-01"), date(t, "2025-03-01")
	inProvince := func(p ent.Province, u ent.Unit) ent.Unit {
		u.Edges.Province = &p
		return u
	}
	for name, c := range map[string]struct {
		unit ent.Unit
		day  string
		want bool
	}{
		"older than the record":       {ent.Unit{}, "2024-08-17", true},
		"on its first day":            {ent.Unit{ValidFrom: begun}, "2025-03-01", true},
		"before its first day":        {ent.Unit{ValidFrom: begun}, "2025-02-28", false},
		"on its last day":             {ent.Unit{ValidTo: ended}, "2025-06-30", true},
		"on the first day without it": {ent.Unit{ValidTo: ended}, "2025-07-01", false},
		"in a province that exists":   {inProvince(ent.Province{}, ent.Unit{}), "2026-01-01", true},
		"in a province that has ended": {inProvince(ent.Province{ValidTo: ended}, ent.Unit{}), "2025-07-01",
			false},
		"in a province that will end": {inProvince(ent.Province{ValidTo: ended}, ent.Unit{}), "2025-06-30",
			true},
		"ended before its own province": {inProvince(ent.Province{ValidTo: ended}, ent.Unit{ValidTo: begun}),
			"2025-04-01", false},
	} {
		if got := registry.ExistsOn(&c.unit, date(t, c.day)); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}

func date(t *testing.T, text string) vi.Date {
	t.Helper()
	d, err := vi.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// For any links, even with cycles and splits, a lineage is finite, has each unit once and ends with the unit
// itself.
func TestLineage_AnyLinks(t *testing.T) {
	id := rapid.Custom(func(t *rapid.T) gid.ID { return gid.ID(rapid.IntRange(1, 6).Draw(t, "id")) })
	rapid.Check(t, func(t *rapid.T) {
		links := rapid.SliceOf(rapid.Custom(func(t *rapid.T) registry.LineageLink {
			return link(id.Draw(t, "predecessor"), id.Draw(t, "successor"))
		})).Draw(t, "links")
		unit := id.Draw(t, "unit")
		line := registry.Lineage(unit, links)
		if line[len(line)-1] != unit {
			t.Fatalf("%d does not end with %d", line, unit)
		}
		sorted := slices.Sorted(slices.Values(line))
		if len(slices.Compact(sorted)) != len(line) {
			t.Fatalf("%d has a unit twice", line)
		}
		for _, l := range links {
			if slices.Contains(line, l.Successor) && !slices.Contains(line, l.Predecessor) {
				t.Fatalf("%d lacks %d, which went into %d", line, l.Predecessor, l.Successor)
			}
		}
		registry.CurrentSuccessor(unit, links)
	})
}
