package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/discrepancy"
	"thidua/ent/indicatorvalue"
	"thidua/ent/membership"
	entreport "thidua/ent/report"
	"thidua/graph/view"
	"thidua/internal/gid"
	"thidua/internal/report"
)

// comparabilityWarnings returns why a figure of a trend and the previous one may not be comparable.
func (r *Resolver) comparabilityWarnings(
	ctx context.Context, p *view.TrendPoint,
) ([]view.ComparabilityWarning, error) {
	return loadBatch(ctx, siblingKeysOf(p, func(p *view.TrendPoint) *view.TrendPoint { return p }),
		func(ctx context.Context, points []*view.TrendPoint) (map[*view.TrendPoint][]view.ComparabilityWarning,
			error) {
			var compared []*ent.IndicatorValue
			for _, p := range points {
				if p.Previous != nil {
					compared = append(compared, p.IndicatorValue, p.Previous)
				}
			}
			scopes, err := r.figureScopes(ctx, compared)
			found := make(map[*view.TrendPoint][]view.ComparabilityWarning, len(points))
			for _, p := range points {
				found[p] = []view.ComparabilityWarning{}
				if p.Previous == nil {
					continue
				}
				for _, w := range report.ComparabilityWarnings(scopes[p.Previous.ID], scopes[p.IndicatorValue.ID]) {
					found[p] = append(found[p], view.ComparabilityWarning(w))
				}
			}
			return found, err
		})
}

// figureScopes returns what figures describe.
func (r *Resolver) figureScopes(
	ctx context.Context, figures []*ent.IndicatorValue,
) (map[gid.ID]report.FigureScope, error) {
	periods, err := r.reportPeriods(ctx, figures)
	if err != nil {
		return nil, err
	}
	members, err := r.membersOfFigures(ctx, figures)
	if err != nil {
		return nil, err
	}
	discrepancies, err := r.discrepanciesOfFigures(ctx, figures)
	scopes := make(map[gid.ID]report.FigureScope, len(figures))
	for _, v := range figures {
		s := report.FigureScope{Subject: subjectOfFigure(v), Period: periods[v.ReportID],
			Discrepancies: discrepancies[v.ID]}
		if v.ClusterID != nil {
			s.IsCluster, s.Members = true, members[clusterYear{*v.ClusterID, v.SchoolYear}]
		}
		scopes[v.ID] = s
	}
	return scopes, err
}

func (r *Resolver) reportPeriods(
	ctx context.Context, figures []*ent.IndicatorValue,
) (map[gid.ID]entreport.Period, error) {
	reports, err := r.Reader.Report.Query().Where(entreport.IDIn(reportsOfFigures(figures)...)).
		Select(entreport.FieldID, entreport.FieldPeriod).All(ctx)
	periods := make(map[gid.ID]entreport.Period, len(reports))
	for _, p := range reports {
		periods[p.ID] = p.Period
	}
	return periods, err
}

// membersOfFigures returns the members of the clusters among the subjects, in the years of the figures.
func (r *Resolver) membersOfFigures(
	ctx context.Context, figures []*ent.IndicatorValue,
) (map[clusterYear][]gid.ID, error) {
	var keys []clusterYear
	for _, v := range figures {
		if v.ClusterID != nil {
			keys = append(keys, clusterYear{*v.ClusterID, v.SchoolYear})
		}
	}
	members := map[clusterYear][]gid.ID{}
	if len(keys) == 0 {
		return members, nil
	}
	clusters, years := splitKeys(keys)
	rows, err := r.Reader.Membership.Query().
		Where(membership.ClusterIDIn(sortedUnique(clusters)...), membership.SchoolYearIn(years...)).All(ctx)
	for _, m := range rows {
		k := clusterYear{m.ClusterID, m.SchoolYear}
		members[k] = append(members[k], m.UnitID)
	}
	return members, err
}

// reportsOfFigures returns the reports, which are fewer than the figures: a statement has a limited number of
// parameters.
func reportsOfFigures(figures []*ent.IndicatorValue) []gid.ID {
	return sortedUnique(idsOf(figures, func(v *ent.IndicatorValue) gid.ID { return v.ReportID }))
}

// discrepanciesOfFigures returns the discrepancies of the register that concern each figure.
func (r *Resolver) discrepanciesOfFigures(
	ctx context.Context, figures []*ent.IndicatorValue,
) (map[gid.ID][]gid.ID, error) {
	ofReports := indicatorvalue.ReportIDIn(reportsOfFigures(figures)...)
	rows, err := r.Reader.Discrepancy.Query().Where(discrepancy.HasIndicatorValuesWith(ofReports)).
		WithIndicatorValues(func(q *ent.IndicatorValueQuery) { q.Where(ofReports) }).All(ctx)
	found := map[gid.ID][]gid.ID{}
	for _, d := range rows {
		for _, v := range d.Edges.IndicatorValues {
			found[v.ID] = append(found[v.ID], d.ID)
		}
	}
	return found, err
}
