package viewer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Scope is unpublished data that a viewer may see: that of a cluster or unit in a school year (0 for all
// years), or that of a conference. Exactly one of the three ids is set.
type Scope struct {
	Cluster, Unit, Conference gid.ID
	SchoolYear                vi.SchoolYear
}

// scope returns the scope of a grant, and false for roles that see everything or, by themselves, nothing.
func (g Grant) scope() (Scope, bool) {
	var s Scope
	switch g.Role {
	case ClusterHead, ClusterDeputy:
		s = Scope{Cluster: g.Cluster, SchoolYear: g.SchoolYear}
	case UnitEditor:
		s = Scope{Unit: g.Unit, SchoolYear: g.SchoolYear}
	case Delegate, Secretary, Teller, Screen:
		s = Scope{Conference: g.Conference}
	}
	return s, s.Cluster != 0 || s.Unit != 0 || s.Conference != 0
}

// SeesAllUnpublished reports whether the viewer sees all that is not published: operator, Ministry, auditor.
// Others see some of it, by their scopes.
func (v Viewer) SeesAllUnpublished() bool {
	return v.IsOperator() || slices.ContainsFunc(v.Grants(), Grant.seesAllUnpublished)
}

func (g Grant) seesAllUnpublished() bool { return g.Role == Ministry || g.Role == Auditor }

// Scopes lists the scopes of the viewer's grants. It is not meaningful if SeesAllUnpublished.
func (v Viewer) Scopes() []Scope { return scopesOf(v.Grants()) }

func scopesOf(grants []Grant) []Scope {
	var scopes []Scope
	for _, g := range grants {
		if s, ok := g.scope(); ok {
			scopes = append(scopes, s)
		}
	}
	slices.SortFunc(scopes, func(a, b Scope) int {
		return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(a.Unit, b.Unit),
			cmp.Compare(a.Conference, b.Conference), cmp.Compare(a.SchoolYear, b.SchoolYear))
	})
	return slices.Compact(scopes)
}

// VisibilityClass returns the visibility class: "public", "operator", "reader" (published data only),
// "record" (the whole record), or the scopes. What is rendered for one viewer of a class may be shown to all
// others of it, and to nobody else; render it as the class's SharedViewer.
func (v Viewer) VisibilityClass() string {
	switch {
	case v.IsOperator():
		return "operator"
	case v.identity == nil:
		return "public"
	}
	return v.identity.class
}

func classOf(grants []Grant) string {
	if slices.ContainsFunc(grants, Grant.seesAllUnpublished) {
		return "record"
	}
	parts := []string{"reader"}
	for _, s := range scopesOf(grants) {
		for _, id := range []gid.ID{s.Cluster, s.Unit, s.Conference} { // an id includes its kind
			if id != 0 {
				parts = append(parts, fmt.Sprintf("%v@%d", id, s.SchoolYear))
			}
		}
	}
	return strings.Join(parts, " ")
}

// SharedViewer returns a viewer with the same class and no account, for shared rendering: nothing personal
// can get into a shared result.
func (v Viewer) SharedViewer() Viewer {
	if v.identity == nil {
		return v
	}
	return Account(0, time.Time{}, v.Grants()...)
}
