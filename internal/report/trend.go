package report

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

// Step is a point of a trend with its change since the figure before; nil where there is none to compare with.
type Step struct {
	Point
	Change *Change
}

// Trend is one indicator of a unit through the school years, oldest first: its own points, and those of all units that
// went into it. In a year with several, the units come as registry.Lineage has them.
//
// A point is compared with the latest earlier one of the same unit. A unit that is only another's new name or rank goes
// on where that one ended. One that several went into starts anew: its figures are of a larger body, and no difference
// to one of the parts would mean anything.
func Trend(unit gid.ID, links []registry.Link, points []Point) []Step {
	place := map[gid.ID]int{}
	for i, u := range registry.Lineage(unit, links) {
		place[u] = i + 1
	}
	line := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return place[p.Subject] == 0 })
	slices.SortStableFunc(line, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.SchoolYear, b.SchoolYear), cmp.Compare(place[a.Subject], place[b.Subject]))
	})
	steps := make([]Step, 0, len(line))
	for i, p := range line {
		step := Step{Point: p}
		if before := previous(line[:i], p, links); before != nil {
			change := ChangeOf(*before, p)
			step.Change = &change
		}
		steps = append(steps, step)
	}
	return steps
}

// previous is the point to compare p with, out of those before it.
func previous(earlier []Point, p Point, links []registry.Link) *Point {
	seen := map[gid.ID]bool{}
	for u := p.Subject; !seen[u]; {
		seen[u] = true
		for i := len(earlier) - 1; i >= 0; i-- {
			if earlier[i].Subject == u && earlier[i].SchoolYear < p.SchoolYear {
				return &earlier[i]
			}
		}
		before := registry.Predecessors(u, links)
		if len(before) != 1 {
			return nil
		}
		u = before[0]
	}
	return nil
}
