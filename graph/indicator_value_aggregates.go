package graph

import (
	"context"
	"fmt"
	"math"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/cluster"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/membership"
	entreport "thidua/ent/report"
	"thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// figureGroupRow is a group of figures as the database returns it. Keys that are not selected are nil.
type figureGroupRow struct {
	Total              int                   `sql:"total"` // number of groups
	Indicator          gid.ID                `sql:"indicator_id"`
	Kind               indicator.Kind        `sql:"kind"`
	Aggregation        indicator.Aggregation `sql:"aggregation"`
	SchoolYear         *vi.SchoolYear        `sql:"school_year"`
	Period             *entreport.Period     `sql:"period"`
	Scope              *report.Scope         `sql:"scope"`
	Cluster            *gid.ID               `sql:"cluster_id"`
	Unit               *gid.ID               `sql:"unit_id"`
	Figures            int                   `sql:"figures"`
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

// indicatorValueAggregates groups the figures that pass a filter and aggregates each group, by one statement.
// The objects that are keys of groups are loaded by one statement for each type.
func (r *Resolver) indicatorValueAggregates(
	ctx context.Context, where *ent.IndicatorValueWhereInput, groupBy []view.IndicatorValueGroupKey,
	first, skip int,
) (*view.IndicatorValueAggregates, error) {
	if err := checkFirst(first, ent.PageMax); err != nil {
		return nil, err
	}
	if skip < 0 {
		return nil, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("skip")),
			fault.BadInput.With("reason", "NEGATIVE", "min", 0, "max", math.MaxInt32, "value", skip))
	}
	q, err := where.Filter(r.Reader.IndicatorValue.Query())
	if err != nil {
		return nil, err
	}
	var rows []figureGroupRow
	// One group is read in any case, for their number.
	if err := q.Modify(selectFigureGroups(groupBy, max(first, 1), skip)).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := &view.IndicatorValueAggregates{}
	switch {
	case len(rows) > 0:
		out.TotalCount = &rows[0].Total
	case skip == 0:
		out.TotalCount = new(int)
	}
	out.Groups, err = r.figureGroups(withSelectionOf(ctx, "groups"), rows[:min(first, len(rows))])
	return out, err
}

// figureGroups returns groups in their API form.
func (r *Resolver) figureGroups(
	ctx context.Context, rows []figureGroupRow,
) ([]*view.IndicatorValueAggregate, error) {
	indicators, err := loadKeys(withSelectionOf(ctx, "indicator"), rows,
		func(row figureGroupRow) *gid.ID { return &row.Indicator },
		func(ids []gid.ID) *ent.IndicatorQuery {
			return r.Reader.Indicator.Query().Where(indicator.IDIn(ids...))
		},
		func(i *ent.Indicator) gid.ID { return i.ID })
	if err != nil {
		return nil, err
	}
	clusters, err := loadKeys(withSelectionOf(ctx, "cluster"), rows,
		func(row figureGroupRow) *gid.ID { return row.Cluster },
		func(ids []gid.ID) *ent.ClusterQuery { return r.Reader.Cluster.Query().Where(cluster.IDIn(ids...)) },
		func(c *ent.Cluster) gid.ID { return c.ID })
	if err != nil {
		return nil, err
	}
	units, err := loadKeys(withSelectionOf(ctx, "unit"), rows,
		func(row figureGroupRow) *gid.ID { return row.Unit },
		func(ids []gid.ID) *ent.UnitQuery { return r.Reader.Unit.Query().Where(unit.IDIn(ids...)) }, unitID)
	if err != nil {
		return nil, err
	}
	groups := make([]*view.IndicatorValueAggregate, len(rows))
	for i, row := range rows {
		groups[i] = row.aggregate()
		groups[i].Indicator = indicators[row.Indicator]
		if row.Cluster != nil {
			groups[i].Cluster = clusters[*row.Cluster]
		}
		if row.Unit != nil {
			groups[i].Unit = units[*row.Unit]
		}
	}
	return groups, nil
}

