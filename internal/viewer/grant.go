package viewer

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Role is what a grant lets an account be, spelled as in the API.
type Role string

// The roles.
const (
	Ministry      Role = "MINISTRY"       // acts for the Ministry
	ClusterHead   Role = "CLUSTER_HEAD"   // acts for a cluster's head in a school year
	ClusterDeputy Role = "CLUSTER_DEPUTY" // acts for its deputy head
	UnitEditor    Role = "UNIT_EDITOR"    // edits a unit's reports
	Delegate      Role = "DELEGATE"       // takes part in a conference
	Secretary     Role = "SECRETARY"      // keeps a conference's record
	Teller        Role = "TELLER"         // counts the papers of a ballot
	Screen        Role = "SCREEN"         // shows a conference in a hall; with a unit it speaks for that unit's hall
	Auditor       Role = "AUDITOR"        // reads all, writes nothing
)

// Roles lists every role, in the order of the documentation.
func Roles() []Role {
	return []Role{Ministry, ClusterHead, ClusterDeputy, UnitEditor, Delegate, Secretary, Teller, Screen, Auditor}
}

// Grant is a role within a scope. What a role is not limited by is 0; a role that has to be limited, and is not, is
// worth nothing, because nothing has the id 0.
type Grant struct {
	Role       Role
	Cluster    gid.ID
	Unit       gid.ID
	Conference gid.ID
	SchoolYear vi.SchoolYear // 0 for all
}

// Covers tells whether the grant is good in a school year.
func (g Grant) Covers(year vi.SchoolYear) bool { return g.SchoolYear == 0 || g.SchoolYear == year }

// compare orders grants, so that the same ones always come in the same order.
func (g Grant) compare(h Grant) int {
	return cmp.Or(cmp.Compare(g.Role, h.Role), cmp.Compare(g.Cluster, h.Cluster), cmp.Compare(g.Unit, h.Unit),
		cmp.Compare(g.Conference, h.Conference), cmp.Compare(g.SchoolYear, h.SchoolYear))
}

// canonical is a copy of grants, sorted and each once.
func canonical(grants []Grant) []Grant {
	return slices.Compact(slices.SortedFunc(slices.Values(grants), Grant.compare))
}
