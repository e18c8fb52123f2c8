package report_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/vi"
)

func showChange(c *report.Change) string {
	if c == nil {
		return "-"
	}
	rank := "-"
	if c.Rank != nil {
		rank = fmt.Sprintf("%+d", *c.Rank)
	}
	return fmt.Sprintf("since %d: %s %s", c.Since, rank, show(c.Value))
}

func TestChangeBetween(t *testing.T) {
	// Quảng Ninh: 52nd in 2019, 25th in 2024, "tăng 27 bậc" (n27).
	before := report.Point{SchoolYear: 2018, Rank: intPtr(52), Value: decimalPtr("5.9")}
	after := report.Point{SchoolYear: 2023, Rank: intPtr(25), Value: decimalPtr("6.84")}
	eq(t, "there", showChange(new(report.ChangeBetween(before, after))), "since 2018: +27 0.94")
	eq(t, "and back", showChange(new(report.ChangeBetween(after, before))), "since 2023: -27 -0.94")
	after.Rank, before.Value = nil, nil
	eq(t, "without", showChange(new(report.ChangeBetween(before, after))), "since 2018: - -")
	before.Value, after.Value = decimalPtr("-9199999999999"), decimalPtr("9199999999999")
	eq(t, "too far", showChange(new(report.ChangeBetween(before, after))), "since 2018: - -")
}

// The schools of a cluster from one year to the next: 4081 and 4256, 4.29 percent more.
func TestChangeBetween_Percent(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"4081", "4256", "4.29"}, {"4256", "4081", "-4.11"}, {"0", "5", "none"}, {"-2", "2", "none"},
		{"0.000001", "9199999999999", "none"},
	} {
		change := report.ChangeBetween(report.Point{Value: decimalPtr(c.before)},
			report.Point{Value: decimalPtr(c.after)})
		got := "none"
		if change.Percent != nil {
			got = change.Percent.String()
		}
		eq(t, c.before+" to "+c.after, got, c.want)
	}
}

// 1 was renamed 2; 2 and 3 were merged into 4; 5 is unrelated.
var links = []registry.LineageLink{{Predecessor: 1, Successor: 2}, {Predecessor: 2, Successor: 4},
	{Predecessor: 3, Successor: 4}}

func point(subject gid.ID, year vi.SchoolYear, rank int) report.Point {
	return report.Point{Figure: gid.ID(int(subject)*10000 + int(year)), Subject: subject, SchoolYear: year,
		Rank: &rank}
}

func TestTrendOf(t *testing.T) {
	points := []report.Point{
		point(4, 2026, 7), point(5, 2020, 1), point(3, 2021, 30), point(2, 2022, 18), point(1, 2020, 20),
		point(4, 2025, 10),
		point(3, 2022, 33), point(2, 2021, 19), point(1, 2018, 25),
	}
	for unit, want := range map[gid.ID]string{
		1: "1 in 2018 -; 1 in 2020 since 2018: +5 -",
		2: "1 in 2018 -; 1 in 2020 since 2018: +5 -; 2 in 2021 since 2020: +1 -; 2 in 2022 since 2021: +1 -",
		// In a year with several units the predecessor comes first, and the successor starts a new trend.
		4: "1 in 2018 -; 1 in 2020 since 2018: +5 -; 2 in 2021 since 2020: +1 -; 3 in 2021 -; 2 in 2022 since " +
			"2021: +1 -; " +
			"3 in 2022 since 2021: -3 -; 4 in 2025 -; 4 in 2026 since 2025: +3 -",
		5: "5 in 2020 -",
		6: "",
	} {
		var got []string
		for _, step := range report.TrendOf(unit, links, points) {
			got = append(got, fmt.Sprintf("%d in %d %s", step.Subject, step.SchoolYear,
				showChange(step.Change)))
		}
		eq(t, fmt.Sprintf("trend of %d", unit), strings.Join(got, "; "), want)
	}
}

// For any points and links a trend is ordered by year, invents no point, keeps all points of the unit, and
// compares only with earlier ones.
func TestTrendOf_AnyLinks(t *testing.T) {
	id := rapid.Custom(func(t *rapid.T) gid.ID { return gid.ID(rapid.IntRange(1, 5).Draw(t, "id")) })
	rapid.Check(t, func(t *rapid.T) {
		links := rapid.SliceOf(rapid.Custom(func(t *rapid.T) registry.LineageLink {
			return registry.LineageLink{Predecessor: id.Draw(t, "predecessor"), Successor: id.Draw(t, "successor")}
		})).Draw(t, "links")
		points := rapid.SliceOf(rapid.Custom(func(t *rapid.T) report.Point {
			return point(id.Draw(t, "subject"), vi.SchoolYear(rapid.IntRange(2018, 2022).Draw(t, "year")), 1)
		})).Draw(t, "points")
		unit := id.Draw(t, "unit")
		own := 0
		for _, p := range points {
			if p.Subject == unit {
				own++
			}
		}
		last := vi.SchoolYear(math.MinInt)
		for _, step := range report.TrendOf(unit, links, points) {
			if step.SchoolYear < last || step.Change != nil && step.Change.Since >= step.SchoolYear {
				t.Fatalf("%d comes after %d: %s", step.SchoolYear, last, showChange(step.Change))
			}
			last = step.SchoolYear
			if step.Subject == unit {
				own--
			}
		}
		if own != 0 {
			t.Fatalf("%d points too few", own)
		}
	})
}
