package report

import (
	"cmp"
	"math"

	"thidua/ent/indicatorvalue"
)

// certainty is how precisely a figure is known, the most certain first.
type certainty int

const (
	certaintyExact   certainty = iota // exact rank or value
	certaintyBounded                  // a bound of rank or value
	certaintyUnknown
)

// span is the range of a unit's possible national ranks and values. Without a bound its ends are the extremes
// of the types.
type span struct {
	certainty        certainty
	rankLo, rankHi   int
	valueLo, valueHi int64 // millionths
}

func spanOf(p Point) span {
	s := span{certaintyUnknown, 1, math.MaxInt, math.MinInt64, math.MaxInt64}
	if p.RankAtMost != nil {
		s.certainty, s.rankHi = certaintyBounded, *p.RankAtMost
	}
	if p.Value != nil {
		switch v := p.Value.Micros(); cmp.Or(p.Approximation, indicatorvalue.ApproximationExact) {
		case indicatorvalue.ApproximationExact:
			s.certainty, s.valueLo, s.valueHi = certaintyExact, v, v
		case indicatorvalue.ApproximationAtLeast:
			s.certainty, s.valueLo = certaintyBounded, v
		case indicatorvalue.ApproximationAtMost:
			s.certainty, s.valueHi = certaintyBounded, v
		}
	}
	if p.Rank != nil {
		s.certainty, s.rankLo, s.rankHi = certaintyExact, *p.Rank, *p.Rank
	}
	return s
}

// hasExactRank reports whether the rank is known exactly.
func (s span) hasExactRank() bool { return s.rankLo == s.rankHi }

// isCertainlyBetter reports whether the unit is better than another, whatever the unknown figures are. A
// national rank is more precise than a rounded value: if both units have one, only the rank counts.
func (s span) isCertainlyBetter(o span) bool {
	if s.hasExactRank() && o.hasExactRank() {
		return s.rankLo < o.rankLo
	}
	return s.rankHi < o.rankLo || s.valueLo > o.valueHi
}

// isCertainlyNotWorse reports whether the unit is better than or equal to another, whatever the unknown
// figures are.
func (s span) isCertainlyNotWorse(o span) bool {
	if s.hasExactRank() && o.hasExactRank() {
		return s.rankLo <= o.rankLo
	}
	return s.rankHi <= o.rankLo || s.valueLo >= o.valueHi
}
