package graph

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/cluster"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/membership"
	entreport "thidua/ent/report"
	"thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// figureGroup is a group of figures as the database returns it.
type figureGroup struct {
	GroupKeys
	IndicatorKind      indicator.Kind        `sql:"indicator_kind"`
	Aggregation        indicator.Aggregation `sql:"aggregation"`
	Period             *entreport.Period     `sql:"period"`
	Scope              *report.Scope         `sql:"scope"`
	Subjects           int                   `sql:"subjects"`
	SeveralScopes      bool                  `sql:"several_scopes"`
	SeveralSchoolYears bool                  `sql:"several_years"`
	Exact              int                   `sql:"exact"`
	Ratios             int                   `sql:"ratios"`
	SumUnits           *int64                `sql:"sum_units"`
	SumMicros          *int64                `sql:"sum_micros"`
	Scale              *int                  `sql:"scale"`
	Numerator          *int64                `sql:"numerators"`
	Denominator        *int64                `sql:"denominators"`
	Minimum            *int64                `sql:"minimum"`
	Maximum            *int64                `sql:"maximum"`
}

// indicatorValueAggregates groups the figures that pass a filter and aggregates each group.
func (r *Resolver) indicatorValueAggregates(
	ctx context.Context, where *ent.IndicatorValueWhereInput, by []view.IndicatorValueGroupKey, first, skip int,
) (*view.IndicatorValueAggregates, error) {
	found, err := readGroups[figureGroup](ctx, r, r.Reader.IndicatorValue.Query(), where.Filter,
		groupPage{first, skip}, groupFigures(by))
	groups := make([]*view.IndicatorValueAggregate, len(found.rows))
	for i, row := range found.rows {
		groups[i] = row.aggregate()
		groups[i].Indicator = objectOf(found.indicators, row.Indicator)
		groups[i].Cluster = objectOf(found.clusters, row.Cluster)
		groups[i].Unit = objectOf(found.units, row.Unit)
	}
	return &view.IndicatorValueAggregates{TotalCount: found.total, Groups: groups}, err
}

// aggregate returns the group in its API form, without the objects of its keys.
func (row figureGroup) aggregate() *view.IndicatorValueAggregate {
	valueOf := func(n *int64) int64 {
		if n == nil {
			return 0
		}
		return *n
	}
	var scale uint8
	if row.Scale != nil {
		scale = uint8(*row.Scale)
	}
	a := report.FigureGroup{
		Kind: row.IndicatorKind, Aggregation: row.Aggregation, Figures: row.Count, Subjects: row.Subjects,
		SeveralScopes: row.SeveralScopes, SeveralSchoolYears: row.SeveralSchoolYears,
		Exact: row.Exact, Ratios: row.Ratios, SumUnits: valueOf(row.SumUnits), SumMicros: valueOf(row.SumMicros),
		Scale: scale, Numerator: valueOf(row.Numerator), Denominator: valueOf(row.Denominator),
	}.Aggregate()
	out := &view.IndicatorValueAggregate{
		SchoolYear: row.SchoolYear, Period: row.Period, Scope: (*view.IndicatorValueScope)(row.Scope),
		Count: row.Count, BasedOnCount: a.BasedOn, MissingCount: a.Missing,
		Sum: a.Sum, Numerator: a.Numerator, Denominator: a.Denominator, Percent: a.Percent,
	}
	if a.Obstacle != "" {
		obstacle := view.AggregationObstacle(a.Obstacle)
		out.Obstacle = &obstacle
	}
	for _, bound := range []struct {
		micros *int64
		to     **vi.Decimal
	}{{row.Minimum, &out.Minimum}, {row.Maximum, &out.Maximum}} {
		if bound.micros != nil {
			value := vi.DecimalOf(*bound.micros, scale)
			*bound.to = &value
		}
	}
	return out
}

// groupFigures groups figures by their indicator and keys. Columns that only order the groups, or describe
// them, are read once for each group.
func groupFigures(by []view.IndicatorValueGroupKey) func(*grouping) {
	return func(g *grouping) {
		measured := g.s.C(indicatorvalue.FieldIndicatorID)
		g.key("indicator_id", measured, columnOf(indicator.Table, indicator.FieldOrdinal, measured))
		g.column("indicator_kind", columnOf(indicator.Table, indicator.FieldKind, measured))
		g.column("aggregation", columnOf(indicator.Table, indicator.FieldAggregation, measured))
		groupRowsBy(by, addFigureKey, addFigureNumbers)(g)
	}
}

