package dataset

import (
	"fmt"

	"thidua/ent/indicatorvalue"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

func (ds *dataset) checkReport(r *report.Report) {
	ds.requireOneOwner(r, r.Unit, r.Cluster)
	for i := range r.Values {
		v := &r.Values[i]
		key := figureKey(r, v)
		ds.requireUnique(v, "indicator", fmt.Sprintf("the figure %v", key))
		if v.Unit != "" && v.Cluster != 0 {
			ds.reject(v, "cluster", "a figure is about a unit or about a cluster, not about both")
		}
		ds.checkNumbers(v)
	}
}

// requireOneOwner rejects a report without unit and cluster, or with both.
func (ds *dataset) requireOneOwner(row any, unit string, cluster int) bool {
	ok := (unit == "") != (cluster == 0)
	if !ok {
		ds.reject(row, "cluster", "a report is of a unit or of a cluster: one of the two")
	}
	return ok
}

func (ds *dataset) checkNumbers(v *report.Value) {
	number := v.Denominator != nil || v.Value != nil
	ranked := v.NationalRank != nil || v.RankAtMost != nil
	switch {
	case v.NationalRank != nil && v.RankAtMost != nil:
		ds.reject(v, "national_rank_at_most", "a rank is stated, or its bound: one of the two")
	case v.NationalRank != nil && !number && v.Approximation != indicatorvalue.ApproximationExact:
		ds.reject(v, "national_rank", "a rank that is only a bound is a national_rank_at_most")
	case v.RankAtMost != nil && !number && v.Approximation != indicatorvalue.ApproximationAtMost:
		ds.reject(v, "national_rank_at_most", "a figure with only the bound of a rank is AT_MOST")
	case v.Numerator != nil && v.Denominator == nil:
		ds.reject(v, "numerator", "a numerator needs its denominator")
	case v.Approximation == indicatorvalue.ApproximationNotStated && (number || ranked):
		ds.reject(v, "approximation", "a figure that is NOT_STATED has no number")
	case v.Approximation != indicatorvalue.ApproximationNotStated && !number && !ranked:
		ds.reject(v, "indicator", "a figure without a number is NOT_STATED")
	}
}

// checkReportKey reports whether the report exists, and rejects the key otherwise.
func (ds *dataset) checkReportKey(k *registry.ReportKey) bool {
	if !ds.requireOneOwner(k, k.Unit, k.Cluster) {
		return false
	}
	for _, r := range ds.reports {
		if reportKey(r) == *k {
			return true
		}
	}
	ds.reject(k, "", "there is no report %v in the files", k)
	return false
}

func reportKey(r *report.Report) registry.ReportKey {
	return registry.ReportKey{Unit: r.Unit, Cluster: r.Cluster, SchoolYear: r.SchoolYear,
		Period: string(r.Period)}
}

// figureKey returns the natural key of a figure; omitted parts are those of the report.
func figureKey(r *report.Report, v *report.Value) registry.FigureKey {
	return registry.FigureKey{
		Report: reportKey(r), Indicator: v.Indicator, Unit: v.Unit, Cluster: v.Cluster,
		SchoolYear: v.SchoolYear,
	}
}

// figuresByID returns all figures in the files by id, since equivalent keys have the same id.
func (ds *dataset) figuresByID() map[gid.ID]*report.Value {
	all := map[gid.ID]*report.Value{}
	for _, r := range ds.reports {
		for i := range r.Values {
			all[figureKey(r, &r.Values[i]).ID()] = &r.Values[i]
		}
	}
	return all
}
