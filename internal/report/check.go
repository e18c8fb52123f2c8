package report

import (
	"cmp"

	"thidua/ent/indicatorvalue"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/command"
	"thidua/internal/registry"
)

func checkReport(in Report, c *command.Validator) {
	c.Require((in.Unit == "") != (in.Cluster == 0), "unit", command.ReasonEitherOr)
	c.Year("school_year", in.SchoolYear)
	c.Enum("period", report.PeriodValidator(in.Period))
	c.Enum("state", report.StateValidator(cmp.Or(in.State, report.DefaultState)))
	c.Text("title", in.Title)
	registry.ValidateCites(c, in.Cites)
	for i, s := range in.Sections {
		at := c.Element("sections", i)
		at.Enum("kind", reportsection.KindValidator(s.Kind))
		at.Text("title", s.Title)
		at.Prose("body", s.Body)
		registry.ValidateCites(at, s.Cites)
	}
	var keys []registry.FigureKey
	for i, v := range in.Values {
		checkValue(v, c.Element("values", i))
		keys = append(keys, in.figureKey(v))
	}
	command.RequireDistinct(c, "values", keys)
}

func checkValue(v Value, c *command.Validator) {
	c.Text("indicator", v.Indicator)
	c.Require(v.Unit == "" || v.Cluster == 0, "unit", command.ReasonEitherOr)
	if v.SchoolYear != 0 {
		c.Year("school_year", v.SchoolYear)
	}
	if v.Numerator != nil {
		c.NonNegative("numerator", *v.Numerator)
		c.Require(v.Denominator != nil, "denominator", command.ReasonMissing)
	}
	if v.Denominator != nil {
		c.Positive("denominator", *v.Denominator)
	}
	if v.NationalRank != nil {
		c.Positive("national_rank", *v.NationalRank)
		c.Require(v.RankAtMost == nil, "national_rank_at_most", command.ReasonEitherOr)
	}
	if v.RankAtMost != nil {
		c.Positive("national_rank_at_most", *v.RankAtMost)
	}
	c.OptionalProse("stated", v.Stated)
	c.OptionalProse("note", v.Note)
	approximation := cmp.Or(v.Approximation, indicatorvalue.DefaultApproximation)
	c.Enum("approximation", indicatorvalue.ApproximationValidator(approximation))
	number := v.Denominator != nil || v.Value != nil
	c.Require(number || v.NationalRank != nil || v.RankAtMost != nil || v.Stated != "", "value",
		command.ReasonMissing)
	c.Require(!number || approximation != indicatorvalue.ApproximationNotStated, "approximation",
		command.ReasonNotAllowed)
	c.Require(v.NationalRank == nil || number || approximation == indicatorvalue.ApproximationExact,
		"national_rank", command.ReasonNotAllowed)
	c.Require(v.RankAtMost == nil || number || approximation == indicatorvalue.ApproximationAtMost,
		"approximation", command.ReasonNotAllowed)
	registry.ValidateCites(c, v.Cites)
}
