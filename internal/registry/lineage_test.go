package registry_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

func link(predecessor, successor gid.ID) registry.Link {
	return registry.Link{Predecessor: predecessor, Successor: successor}
}

// 1 was renamed 2; 2 and 3 went into 4; 4 into 5. 6 is none of theirs. 7 was split into 8 and 9.
var history = []registry.Link{link(4, 5), link(3, 4), link(2, 4), link(1, 2), link(7, 8), link(7, 9), link(2, 4)}

func TestLineage(t *testing.T) {
	for unit, want := range map[gid.ID][]gid.ID{
		1: {1}, 2: {1, 2}, 3: {3}, 4: {1, 2, 3, 4}, 5: {1, 2, 3, 4, 5}, 6: {6}, 8: {7, 8},
	} {
		if got := registry.Lineage(unit, history); !slices.Equal(got, want) {
			t.Errorf("lineage of %d: %d, want %d", unit, got, want)
		}
	}
}

func TestCurrent(t *testing.T) {
	for unit, want := range map[gid.ID]gid.ID{1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 6, 7: 7, 8: 8} {
		if got := registry.Current(unit, history); got != want {
			t.Errorf("current of %d: %d, want %d", unit, got, want)
		}
	}
	if got := registry.Current(1, []registry.Link{link(1, 2), link(2, 1)}); got != 1 {
		t.Errorf("current in a ring: %d", got)
	}
}

// Whatever the links are, rings and splits too, a lineage ends, has each unit once, and the unit itself last.
func TestLineageOfAnyLinks(t *testing.T) {
	id := rapid.Custom(func(t *rapid.T) gid.ID { return gid.ID(rapid.IntRange(1, 6).Draw(t, "id")) })
	rapid.Check(t, func(t *rapid.T) {
		links := rapid.SliceOf(rapid.Custom(func(t *rapid.T) registry.Link {
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
		registry.Current(unit, links)
	})
}
