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

// Scope is a part of what is not published that a viewer sees all the same: what is of this cluster or unit in this
// school year (0 for all), or of this conference. One of the three is not 0.
type Scope struct {
	Cluster, Unit, Conference gid.ID
	SchoolYear                vi.SchoolYear
}

// scope is what the role of a grant lets see; false for a role that sees all, or by itself nothing.
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

// SeesRecord tells whether the viewer sees all of the record, published or not: the operator, the Ministry, an auditor.
func (v Viewer) SeesRecord() bool {
	return v.IsOperator() || slices.ContainsFunc(v.Grants(), Grant.seesRecord)
}

func (g Grant) seesRecord() bool { return g.Role == Ministry || g.Role == Auditor }

// Scopes lists what the viewer sees beyond what is published; it says nothing of those who see all.
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

// Class is the visibility class: "public", "operator", "reader" for an account that sees no more than what is published,
// "record" for one that sees all of it, and otherwise the scopes. What was rendered of the record for one viewer of a
// class may be shown to every other, and to nobody else; render it as the class's Principal.
func (v Viewer) Class() string {
	switch {
	case v.IsOperator():
		return "operator"
	case v.identity == nil:
		return "public"
	}
	return v.identity.class
}

func classOf(grants []Grant) string {
	if slices.ContainsFunc(grants, Grant.seesRecord) {
		return "record"
	}
	parts := []string{"reader"}
	for _, s := range scopesOf(grants) {
		for _, id := range []gid.ID{s.Cluster, s.Unit, s.Conference} { // an id tells its kind
			if id != 0 {
				parts = append(parts, fmt.Sprintf("%v@%d", id, s.SchoolYear))
			}
		}
	}
	return strings.Join(parts, " ")
}

// Principal is who runs what a class shares: it has the class, and no account, so that nothing of one's own gets into
// what all of them see.
func (v Viewer) Principal() Viewer {
	if v.identity == nil {
		return v
	}
	return Account(0, time.Time{}, v.Grants()...)
}
