package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"thidua/internal/gid"
	"thidua/internal/report"
	"thidua/internal/vi"
)

func TestStandings(t *testing.T) {
	value := func(s string) *vi.Decimal {
		d, err := vi.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	a, b, c, d := gid.Of(gid.Unit, "a"), gid.Of(gid.Unit, "b"), gid.Of(gid.Unit, "c"), gid.Of(gid.Unit, "d")
	units := []gid.ID{a, b, c, d}
	for name, tc := range map[string]struct {
		points []report.Point
		want   []report.Standing
	}{
		"nothing known": {nil, []report.Standing{{Unit: a}, {Unit: b}, {Unit: c}, {Unit: d}}},
		"by value, equal ones share a place": {
			[]report.Point{{Figure: 1, Subject: d, Value: value("7.46")}, {Figure: 2, Subject: b, Value: value("7.40")}, {Figure: 3, Subject: a, Value: value("7.4")}},
			[]report.Standing{{Unit: d, Place: 1, Figure: 1}, {Unit: a, Place: 2, Figure: 3}, {Unit: b, Place: 2, Figure: 2}, {Unit: c}},
		},
		"by rank where all have one, with or without a value": {
			[]report.Point{{Figure: 1, Subject: a, Rank: new(25)}, {Figure: 2, Subject: b, Rank: new(1), Value: value("7.46")}},
			[]report.Standing{{Unit: b, Place: 1, Figure: 2}, {Unit: a, Place: 2, Figure: 1}, {Unit: c}, {Unit: d}},
		},
		"a bound is no place": {
			[]report.Point{{Figure: 1, Subject: a, Rank: new(10), Bounded: true}, {Figure: 2, Subject: b, Rank: new(12)}},
			[]report.Standing{{Unit: b, Place: 1, Figure: 2}, {Unit: a, Figure: 1}, {Unit: c}, {Unit: d}},
		},
		"the last figure of a unit counts": {
			[]report.Point{{Figure: 1, Subject: a, Value: value("1")}, {Figure: 2, Subject: a, Value: value("3")}, {Figure: 3, Subject: b, Value: value("2")}},
			[]report.Standing{{Unit: a, Place: 1, Figure: 2}, {Unit: b, Place: 2, Figure: 3}, {Unit: c}, {Unit: d}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, report.Standings(units, tc.points)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is known, every unit stands once, places never fall, and who has no place comes after who has one.
func TestStandingsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "units")
		units := make([]gid.ID, n)
		var points []report.Point
		for i := range units {
			units[i] = gid.ID(i + 1)
			if rapid.Bool().Draw(t, "known") {
				p := report.Point{Figure: gid.ID(100 + i), Subject: units[i]}
				if rapid.Bool().Draw(t, "ranked") {
					p.Rank = new(rapid.IntRange(1, 5).Draw(t, "rank"))
				}
				if rapid.Bool().Draw(t, "valued") {
					p.Value = new(vi.DecimalOf(rapid.Int64Range(0, 5).Draw(t, "value")*1_000_000, 0))
				}
				points = append(points, p)
			}
		}
		standings := report.Standings(units, points)
		seen, last, unplaced := map[gid.ID]bool{}, 0, false
		for i, s := range standings {
			if seen[s.Unit] {
				t.Fatalf("unit %d stands twice", s.Unit)
			}
			seen[s.Unit] = true
			unplaced = unplaced || s.Place == 0
			if s.Place != 0 && (unplaced || s.Place < last || s.Place > i+1) {
				t.Fatalf("place %d at %d: %v", s.Place, i, standings)
			}
			last = max(last, s.Place)
		}
		if len(seen) != n {
			t.Fatalf("%d of %d units stand", len(seen), n)
		}
	})
}
