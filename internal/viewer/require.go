package viewer

import (
	"context"
	"slices"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Rule is who may call a verb: whoever has a grant that answers to it. Rules are values; a verb's are read at its first
// line, beside each other.
type Rule struct {
	grant   Grant
	account gid.ID
}

// AsMinistry is everybody who acts for the Ministry.
func AsMinistry() Rule { return Rule{grant: Grant{Role: Ministry}} }

// HeadOf is who acts for the head of a cluster in a school year. Who was head last year is not.
func HeadOf(cluster gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: ClusterHead, Cluster: cluster, SchoolYear: year}}
}

// DeputyOf is who acts for the deputy head of a cluster in a school year.
func DeputyOf(cluster gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: ClusterDeputy, Cluster: cluster, SchoolYear: year}}
}

// EditorOf is who edits the reports of a unit in a school year.
func EditorOf(unit gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: UnitEditor, Unit: unit, SchoolYear: year}}
}

// SecretaryOf is who keeps the record of a conference.
func SecretaryOf(conference gid.ID) Rule {
	return Rule{grant: Grant{Role: Secretary, Conference: conference}}
}

// TellerOf is who counts the papers at a conference.
func TellerOf(conference gid.ID) Rule {
	return Rule{grant: Grant{Role: Teller, Conference: conference}}
}

// ScreenOf is what shows a conference in a hall that a unit runs, and speaks for that hall.
func ScreenOf(conference, unit gid.ID) Rule {
	return Rule{grant: Grant{Role: Screen, Conference: conference, Unit: unit}}
}

// DelegateOf is who takes part in a conference for a unit.
func DelegateOf(conference, unit gid.ID) Rule {
	return Rule{grant: Grant{Role: Delegate, Conference: conference, Unit: unit}}
}

// Owner is who signed in to this very account.
func Owner(account gid.ID) Rule { return Rule{account: account} }

// Allows tells whether a viewer answers to the rule. A rule about nothing in particular where there has to be something
// is answered to by nobody.
func (r Rule) Allows(v Viewer) bool {
	if r.account != 0 && r.account == v.Account() {
		return true
	}
	return r.grant.sound() && slices.ContainsFunc(v.Grants(), r.answeredBy)
}

// answeredBy tells whether a grant is the one that the rule asks for.
func (r Rule) answeredBy(g Grant) bool {
	asked := r.grant
	if g.Role != asked.Role || g.Cluster != asked.Cluster || g.Unit != asked.Unit || g.Conference != asked.Conference {
		return false
	}
	return asked.SchoolYear == 0 || g.Covers(asked.SchoolYear) // a conference has its year in itself
}

// sound tells whether a grant has the scope that its role needs.
func (g Grant) sound() bool {
	switch g.Role {
	case Ministry, Auditor:
		return true
	case ClusterHead, ClusterDeputy:
		return g.Cluster != 0 && g.SchoolYear != 0
	case UnitEditor:
		return g.Unit != 0 && g.SchoolYear != 0
	}
	return g.Conference != 0
}

// Require is nil for the operator and for whoever one of the rules allows, and fault.Forbidden for all others. Without
// rules it is the operator's alone.
func Require(ctx context.Context, rules ...Rule) error {
	v := From(ctx)
	if v.IsOperator() || slices.ContainsFunc(rules, func(r Rule) bool { return r.Allows(v) }) {
		return nil
	}
	return fault.Forbidden.With()
}

// RequireOperator is nil for the operator, and fault.Forbidden for all others.
func RequireOperator(ctx context.Context) error { return Require(ctx) }
