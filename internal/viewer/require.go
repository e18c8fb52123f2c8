package viewer

import (
	"context"
	"slices"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Rule allows the viewers with a matching grant to call a command. A command lists its rules in its first
// line.
type Rule struct {
	grant   Grant
	account gid.ID
}

// AllowMinistry allows everybody who acts for the Ministry.
func AllowMinistry() Rule { return Rule{grant: Grant{Role: Ministry}} }

// AllowHead allows those who act for the head of a cluster in this school year, and not in any other.
func AllowHead(cluster gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: ClusterHead, Cluster: cluster, SchoolYear: year}}
}

// AllowDeputy allows those who act for the deputy head of a cluster in a school year.
func AllowDeputy(cluster gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: ClusterDeputy, Cluster: cluster, SchoolYear: year}}
}

// AllowEditor allows the editors of a unit's reports in a school year.
func AllowEditor(unit gid.ID, year vi.SchoolYear) Rule {
	return Rule{grant: Grant{Role: UnitEditor, Unit: unit, SchoolYear: year}}
}

// AllowSecretary allows the secretaries of a conference.
func AllowSecretary(conference gid.ID) Rule {
	return Rule{grant: Grant{Role: Secretary, Conference: conference}}
}

// AllowScreen allows the screens of a unit's site at a conference.
func AllowScreen(conference, unit gid.ID) Rule {
	return Rule{grant: Grant{Role: Screen, Conference: conference, Unit: unit}}
}

// AllowDelegate allows the delegates of a unit at a conference.
func AllowDelegate(conference, unit gid.ID) Rule {
	return Rule{grant: Grant{Role: Delegate, Conference: conference, Unit: unit}}
}

// AllowOwner allows the account itself.
func AllowOwner(account gid.ID) Rule { return Rule{account: account} }

// Allows reports whether a viewer satisfies the rule. A rule without its required scope allows nobody.
func (r Rule) Allows(v Viewer) bool {
	if r.account != 0 && r.account == v.Account() {
		return true
	}
	return r.grant.hasRequiredScope() && slices.ContainsFunc(v.Grants(), r.isSatisfiedBy)
}

// isSatisfiedBy reports whether a grant is the one that the rule requires.
func (r Rule) isSatisfiedBy(g Grant) bool {
	required := r.grant
	if g.Role != required.Role || g.Cluster != required.Cluster || g.Unit != required.Unit ||
		g.Conference != required.Conference {
		return false
	}
	return required.SchoolYear == 0 || g.Covers(required.SchoolYear) // a conference implies its year
}

// hasRequiredScope reports whether a grant has the scope that its role requires.
func (g Grant) hasRequiredScope() bool {
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

// Require returns nil for the operator and for viewers that one of the rules allows. All others get
// UNAUTHENTICATED if they are anonymous and an account could satisfy a rule, otherwise FORBIDDEN. Without
// rules only the operator is allowed.
func Require(ctx context.Context, rules ...Rule) error {
	v := FromContext(ctx)
	if v.IsOperator() || slices.ContainsFunc(rules, func(r Rule) bool { return r.Allows(v) }) {
		return nil
	}
	if v.Kind() == KindAnonymous && len(rules) > 0 {
		return fault.Unauthenticated.With()
	}
	return fault.Forbidden.With()
}

// RequireOperator returns FORBIDDEN unless the viewer is the operator.
func RequireOperator(ctx context.Context) error { return Require(ctx) }