// loadKeys loads the objects of a key of groups with the selected fields, by id; none if the key is not
// selected.
func loadKeys[Q query[Q, T], T any](
	ctx context.Context, rows []figureGroupRow, key func(figureGroupRow) *gid.ID, query func([]gid.ID) Q,
	id func(*T) gid.ID,
) (map[gid.ID]*T, error) {
	if graphql.GetFieldContext(ctx).Field.Field == nil { // it is not selected
		return nil, nil
	}
	var ids []gid.ID
	for _, row := range rows {
		if k := key(row); k != nil {
			ids = append(ids, *k)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	objects, err := collectMany(ctx, query(slices.Compact(ids)), "id")
	return byKey(objects, id), err
}

// aggregate returns the group in its API form, without the objects of its keys.
func (row figureGroupRow) aggregate() *view.IndicatorValueAggregate {
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
		Kind: row.Kind, Aggregation: row.Aggregation, Figures: row.Figures, Subjects: row.Subjects,
		SeveralScopes: row.SeveralScopes, SeveralSchoolYears: row.SeveralSchoolYears,
		Exact: row.Exact, Ratios: row.Ratios, SumUnits: valueOf(row.SumUnits), SumMicros: valueOf(row.SumMicros),
		Scale: scale, Numerator: valueOf(row.Numerator), Denominator: valueOf(row.Denominator),
	}.Aggregate()
	out := &view.IndicatorValueAggregate{
		SchoolYear: row.SchoolYear, Period: row.Period, Scope: (*view.IndicatorValueScope)(row.Scope),
		Count: row.Figures, BasedOnCount: a.BasedOn, MissingCount: a.Missing,
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

// selectFigureGroups makes a query of figures one of groups of them. A figure of a unit belongs to the
// cluster of which the unit is a member in its school year; a unit is a member of at most one. Columns that
// only order the groups, or describe them, are read once for each group.
func selectFigureGroups(keys []view.IndicatorValueGroupKey, limit, skip int) func(*sql.Selector) {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		measured, of := s.C(indicatorvalue.FieldIndicatorID), s.C(indicatorvalue.FieldUnitID)
		year := s.C(indicatorvalue.FieldSchoolYear)
		scope := fmt.Sprintf("(CASE WHEN %s IS NOT NULL THEN '%s' WHEN %s IN "+
			"(SELECT id FROM %s WHERE kind = '%s') THEN '%s' ELSE '%s' END)",
			s.C(indicatorvalue.FieldClusterID), report.ScopeCluster, of, unit.Table, unit.KindMinistry,
			report.ScopeNation, report.ScopeUnit)
		g := figureGrouping{s: s}
		g.key("indicator_id", measured, columnOf(indicator.Table, indicator.FieldOrdinal, measured))
		g.expression("kind", columnOf(indicator.Table, indicator.FieldKind, measured))
		g.expression("aggregation", columnOf(indicator.Table, indicator.FieldAggregation, measured))
		for i, key := range keys {
			if slices.Contains(keys[:i], key) {
				continue
			}
			switch key {
			case view.IndicatorValueGroupKeySchoolYear:
				g.key("school_year", year, "")
			case view.IndicatorValueGroupKeyPeriod:
				reports := d.Table(entreport.Table)
				s.Join(reports).On(s.C(indicatorvalue.FieldReportID), reports.C(entreport.FieldID))
				period := reports.C(entreport.FieldPeriod)
				g.key("period", period, "("+period+" = '"+string(entreport.PeriodFinal)+"')")
			case view.IndicatorValueGroupKeyScope:
				g.key("scope", scope, "")
			case view.IndicatorValueGroupKeyCluster:
				memberships := d.Table(membership.Table)
				s.LeftJoin(memberships).On(memberships.C(membership.FieldUnitID), of).
					On(memberships.C(membership.FieldSchoolYear), year)
				g.key("cluster_id", fmt.Sprintf("COALESCE(%s, %s)", s.C(indicatorvalue.FieldClusterID),
					memberships.C(membership.FieldClusterID)), "")
			case view.IndicatorValueGroupKeyUnit:
				g.key("unit_id", of, columnOf(unit.Table, unit.FieldSortKey, of))
			}
		}
		g.selectNumbers(scope)
		s.SelectExpr(g.columns...)
		s.Limit(limit).Offset(skip)
	}
}

// columnOf returns a subquery for a column of the row with an id.
func columnOf(table, column, id string) string {
	return fmt.Sprintf("(SELECT k.%s FROM %s k WHERE k.id = %s)", column, table, id)
}

// figureGrouping collects the columns of a query of groups.
type figureGrouping struct {
	s       *sql.Selector
	columns []sql.Querier
}

func (g *figureGrouping) expression(name, expression string) {
	g.columns = append(g.columns, sql.Raw(expression+" AS "+name))
}

// key groups by an expression, and orders the groups by another one that depends on it, if there is one, and
// then by the key.
func (g *figureGrouping) key(name, expression, order string) {
	g.expression(name, expression)
	g.s.GroupBy(expression)
	if order != "" {
		g.s.OrderExpr(sql.Raw(order + " NULLS FIRST"))
	}
	g.s.OrderExpr(sql.Raw(expression + " NULLS FIRST"))
}

// selectNumbers selects what report.FigureGroup needs, and the smallest and the largest exact value.
func (g *figureGrouping) selectNumbers(scope string) {
	var (
		micros      = g.s.C(indicatorvalue.FieldValueMicros)
		numerator   = g.s.C(indicatorvalue.FieldNumerator)
		denominator = g.s.C(indicatorvalue.FieldDenominator)
		year        = g.s.C(indicatorvalue.FieldSchoolYear)
		exact       = fmt.Sprintf("%s IS NOT NULL AND %s = '%s'", micros,
			g.s.C(indicatorvalue.FieldApproximation), indicatorvalue.ApproximationExact)
		ratio = fmt.Sprintf("%s IS NOT NULL AND %s IS NOT NULL AND %s = '%s'", numerator, denominator,
			g.s.C(indicatorvalue.FieldApproximation), indicatorvalue.ApproximationExact)
		of = func(function, condition, value string) string {
			return fmt.Sprintf("%s(CASE WHEN %s THEN %s END)", function, condition, value)
		}
	)
	g.expression("total", "COUNT(*) OVER ()")
	g.expression("figures", "COUNT(*)")
	g.expression("subjects", fmt.Sprintf("COUNT(DISTINCT COALESCE(%s, %s))",
		g.s.C(indicatorvalue.FieldUnitID), g.s.C(indicatorvalue.FieldClusterID)))
	g.expression("several_scopes", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", scope))
	g.expression("several_years", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", year))
	g.expression("exact", of("COUNT", exact, "1"))
	g.expression("ratios", of("COUNT", ratio, "1"))
	// In two parts, because the sum of 64-bit integers overflows in SQLite and is of another type in PostgreSQL.
	g.expression("sum_units", of("SUM", exact, micros+" / 1000000"))
	g.expression("sum_micros", of("SUM", exact, micros+" % 1000000"))
	g.expression("scale", of("MAX", exact, g.s.C(indicatorvalue.FieldValueScale)))
	g.expression("numerators", of("SUM", ratio, numerator))
	g.expression("denominators", of("SUM", ratio, denominator))
	g.expression("minimum", of("MIN", exact, micros))
	g.expression("maximum", of("MAX", exact, micros))
}
