package report

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
)

// Standing is the place of a unit among others by one indicator.
type Standing struct {
	Unit   gid.ID
	Place  int    // from 1; equal figures share one; 0 without a figure
	Figure gid.ID // the indicator value; 0 where none is known
}

// Standings puts units in order by what is known of an indicator, the best first. They are compared by national rank
// where every exact figure has one, otherwise by value, the greater the better: figures without that number, or with a
// bound for it ("tốp 10"), have no place and come last. Units keep the order in which they are given where nothing tells them apart. Of several points of a unit
// the last given counts.
func Standings(units []gid.ID, points []Point) []Standing {
	of := map[gid.ID]Point{}
	for _, p := range points {
		of[p.Subject] = p
	}
	compare, known := byValue, valued
	if ranked := slices.ContainsFunc(units, func(u gid.ID) bool { p, ok := of[u]; return ok && !p.Bounded && p.Rank == nil }); !ranked {
		compare, known = byRank, func(p Point) bool { return p.Rank != nil && !p.Bounded }
	}
	standings := make([]Standing, len(units))
	for i, u := range units {
		standings[i] = Standing{Unit: u, Figure: of[u].Figure}
	}
	slices.SortStableFunc(standings, func(a, b Standing) int {
		p, q := of[a.Unit], of[b.Unit]
		switch {
		case known(p) && known(q):
			return compare(p, q)
		case known(p):
			return -1
		case known(q):
			return 1
		}
		return 0
	})
	for i := range standings {
		p := of[standings[i].Unit]
		switch {
		case !known(p):
		case i > 0 && compare(of[standings[i-1].Unit], p) == 0:
			standings[i].Place = standings[i-1].Place
		default:
			standings[i].Place = i + 1
		}
	}
	return standings
}

func valued(p Point) bool { return p.Value != nil && !p.Bounded }

func byValue(p, q Point) int { return q.Value.Cmp(*p.Value) }

func byRank(p, q Point) int { return cmp.Compare(*p.Rank, *q.Rank) }
