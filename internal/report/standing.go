package report

import (
	"cmp"
	"math"
	"slices"

	"thidua/internal/gid"
)

// Standing is the possible places of a unit among others by one indicator. Equal figures share the better
// place.
type Standing struct {
	Unit   gid.ID
	Best   int    // the best possible rank, from 1
	Worst  int    // the worst possible rank
	Figure gid.ID // the indicator value; 0 if none is known
}

// Rank returns the rank of the unit, and false if an unknown figure could change it.
func (s Standing) Rank() (int, bool) { return s.Best, s.Best == s.Worst }

// Ranking is the order of units by an indicator.
type Ranking struct {
	Known     int // units whose figure is known exactly
	Standings []Standing
}

// RankUnits ranks units by an indicator, best first: units with an exact figure, then those with a bound
// ("tốp 10"), then those without a figure. Equal units keep their order. The last of several points of a unit
// counts.
//
// Two units are compared by national rank if both have one, otherwise by value, greater being better. Units
// that cannot be compared may be in either order, so places are ranges, which always include the true place,
// and the order is partial. National ranks narrow the ranges: the 5th in the country has exactly four units
// before it.
func RankUnits(units []gid.ID, points []Point) Ranking {
	of := map[gid.ID]Point{}
	for _, p := range points {
		of[p.Subject] = p
	}
	spans := make([]span, len(units))
	for i, u := range units {
		spans[i] = spanOf(of[u])
	}
	raiseBestRanks(spans)
	r := Ranking{Standings: make([]Standing, len(units))}
	class := map[gid.ID]certainty{}
	for i, u := range units {
		class[u] = spans[i].certainty
		if spans[i].certainty == certaintyExact {
			r.Known++
		}
		best, worst := possibleRanks(spans, i)
		r.Standings[i] = Standing{Unit: u, Best: best, Worst: worst, Figure: of[u].Figure}
	}
	slices.SortStableFunc(r.Standings, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(class[a.Unit], class[b.Unit]), cmp.Compare(a.Best, b.Best),
			cmp.Compare(a.Worst, b.Worst))
	})
	return r
}

// possibleRanks returns the best and the worst possible place of the unit at i.
func possibleRanks(spans []span, i int) (best, worst int) {
	before, perhaps := 0, 0
	for j, s := range spans {
		if j == i {
			continue
		}
		if s.isCertainlyBetter(spans[i]) {
			before++
		}
		if !spans[i].isCertainlyNotWorse(s) {
			perhaps++
		}
	}
	if last := spans[i].rankHi; last != math.MaxInt {
		perhaps = min(perhaps, last-1)
	}
	return before + 1, max(before, perhaps) + 1
}

// raiseBestRanks raises the best possible ranks of units without an exact one. A unit of the exact rank r has
// r-1 units in the country before it: if all of them are known, no other unit has a better rank than r.
func raiseBestRanks(spans []span) {
	narrow := slices.Clone(spans)
	for i := range spans {
		if spans[i].hasExactRank() {
			continue
		}
		for j, s := range spans {
			if i != j && s.hasExactRank() && countBetter(spans, s.rankLo, i) >= s.rankLo-1 {
				narrow[i].rankLo = min(max(narrow[i].rankLo, s.rankLo), narrow[i].rankHi)
			}
		}
	}
	copy(spans, narrow)
}

// countBetter returns how many units except the one at i surely have a better rank.
func countBetter(spans []span, rank, i int) (n int) {
	for j, s := range spans {
		if j != i && s.rankHi < rank {
			n++
		}
	}
	return n
}
