package report

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

// TrendStep is a point of a trend with its change since the previous comparable figure; nil if there is none.
type TrendStep struct {
	Point
	Change *Change
}

// TrendOf returns the points of a unit and all its predecessors over the school years, oldest first. Several
// units in a year are in the order of registry.Lineage.
//
// A point is compared with the latest earlier one of the same unit. A renamed unit continues the trend of its
// single predecessor. A unit merged from several starts a new one: its figures describe a larger body and are
// not comparable with those of one part.
func TrendOf(unit gid.ID, links []registry.LineageLink, points []Point) []TrendStep {
	place := map[gid.ID]int{}
	for i, u := range registry.Lineage(unit, links) {
		place[u] = i + 1
	}
	line := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return place[p.Subject] == 0 })
	slices.SortStableFunc(line, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.SchoolYear, b.SchoolYear),
			cmp.Compare(place[a.Subject], place[b.Subject]))
	})
	steps := make([]TrendStep, 0, len(line))
	for i, p := range line {
		step := TrendStep{Point: p}
		if before := previousPoint(line[:i], p, links); before != nil {
			change := ChangeBetween(*before, p)
			step.Change = &change
		}
		steps = append(steps, step)
	}
	return steps
}

// previousPoint returns the earlier point to compare p with, or nil.
func previousPoint(earlier []Point, p Point, links []registry.LineageLink) *Point {
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
