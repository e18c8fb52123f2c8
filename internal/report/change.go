package report

import (
	"thidua/ent/indicatorvalue"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Point is one figure of an indicator in a school year; nil fields are not stated.
type Point struct {
	Figure        gid.ID // the indicator value
	Subject       gid.ID // the unit or the cluster
	SchoolYear    vi.SchoolYear
	Value         *vi.Decimal
	Approximation indicatorvalue.Approximation // of the value; exact if empty
	Rank          *int                         // national; 1 is the best
	// RankAtMost bounds the rank, such as 10 for "tốp 10"; nil if the rank is stated.
	RankAtMost *int
}

// Change is the change of a figure since an earlier year; nil for a value that one of the years does not
// state.
type Change struct {
	Since    vi.SchoolYear
	Previous gid.ID      // the earlier figure
	Rank     *int        // places gained: 27 from 52nd to 25th; negative for places lost
	Value    *vi.Decimal // later minus earlier value, with the larger of the two scales
	// Percent is the change in percent of the earlier value, rounded half up to two decimals: 4.29 from 4081 to
	// 4256. It is nil if the earlier value is not positive. It is meaningful for counts only: the change of a
	// rate is in percentage points, which is Value.
	Percent *vi.Decimal
}

// isExact reports whether the value is stated and is not a bound.
func (p Point) isExact() bool {
	return p.Value != nil && (p.Approximation == "" || p.Approximation == indicatorvalue.ApproximationExact)
}

// ChangeBetween returns the change from one point to another. Bounds and approximate values have none. The
// caller decides whether two points are comparable, as TrendOf does.
func ChangeBetween(before, after Point) Change {
	c := Change{Since: before.SchoolYear, Previous: before.Figure}
	if before.Rank != nil && after.Rank != nil {
		climbed := *before.Rank - *after.Rank
		c.Rank = &climbed
	}
	if before.isExact() && after.isExact() {
		if d, err := after.Value.Sub(*before.Value); err == nil { // unless the difference overflows
			c.Value = &d
			if percent, err := vi.Percent(d.Micros(), before.Value.Micros(), 2); err == nil {
				c.Percent = &percent
			}
		}
	}
	return c
}
