package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"thidua/internal/gid"
	"thidua/internal/report"
	"thidua/internal/vi"
)

func TestRankUnits(t *testing.T) {
	a, b, c, d := gid.Derive(gid.Unit, "a"), gid.Derive(
		gid.Unit,
		"b",
	), gid.Derive(gid.Unit, "c"), gid.Derive(
		gid.Unit,
		"d",
	)
	units := []gid.ID{a, b, c, d}
	for name, tc := range map[string]struct {
		points []report.Point
		want   report.Ranking
	}{
		"nothing known": {nil, report.Ranking{Standings: []report.Standing{
			{Unit: a, Best: 1, Worst: 4}, {Unit: b, Best: 1, Worst: 4}, {Unit: c, Best: 1, Worst: 4},
			{Unit: d, Best: 1, Worst: 4}}}},
		"by value, equal ones share a place, and the unknown one may be anywhere": {
			[]report.Point{{Figure: 1, Subject: d, Value: decimalPtr("7.46")},
				{Figure: 2, Subject: b, Value: decimalPtr("7.40")}, {Figure: 3, Subject: a, Value: decimalPtr("7.4")}},
			report.Ranking{Known: 3, Standings: []report.Standing{
				{Unit: d, Best: 1, Worst: 2, Figure: 1}, {Unit: a, Best: 2, Worst: 3, Figure: 3},
				{Unit: b, Best: 2, Worst: 3, Figure: 2}, {Unit: c, Best: 1, Worst: 4}}},
		},
		"nobody is before the first of the country": {
			[]report.Point{{Figure: 1, Subject: a, Rank: new(25)},
				{Figure: 2, Subject: b, Rank: new(1), Value: decimalPtr("7.46")}},
			report.Ranking{Known: 2, Standings: []report.Standing{
				{Unit: b, Best: 1, Worst: 1, Figure: 2}, {Unit: a, Best: 2, Worst: 4, Figure: 1},
				{Unit: c, Best: 1, Worst: 4}, {Unit: d, Best: 1, Worst: 4}}},
		},
		"a bound narrows the place": {
			[]report.Point{{Figure: 1, Subject: a, RankAtMost: new(10)},
				{Figure: 2, Subject: b, Rank: new(12)}, {Figure: 3, Subject: c, Rank: new(13)},
				{Figure: 4, Subject: d, Rank: new(14)}},
			report.Ranking{Known: 3, Standings: []report.Standing{
				{Unit: b, Best: 2, Worst: 2, Figure: 2}, {Unit: c, Best: 3, Worst: 3, Figure: 3},
				{Unit: d, Best: 4, Worst: 4, Figure: 4}, {Unit: a, Best: 1, Worst: 1, Figure: 1}}},
		},
		"a rank and a value do not compare": {
			[]report.Point{{Figure: 1, Subject: a, Rank: new(30)}, {Figure: 2, Subject: b, Value: decimalPtr("7")},
				{Figure: 3, Subject: c, Rank: new(31), Value: decimalPtr("6")},
				{Figure: 4, Subject: d, Rank: new(32), Value: decimalPtr("5")}},
			report.Ranking{Known: 4, Standings: []report.Standing{
				{Unit: a, Best: 1, Worst: 2, Figure: 1}, {Unit: b, Best: 1, Worst: 2, Figure: 2},
				{Unit: c, Best: 3, Worst: 3, Figure: 3}, {Unit: d, Best: 4, Worst: 4, Figure: 4}}},
		},
		"the last figure of a unit counts": {
			[]report.Point{{Figure: 1, Subject: a, Rank: new(9)}, {Figure: 2, Subject: a, Rank: new(1)},
				{Figure: 3, Subject: b, Rank: new(2)}, {Figure: 4, Subject: c, Rank: new(3)},
				{Figure: 5, Subject: d, Rank: new(4)}},
			report.Ranking{Known: 4, Standings: []report.Standing{
				{Unit: a, Best: 1, Worst: 1, Figure: 2}, {Unit: b, Best: 2, Worst: 2, Figure: 3},
				{Unit: c, Best: 3, Worst: 3, Figure: 4}, {Unit: d, Best: 4, Worst: 4, Figure: 5}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, report.RankUnits(units, tc.points)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// country draws the scores of a country's units and returns their national ranks: one more than the number of
// better units.
func country(t *rapid.T) (scores []int, ranks []int) {
	scores = rapid.SliceOfN(rapid.IntRange(0, 12), 1, 16).Draw(t, "scores")
	for _, s := range scores {
		rank := 1
		for _, other := range scores {
			if other > s {
				rank++
			}
		}
		ranks = append(ranks, rank)
	}
	return scores, ranks
}

// Whatever part of the data is known, the true place is in the range; if all is known, the range is the
// place.
func TestRankUnits_TruePlaceWithinRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores, ranks := country(t)
		n := rapid.IntRange(1, len(scores)).Draw(t, "units of the cluster")
		known := rapid.SampledFrom([]string{"all", "some"}).Draw(t, "known")
		units, points := make([]gid.ID, n), []report.Point(nil)
		for i := range units {
			units[i] = gid.ID(i + 1)
			p := report.Point{Figure: gid.ID(100 + i), Subject: units[i]}
			value := new(vi.DecimalOf(int64(scores[i])*1_000_000, 0))
			what := "rank"
			if known == "some" {
				what = rapid.SampledFrom([]string{"rank", "rank and value", "value", "rank at most",
					"value at least", "value at most", "nothing"}).Draw(t, "what")
			}
			switch what {
			case "rank":
				p.Rank = &ranks[i]
			case "rank and value":
				p.Rank, p.Value = &ranks[i], value
			case "value":
				p.Value = value
			case "rank at most":
				p.RankAtMost = new(ranks[i] + rapid.IntRange(0, 5).Draw(t, "more"))
			case "value at least":
				p.Value, p.Approximation = new(vi.DecimalOf(value.Micros()-rapid.Int64Range(0, 3).
					Draw(t, "less")*1_000_000, 0)), "AT_LEAST"
			case "value at most":
				p.Value, p.Approximation = new(vi.DecimalOf(value.Micros()+rapid.Int64Range(0, 3).
					Draw(t, "more")*1_000_000, 0)), "AT_MOST"
			default:
				continue
			}
			points = append(points, p)
		}
		ranking := report.RankUnits(units, points)
		seen := map[gid.ID]bool{}
		for _, s := range ranking.Standings {
			seen[s.Unit] = true
			place := 1
			for _, other := range scores[:n] {
				if other > scores[s.Unit-1] {
					place++
				}
			}
			if place < s.Best || place > s.Worst || s.Worst > n {
				t.Fatalf("unit %d, truly at %d, is said to be from %d to %d", s.Unit, place, s.Best, s.Worst)
			}
			if _, exact := s.Rank(); known == "all" && !exact {
				t.Fatalf("unit %d is said to be from %d to %d, though all is known", s.Unit, s.Best, s.Worst)
			}
		}
		if len(seen) != n || known == "all" && ranking.Known != n {
			t.Fatalf("%d of %d units, %d of them known", len(seen), n, ranking.Known)
		}
	})
}
