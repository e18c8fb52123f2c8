package report_test

import (
	"slices"
	"testing"

	entreport "thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/report"
)

func TestComparabilityWarnings(t *testing.T) {
	unit := report.FigureScope{Subject: 1, Period: entreport.PeriodFinal}
	cluster := report.FigureScope{Subject: 2, Period: entreport.PeriodFinal, IsCluster: true,
		Members: []gid.ID{11, 12}, Discrepancies: []gid.ID{21, 22}}
	change := func(s report.FigureScope, f func(*report.FigureScope)) report.FigureScope {
		f(&s)
		return s
	}
	for name, c := range map[string]struct {
		before, after report.FigureScope
		want          []report.ComparabilityWarning
	}{
		"the same unit": {unit, unit, nil},
		"the same members in another order": {cluster, change(cluster, func(s *report.FigureScope) {
			s.Members, s.Discrepancies = []gid.ID{12, 11}, []gid.ID{23}
		}), nil},
		"interim and final": {
			change(unit, func(s *report.FigureScope) { s.Period = entreport.PeriodInterim }), unit,
			[]report.ComparabilityWarning{report.DifferentPeriods}},
		"a renamed unit": {change(unit, func(s *report.FigureScope) { s.Subject = 3 }), unit,
			[]report.ComparabilityWarning{report.FigureOfPredecessor}},
		"a new member": {cluster, change(cluster, func(s *report.FigureScope) {
			s.Members, s.Discrepancies = []gid.ID{11, 12, 13}, nil
		}), []report.ComparabilityWarning{report.DifferentMembers}},
		"no members stated before": {change(cluster, func(s *report.FigureScope) { s.Members = nil }),
			change(cluster, func(s *report.FigureScope) { s.Discrepancies = []gid.ID{22} }),
			[]report.ComparabilityWarning{report.MembersNotStated, report.SharedDiscrepancy}},
		"members stated in neither year": {
			change(cluster, func(s *report.FigureScope) { s.Members, s.Discrepancies = nil, nil }),
			change(cluster, func(s *report.FigureScope) { s.Members, s.Discrepancies = nil, nil }),
			[]report.ComparabilityWarning{report.MembersNotStated}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := report.ComparabilityWarnings(c.before, c.after); !slices.Equal(got, c.want) {
				t.Errorf("ComparabilityWarnings = %v, want %v", got, c.want)
			}
		})
	}
}
