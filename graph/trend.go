package graph

import (
	"cmp"
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/predicate"
	entreport "thidua/ent/report"
	"thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// unitTrends returns the known figures of indicators of a unit and its predecessors over the years.
func (r *Resolver) unitTrends(ctx context.Context, u *ent.Unit, codes []string) ([]*view.Trend, error) {
	return loadBatch(ctx, siblingKeysOf(u, unitID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.Trend, error) {
			return r.trendsOfUnits(ctx, ids, codes)
		})
}

// nationalTrends returns the figures of the Ministry, which are those of the nation.
func (r *Resolver) nationalTrends(ctx context.Context, codes []string) ([]*view.Trend, error) {
	ids, err := r.Reader.Unit.Query().Where(unit.KindEQ(unit.KindMinistry)).Order(unit.ByID()).IDs(ctx)
	if err != nil {
		return nil, err
	}
	found, err := r.trendsOfUnits(ctx, ids, codes)
	trends := []*view.Trend{}
	for _, id := range ids {
		trends = append(trends, found[id]...)
	}
	return trends, err
}

func (r *Resolver) trendsOfUnits(
	ctx context.Context, ids []gid.ID, codes []string,
) (map[gid.ID][]*view.Trend, error) {
	links, err := r.successionLinks(ctx)
	if err != nil {
		return nil, err
	}
	var subjects []gid.ID
	for _, id := range ids {
		subjects = append(subjects, registry.Lineage(id, links)...)
	}
	return r.trends(ctx, ids, links, codes, indicatorvalue.UnitIDIn(subjects...))
}

// clusterTrends returns the known figures of indicators of a cluster as a whole over the years.
func (r *Resolver) clusterTrends(ctx context.Context, c *ent.Cluster, codes []string) ([]*view.Trend, error) {
	return loadBatch(ctx, siblingKeysOf(c, func(c *ent.Cluster) gid.ID { return c.ID }),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.Trend, error) {
			return r.trends(ctx, ids, nil, codes, indicatorvalue.ClusterIDIn(ids...))
		})
}

// trends returns the trends of subjects, which are units or clusters, from the figures that a predicate
// selects.
func (r *Resolver) trends(
	ctx context.Context, subjects []gid.ID, links []registry.LineageLink, codes []string,
	which predicate.IndicatorValue,
) (map[gid.ID][]*view.Trend, error) {
	if err := r.checkIndicatorCodes(ctx, codes); err != nil {
		return nil, err
	}
	values, err := r.loadFigures(withSelectionOf(ctx, "points"), "indicatorValue", which, hasIndicators(codes))
	if err != nil {
		return nil, err
	}
	measured, err := r.measuredIndicators(withSelectionOf(ctx, "indicator"), values)
	if err != nil {
		return nil, err
	}
	found, bySubject := make(map[gid.ID][]*view.Trend, len(subjects)), groupBy(values, subjectOfFigure)
	var all []*view.Trend
	for _, id := range subjects {
		found[id] = []*view.Trend{}
		own := figuresByIndicator(registry.Lineage(id, links), bySubject)
		for _, i := range measured {
			if t := newTrend(id, links, i, own[i.ID]); len(t.Points) > 0 {
				found[id], all = append(found[id], t), append(all, t)
			}
		}
	}
	view.SetTrendSiblings(all)
	return found, nil
}

// figuresByIndicator groups the figures of the subjects by indicator. Searching the figures of all units for
// every unit and indicator instead took 3.5 s for the whole country.
func figuresByIndicator(
	subjects []gid.ID, bySubject map[gid.ID][]*ent.IndicatorValue,
) map[gid.ID][]*ent.IndicatorValue {
	var values []*ent.IndicatorValue
	for _, subject := range subjects {
		values = append(values, bySubject[subject]...)
	}
	return groupBy(values, func(v *ent.IndicatorValue) gid.ID { return v.IndicatorID })
}

func subjectOfFigure(v *ent.IndicatorValue) gid.ID { return report.PointOf(v).Subject }

// newTrend returns the trend of one indicator from its figures.
func newTrend(
	subject gid.ID, links []registry.LineageLink, measured *ent.Indicator, values []*ent.IndicatorValue,
) *view.Trend {
	byID, points := map[gid.ID]*ent.IndicatorValue{}, []report.Point(nil)
	for _, v := range values {
		byID[v.ID] = v
		points = append(points, report.PointOf(v))
	}
	t := &view.Trend{Indicator: measured}
	for _, step := range report.TrendOf(subject, links, points) {
		p := &view.TrendPoint{SchoolYear: step.SchoolYear, IndicatorValue: byID[step.Figure]}
		if c := step.Change; c != nil {
			p.Previous, p.Since = byID[c.Previous], &c.Since
			p.RankChange, p.ValueChange = c.Rank, c.Value
			if measured.Aggregation == indicator.AggregationSum {
				p.PercentChange = c.Percent
			}
		}
		t.Points = append(t.Points, p)
	}
	return t
}