// addFigureKey adds a key of figures. A figure of a unit belongs to the cluster of which the unit is a member
// in its school year; a unit is a member of at most one.
func addFigureKey(g *grouping, key view.IndicatorValueGroupKey) {
	of, year := g.s.C(indicatorvalue.FieldUnitID), g.s.C(indicatorvalue.FieldSchoolYear)
	switch key {
	case view.IndicatorValueGroupKeySchoolYear:
		g.key("school_year", year, "")
	case view.IndicatorValueGroupKeyPeriod:
		reports := g.leftJoin(entreport.Table, entreport.FieldID, g.s.C(indicatorvalue.FieldReportID))
		period := reports.C(entreport.FieldPeriod)
		g.key("period", period, "("+period+" = "+quoted(entreport.PeriodFinal)+")")
	case view.IndicatorValueGroupKeyScope:
		g.key("scope", figureScope(g.s), "")
	case view.IndicatorValueGroupKeyCluster:
		memberships := sql.Dialect(g.s.Dialect()).Table(membership.Table)
		g.s.LeftJoin(memberships).On(memberships.C(membership.FieldUnitID), of).
			On(memberships.C(membership.FieldSchoolYear), year)
		g.objectKey("cluster_id", cluster.Table, fmt.Sprintf("COALESCE(%s, %s)",
			g.s.C(indicatorvalue.FieldClusterID), memberships.C(membership.FieldClusterID)), cluster.FieldNumber)
	case view.IndicatorValueGroupKeyUnit:
		g.key("unit_id", of, columnOf(unit.Table, unit.FieldSortKey, of))
	}
}

// figureScope returns an SQL expression for the scope of a figure.
func figureScope(s *sql.Selector) string {
	return fmt.Sprintf("(CASE WHEN %s IS NOT NULL THEN %s WHEN %s IN (SELECT id FROM %s WHERE kind = %s) "+
		"THEN %s ELSE %s END)", s.C(indicatorvalue.FieldClusterID), quoted(report.ScopeCluster),
		s.C(indicatorvalue.FieldUnitID), unit.Table, quoted(unit.KindMinistry), quoted(report.ScopeNation),
		quoted(report.ScopeUnit))
}

// columnOf returns a subquery for a column of the row with an id.
func columnOf(table, column, id string) string {
	return fmt.Sprintf("(SELECT k.%s FROM %s k WHERE k.id = %s)", column, table, id)
}

// addFigureNumbers selects what report.FigureGroup needs, and the smallest and the largest exact value.
func addFigureNumbers(g *grouping) {
	var (
		micros      = g.s.C(indicatorvalue.FieldValueMicros)
		numerator   = g.s.C(indicatorvalue.FieldNumerator)
		denominator = g.s.C(indicatorvalue.FieldDenominator)
		isExact     = g.s.C(indicatorvalue.FieldApproximation) + " = " + quoted(indicatorvalue.ApproximationExact)
		exact       = fmt.Sprintf("%s IS NOT NULL AND %s", micros, isExact)
		ratio       = fmt.Sprintf("%s IS NOT NULL AND %s IS NOT NULL AND %s", numerator, denominator, isExact)
	)
	g.column("subjects", fmt.Sprintf("COUNT(DISTINCT COALESCE(%s, %s))",
		g.s.C(indicatorvalue.FieldUnitID), g.s.C(indicatorvalue.FieldClusterID)))
	g.column("several_scopes", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", figureScope(g.s)))
	g.column("several_years", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", g.s.C(indicatorvalue.FieldSchoolYear)))
	g.count("exact", exact)
	g.count("ratios", ratio)
	// In two parts, because the sum of 64-bit integers overflows in SQLite and is of another type in PostgreSQL.
	g.number("sum_units", "SUM", exact, micros+" / 1000000")
	g.number("sum_micros", "SUM", exact, micros+" % 1000000")
	g.number("scale", "MAX", exact, g.s.C(indicatorvalue.FieldValueScale))
	g.number("numerators", "SUM", ratio, numerator)
	g.number("denominators", "SUM", ratio, denominator)
	g.number("minimum", "MIN", exact, micros)
	g.number("maximum", "MAX", exact, micros)
}
