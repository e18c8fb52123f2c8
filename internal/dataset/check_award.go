package dataset

import (
	entaward "thidua/ent/award"
	"thidua/internal/award"
)

func (ds *dataset) checkAwards() {
	nominated := map[award.Key]bool{}
	for _, n := range ds.nominations {
		nominated[award.Key{Kind: n.Kind, Unit: n.Unit, SchoolYear: n.SchoolYear}] = true
	}
	for _, a := range ds.awards {
		if a.Nominated && !nominated[award.Key{Kind: a.Kind, Unit: a.Unit, SchoolYear: a.SchoolYear}] {
			ds.reject(a, "nominated", "there is no nomination of %s for it in %v", a.Unit, a.SchoolYear)
		}
		if a.State != entaward.StateProposed && (a.DecisionNumber == "" || a.DecidedOn.IsZero()) {
			ds.reject(a, "state", "an award that is %s has a decision_number and decided_on", a.State)
		}
		ds.requireNotBefore(a, "presented_on", a.DecidedOn, a.PresentedOn)
	}
}
