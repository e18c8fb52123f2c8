package viewer

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Role is the role of a grant, spelled as in the API.
type Role string

// The roles.
const (
	Ministry      Role = "MINISTRY"       // acts for the Ministry
	ClusterHead   Role = "CLUSTER_HEAD"   // acts for a cluster's head in a school year
	ClusterDeputy Role = "CLUSTER_DEPUTY" // acts for its deputy head
	UnitEditor    Role = "UNIT_EDITOR"    // edits a unit's reports
	Delegate      Role = "DELEGATE"       // takes part in a conference
	Secretary     Role = "SECRETARY"      // keeps a conference's minutes
	Teller        Role = "TELLER"         // counts ballot papers
	// Screen shows a conference in a hall; with a unit it acts for that unit's site.
	Screen  Role = "SCREEN"
	Auditor Role = "AUDITOR" // reads everything, writes nothing
)

// Roles lists every role in documentation order. Tests of other packages check each of them.
func Roles() []Role {
	return []Role{Ministry, ClusterHead, ClusterDeputy, UnitEditor, Delegate, Secretary, Teller, Screen,
		Auditor}
}

// Grant is a role in a scope; 0 means not limited. A role without its required scope grants nothing, because
// no row has the id 0.
type Grant struct {
	Role       Role
	Cluster    gid.ID
	Unit       gid.ID
	Conference gid.ID
	SchoolYear vi.SchoolYear // 0 for all
}

// Covers reports whether the grant applies in a school year.
func (g Grant) Covers(year vi.SchoolYear) bool { return g.SchoolYear == 0 || g.SchoolYear == year }

// compare is a total order of grants.
func (g Grant) compare(h Grant) int {
	return cmp.Or(cmp.Compare(g.Role, h.Role), cmp.Compare(g.Cluster, h.Cluster), cmp.Compare(g.Unit, h.Unit),
		cmp.Compare(g.Conference, h.Conference), cmp.Compare(g.SchoolYear, h.SchoolYear))
}

// canonicalGrants returns the grants sorted and without duplicates.
func canonicalGrants(grants []Grant) []Grant {
	return slices.Compact(slices.SortedFunc(slices.Values(grants), Grant.compare))
}
