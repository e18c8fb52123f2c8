package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"thidua/ent/indicator"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// countGroup returns a group of three counts that can be summed.
func countGroup() report.FigureGroup {
	return report.FigureGroup{
		Kind: indicator.KindCount, Aggregation: indicator.AggregationSum, Figures: 3, Subjects: 3,
		Exact: 2, SumUnits: 11, SumMicros: 1_500_000, Scale: 1,
	}
}

// ratioGroup returns a group of three ratios that can be combined.
func ratioGroup() report.FigureGroup {
	g := countGroup()
	g.Kind, g.Aggregation = indicator.KindRatio, indicator.AggregationRatioOfSums
	g.Ratios, g.Numerator, g.Denominator = 1, 2, 3
	return g
}

// Counts are summed with as many decimals as stated, and ratios are ratios of sums, not means.
func TestFigureGroup_Aggregate(t *testing.T) {
	a := countGroup().Aggregate()
	if a.Obstacle != "" || a.Sum == nil || a.Sum.String() != "12.5" || a.Percent != nil ||
		a.BasedOn != 2 || a.Missing != 1 {
		t.Errorf("counts: %+v", a)
	}
	r := ratioGroup().Aggregate()
	if r.Obstacle != "" || r.Percent == nil || r.Percent.String() != "66.67" || *r.Numerator != 2 ||
		*r.Denominator != 3 || r.Sum != nil || r.BasedOn != 1 || r.Missing != 2 {
		t.Errorf("ratios: %+v", r)
	}
}

// Figures that cannot be combined, or would count something twice, are not.
func TestFigureGroup_Obstacles(t *testing.T) {
	none := indicator.AggregationNone
	for want, change := range map[report.Obstacle]func(*report.FigureGroup){
		report.ObstacleRank:               func(g *report.FigureGroup) { g.Kind = indicator.KindRank },
		report.ObstacleNoWeights:          func(g *report.FigureGroup) { g.Aggregation = none },
		report.ObstacleSeveralScopes:      func(g *report.FigureGroup) { g.SeveralScopes = true },
		report.ObstacleSeveralSchoolYears: func(g *report.FigureGroup) { g.SeveralSchoolYears = true },
		report.ObstacleSeveralReports:     func(g *report.FigureGroup) { g.Subjects = 2 },
		report.ObstacleNothingStated:      func(g *report.FigureGroup) { g.Exact, g.Ratios = 0, 0 },
	} {
		for _, g := range []report.FigureGroup{countGroup(), ratioGroup()} {
			change(&g)
			if a := g.Aggregate(); a.Obstacle != want || a.Sum != nil || a.Percent != nil || a.Numerator != nil {
				t.Errorf("%s: %+v", want, a)
			}
		}
	}
	sum := countGroup()
	sum.SumUnits = 1 << 60
	if a := sum.Aggregate(); a.Obstacle != report.ObstacleTooLarge || a.Sum != nil {
		t.Errorf("a sum that is too large: %+v", a)
	}
	large := ratioGroup()
	large.Numerator, large.Denominator = 1<<62, 1
	if a := large.Aggregate(); a.Obstacle != report.ObstacleTooLarge || a.Percent != nil {
		t.Errorf("a ratio that is too large: %+v", a)
	}
}

// Every figure either is in the result or is missing, and a result has a number or an obstacle.
func TestFigureGroup_AggregateIsComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		figures := rapid.IntRange(1, 100).Draw(t, "figures")
		upTo := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		g := report.FigureGroup{
			Kind: rapid.SampledFrom([]indicator.Kind{indicator.KindCount, indicator.KindRatio, indicator.KindScore,
				indicator.KindRank, indicator.KindMedal}).Draw(t, "kind"),
			Aggregation: rapid.SampledFrom([]indicator.Aggregation{indicator.AggregationSum,
				indicator.AggregationRatioOfSums, indicator.AggregationNone}).Draw(t, "aggregation"),
			Figures: figures, Subjects: 1 + upTo("subjects", figures-1),
			SeveralScopes: upTo("scopes", 1) == 1, SeveralSchoolYears: upTo("years", 1) == 1,
			Exact: upTo("exact", figures), Ratios: upTo("ratios", figures),
			SumUnits: rapid.Int64().Draw(t, "units"), SumMicros: rapid.Int64Range(-1e12, 1e12).
					Draw(t, "micros"),
			Scale:       rapid.Uint8Range(0, vi.MaxScale).Draw(t, "scale"),
			Numerator:   int64(upTo("numerator", 1<<40)),
			Denominator: 1 + int64(upTo("denominator", 1<<40)),
		}
		a := g.Aggregate()
		if a.BasedOn+a.Missing != g.Figures || a.Missing < 0 {
			t.Errorf("%d are combined, %d are missing of %d", a.BasedOn, a.Missing, g.Figures)
		}
		if hasNumber := a.Sum != nil || a.Percent != nil; hasNumber == (a.Obstacle != "") {
			t.Errorf("a number: %v, obstacle: %q", hasNumber, a.Obstacle)
		}
	})
}
