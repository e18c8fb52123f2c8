package report

import (
	"slices"

	entreport "thidua/ent/report"
	"thidua/internal/gid"
)

// ComparabilityWarning is a reason why two figures of a trend may not describe the same thing, with the
// values of the enum in the schema.
type ComparabilityWarning string

// The warnings, in the order in which ComparabilityWarnings returns them.
const (
	DifferentPeriods    ComparabilityWarning = "DIFFERENT_PERIODS"
	FigureOfPredecessor ComparabilityWarning = "PREDECESSOR"
	DifferentMembers    ComparabilityWarning = "DIFFERENT_MEMBERS"
	MembersNotStated    ComparabilityWarning = "MEMBERS_NOT_STATED"
	SharedDiscrepancy   ComparabilityWarning = "DISCREPANCY"
)

// FigureScope is what a figure describes.
type FigureScope struct {
	Subject   gid.ID // the unit or the cluster
	Period    entreport.Period
	IsCluster bool
	// Members are the units of the cluster in the school year of the figure; empty if none is stated.
	Members []gid.ID
	// Discrepancies are those of the register that concern the figure.
	Discrepancies []gid.ID
}

// ComparabilityWarnings returns the reasons why two figures of an indicator may not be comparable; none if no
// reason is known.
func ComparabilityWarnings(before, after FigureScope) []ComparabilityWarning {
	warnings := []ComparabilityWarning{}
	warn := func(w ComparabilityWarning, holds bool) {
		if holds {
			warnings = append(warnings, w)
		}
	}
	bothStated := len(before.Members) > 0 && len(after.Members) > 0
	warn(DifferentPeriods, before.Period != after.Period)
	warn(FigureOfPredecessor, before.Subject != after.Subject)
	warn(DifferentMembers, after.IsCluster && bothStated && !sameUnits(before.Members, after.Members))
	warn(MembersNotStated, after.IsCluster && !bothStated)
	warn(SharedDiscrepancy, slices.ContainsFunc(after.Discrepancies, func(d gid.ID) bool {
		return slices.Contains(before.Discrepancies, d)
	}))
	return warnings
}

// sameUnits reports whether two lists have the same units, in any order.
func sameUnits(a, b []gid.ID) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
