package report

import (
	"cmp"

	"thidua/ent/indicatorvalue"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/registry"
)

func checkReport(in Report, c *registry.Check) {
	c.That((in.Unit == "") != (in.Cluster == 0), "unit", registry.EitherOr)
	c.Year("school_year", in.SchoolYear)
	c.Value("period", report.PeriodValidator(in.Period))
	c.Value("state", report.StateValidator(cmp.Or(in.State, report.DefaultState)))
	c.Text("title", in.Title)
	c.Cites(in.Cites)
	for i, s := range in.Sections {
		at := c.At("sections", i)
		at.Value("kind", reportsection.KindValidator(s.Kind))
		at.Text("title", s.Title)
		at.Prose("body", s.Body)
		at.Cites(s.Cites)
	}
	var keys []registry.FigureKey
	for i, v := range in.Values {
		checkValue(v, c.At("values", i))
		keys = append(keys, in.figure(v))
	}
	registry.Distinct(c, "values", keys)
}

func checkValue(v Value, c *registry.Check) {
	c.Text("indicator", v.Indicator)
	c.That(v.Unit == "" || v.Cluster == 0, "unit", registry.EitherOr)
	if v.SchoolYear != 0 {
		c.Year("school_year", v.SchoolYear)
	}
	if v.Numerator != nil {
		c.Natural("numerator", *v.Numerator)
		c.That(v.Denominator != nil, "denominator", registry.Missing)
	}
	if v.Denominator != nil {
		c.Positive("denominator", *v.Denominator)
	}
	if v.NationalRank != nil {
		c.Positive("national_rank", *v.NationalRank)
		c.That(v.RankAtMost == nil, "national_rank_at_most", registry.EitherOr)
	}
	if v.RankAtMost != nil {
		c.Positive("national_rank_at_most", *v.RankAtMost)
	}
	c.MaybeProse("stated", v.Stated)
	c.MaybeProse("note", v.Note)
	approximation := cmp.Or(v.Approximation, indicatorvalue.DefaultApproximation)
	c.Value("approximation", indicatorvalue.ApproximationValidator(approximation))
	number := v.Denominator != nil || v.Value != nil
	c.That(number || v.NationalRank != nil || v.RankAtMost != nil || v.Stated != "", "value",
		registry.Missing)
	c.That(!number || approximation != indicatorvalue.ApproximationNotStated, "approximation",
		registry.NotAllowed)
	c.That(v.NationalRank == nil || number || approximation == indicatorvalue.ApproximationExact,
		"national_rank", registry.NotAllowed)
	c.That(v.RankAtMost == nil || number || approximation == indicatorvalue.ApproximationAtMost,
		"approximation", registry.NotAllowed)
	c.Cites(v.Cites)
}
