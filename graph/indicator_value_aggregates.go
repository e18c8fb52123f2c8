package graph

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/cluster"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/membership"
	entreport "thidua/ent/report"
	"thidua/ent/unit"
	"thidua/graph/view"
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

func (row figureGroupRow) keys() GroupKeys {
	return GroupKeys{Total: row.Total, Cluster: row.Cluster, Unit: row.Unit}
}

// indicatorValueAggregates groups the figures that pass a filter and aggregates each group, by one statement.
// The objects that are keys of groups are loaded by one statement for each type.
func (r *Resolver) indicatorValueAggregates(
	ctx context.Context, where *ent.IndicatorValueWhereInput, by []view.IndicatorValueGroupKey, first, skip int,
) (*view.IndicatorValueAggregates, error) {
	page, err := readGroups(ctx, first, skip, func() (rows []figureGroupRow, err error) {
		q, err := where.Filter(r.Reader.IndicatorValue.Query())
		if err != nil {
			return nil, err
		}
		err = q.Modify(selectFigureGroups(by, first, skip)).Scan(ctx, &rows)
		return rows, err
	})
	if err != nil {
		return nil, err
	}
	groups, err := r.figureGroups(ctx, page.rows)
	return &view.IndicatorValueAggregates{TotalCount: page.total, Groups: groups}, err
}

// figureGroups returns groups in their API form.
func (r *Resolver) figureGroups(
	ctx context.Context, rows []figureGroupRow,
) ([]*view.IndicatorValueAggregate, error) {
	indicators, err := loadKeys(withSelectionOf(withSelectionOf(ctx, "groups"), "indicator"), rows,
		func(row figureGroupRow) *gid.ID { return &row.Indicator },
		func(ids []gid.ID) *ent.IndicatorQuery {
			return r.Reader.Indicator.Query().Where(indicator.IDIn(ids...))
		},
		func(i *ent.Indicator) gid.ID { return i.ID })
	if err != nil {
		return nil, err
	}
	objects, err := loadGroupObjects(ctx, r, rows)
	groups := make([]*view.IndicatorValueAggregate, len(rows))
	for i, row := range rows {
		groups[i] = row.aggregate()
		groups[i].Indicator = indicators[row.Indicator]
		groups[i].Cluster = objectOf(objects.clusters, row.Cluster)
		groups[i].Unit = objectOf(objects.units, row.Unit)
	}
	return groups, err
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
		g := grouping{s: s}
		g.key("indicator_id", measured, columnOf(indicator.Table, indicator.FieldOrdinal, measured))
		g.column("kind", columnOf(indicator.Table, indicator.FieldKind, measured))
		g.column("aggregation", columnOf(indicator.Table, indicator.FieldAggregation, measured))
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
				g.objectKey("cluster_id", cluster.Table, fmt.Sprintf("COALESCE(%s, %s)",
					s.C(indicatorvalue.FieldClusterID), memberships.C(membership.FieldClusterID)), cluster.FieldNumber)
			case view.IndicatorValueGroupKeyUnit:
				g.key("unit_id", of, columnOf(unit.Table, unit.FieldSortKey, of))
			}
		}
		selectFigureNumbers(&g, scope)
		s.SelectExpr(g.columns...)
		s.Limit(limit).Offset(skip)
	}
}

// columnOf returns a subquery for a column of the row with an id.
func columnOf(table, column, id string) string {
	return fmt.Sprintf("(SELECT k.%s FROM %s k WHERE k.id = %s)", column, table, id)
}

// selectFigureNumbers selects what report.FigureGroup needs, and the smallest and the largest exact value.
func selectFigureNumbers(g *grouping, scope string) {
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
	g.column("total", "COUNT(*) OVER ()")
	g.column("figures", "COUNT(*)")
	g.column("subjects", fmt.Sprintf("COUNT(DISTINCT COALESCE(%s, %s))",
		g.s.C(indicatorvalue.FieldUnitID), g.s.C(indicatorvalue.FieldClusterID)))
	g.column("several_scopes", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", scope))
	g.column("several_years", fmt.Sprintf("(MIN(%[1]s) < MAX(%[1]s))", year))
	g.column("exact", of("COUNT", exact, "1"))
	g.column("ratios", of("COUNT", ratio, "1"))
	// In two parts, because the sum of 64-bit integers overflows in SQLite and is of another type in PostgreSQL.
	g.column("sum_units", of("SUM", exact, micros+" / 1000000"))
	g.column("sum_micros", of("SUM", exact, micros+" % 1000000"))
	g.column("scale", of("MAX", exact, g.s.C(indicatorvalue.FieldValueScale)))
	g.column("numerators", of("SUM", ratio, numerator))
	g.column("denominators", of("SUM", ratio, denominator))
	g.column("minimum", of("MIN", exact, micros))
	g.column("maximum", of("MAX", exact, micros))
}