// standings ranks the units of a cluster in a school year by an indicator.
func (r *Resolver) standings(
	ctx context.Context, of siblingKeys[clusterYear], code string,
) (*view.Standings, error) {
	return loadBatch(ctx, of,
		func(ctx context.Context, keys []clusterYear) (map[clusterYear]*view.Standings, error) {
			if err := r.checkIndicatorCodes(ctx, []string{code}); err != nil {
				return nil, err
			}
			items := withSelectionOf(ctx, "items")
			members, err := r.loadMembers(withSelectionOf(items, "unit"), keys)
			if err != nil {
				return nil, err
			}
			var units []gid.ID
			for _, list := range members {
				for _, u := range list {
					units = append(units, u.ID)
				}
			}
			values, err := r.loadFigures(items, "indicatorValue", indicatorvalue.UnitIDIn(units...),
				indicatorvalue.SchoolYear(of.own.year), hasIndicators([]string{code}))
			found := make(map[clusterYear]*view.Standings, len(keys))
			for k, list := range members {
				found[k] = newStandings(list, values)
			}
			return found, err
		})
}

func newStandings(members []*ent.Unit, values []*ent.IndicatorValue) *view.Standings {
	byID, units := map[gid.ID]*ent.Unit{}, []gid.ID(nil)
	for _, u := range members {
		byID[u.ID], units = u, append(units, u.ID)
	}
	figures, points := map[gid.ID]*ent.IndicatorValue{}, []report.Point(nil)
	for _, v := range values {
		figures[v.ID], points = v, append(points, report.PointOf(v))
	}
	ranking := report.RankUnits(units, points)
	out := &view.Standings{KnownCount: ranking.Known, TotalCount: len(members), Items: []*view.Standing{}}
	for _, s := range ranking.Standings {
		row := &view.Standing{Unit: byID[s.Unit], BestRank: s.Best, WorstRank: s.Worst,
			IndicatorValue: figures[s.Figure]}
		if rank, known := s.Rank(); known {
			row.Rank = &rank
		}
		out.Items = append(out.Items, row)
	}
	return out
}

// loadFigures returns figures in the order of their reports, those of final reviews after those of interim
// ones, with the selection of a field.
func (r *Resolver) loadFigures(
	ctx context.Context, field string, where ...predicate.IndicatorValue,
) ([]*ent.IndicatorValue, error) {
	return collectMany(withSelectionOf(ctx, field), r.Reader.IndicatorValue.Query().Where(where...).Order(
		indicatorvalue.ByReportField(entreport.FieldSchoolYear),
		indicatorvalue.ByReportField(entreport.FieldPeriod, sql.OrderDesc()), // INTERIM, FINAL
		indicatorvalue.ByID(),
	), indicatorvalue.Columns...)
}

// measuredIndicators returns the indicators of figures, in the order of the catalogue.
func (r *Resolver) measuredIndicators(
	ctx context.Context, values []*ent.IndicatorValue,
) ([]*ent.Indicator, error) {
	ids := idsOf(values, func(v *ent.IndicatorValue) gid.ID { return v.IndicatorID })
	slices.Sort(ids)
	return collectMany(ctx, r.Reader.Indicator.Query().Where(indicator.IDIn(slices.Compact(ids)...)).
		Order(indicator.ByOrdinal(), indicator.ByID()), indicator.FieldAggregation)
}

// hasIndicators selects the figures of indicators, or all figures if no list of codes is given.
func hasIndicators(codes []string) predicate.IndicatorValue {
	if codes == nil {
		return indicatorvalue.HasIndicator()
	}
	ids := make([]gid.ID, len(codes))
	for i, code := range codes {
		ids[i] = report.IndicatorID(code)
	}
	return indicatorvalue.IndicatorIDIn(ids...)
}

// checkIndicatorCodes rejects an unknown code, because an empty result would hide the mistake.
func (r *Resolver) checkIndicatorCodes(ctx context.Context, codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	known, err := r.Reader.Indicator.Query().Where(indicator.CodeIn(codes...)).Select(indicator.FieldCode).
		Strings(ctx)
	return cmp.Or(err, unknownCode("indicator", codes, known))
}

// unknownCode returns UNKNOWN_CODE for the first code that is not known; nil if all are.
func unknownCode(kind string, codes, known []string) error {
	for _, code := range codes {
		if !slices.Contains(known, code) {
			return fault.UnknownCode.With("kind", kind, "code", fault.SanitizeWord(code))
		}
	}
	return nil
}
