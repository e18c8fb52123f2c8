package report

import (
	"thidua/ent/indicatorvalue"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Point is a figure of one indicator in a school year; nil for what is not stated.
type Point struct {
	Figure        gid.ID // the indicator value
	Subject       gid.ID // the unit or the cluster
	SchoolYear    vi.SchoolYear
	Value         *vi.Decimal
	Approximation indicatorvalue.Approximation // of the value; exact if empty
	Rank          *int                         // national; 1 is the best
	RankAtMost    *int                         // bound of the rank, such as 10 for "tốp 10"; nil if the rank is stated
}

// Change is what became of a figure since an earlier year. What either of the two does not state has no change.
type Change struct {
	Since vi.SchoolYear
	Rank  *int        // places climbed: 27 from 52nd to 25th; negative for places lost
	Value *vi.Decimal // the later less the earlier, with the larger of the two scales
}

// exact reports whether the value is the number itself, and not a bound of it.
func (p Point) exact() bool {
	return p.Value != nil && (p.Approximation == "" || p.Approximation == indicatorvalue.ApproximationExact)
}

// ChangeOf returns the change from one point to another. Bounds and approximate values have none. Whether two
// points may be compared is decided by the caller, as Trend does.
func ChangeOf(before, after Point) Change {
	c := Change{Since: before.SchoolYear}
	if before.Rank != nil && after.Rank != nil {
		climbed := *before.Rank - *after.Rank
		c.Rank = &climbed
	}
	if before.exact() && after.exact() {
		if d, err := after.Value.Sub(*before.Value); err == nil { // unless it is too large to be exact
			c.Value = &d
		}
	}
	return c
}
