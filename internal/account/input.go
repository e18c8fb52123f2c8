package account

import (
	"time"

	"thidua/ent/account"
	"thidua/ent/grant"
	"thidua/internal/command"
	"thidua/internal/vi"
)

// NewAccount is the input of [Create].
type NewAccount struct {
	Subject string
	Name    string
	Kind    account.Kind
}

// NewGrant is the input of [GrantRole]: a role with the scope that it requires. Clusters, units and
// conferences are given by natural key.
type NewGrant struct {
	Account    string // subject
	Role       grant.Role
	Cluster    *int
	Unit       *string
	Conference *string
	SchoolYear *vi.SchoolYear
	ValidFrom  *time.Time // now if nil
	ValidTo    *time.Time // unlimited if nil
}

// NewToken is the input of [IssueToken].
type NewToken struct {
	Account   string // subject
	Label     string
	ExpiresAt *time.Time // a year from now if nil
}

// maxTextBytes is the maximum length of a subject in OpenID Connect, and of every other text here.
const maxTextBytes = 255

func (a NewAccount) validate() error {
	return command.Validate(a, func(a NewAccount, v *command.Validator) {
		validateText(v, "subject", a.Subject)
		validateText(v, "name", a.Name)
		v.Enum("kind", account.KindValidator(a.Kind))
	})
}

func (t NewToken) validate(now time.Time) error {
	return command.Validate(t, func(t NewToken, v *command.Validator) {
		validateText(v, "label", t.Label)
		v.Require(t.ExpiresAt == nil || t.ExpiresAt.After(now), "expiresAt", command.ReasonOutOfOrder)
	})
}

// validateText validates a required text of one line, of at most maxTextBytes.
func validateText(v *command.Validator, field, text string) {
	v.Require(text != "", field, command.ReasonEmpty)
	v.Require(isClean(text), field, command.ReasonUnclean)
}

func isClean(s string) bool { return vi.Clean(s) == s && len(s) <= maxTextBytes }

// requirement tells whether a role has a part of the scope.
type requirement int

const (
	scopeForbidden requirement = iota
	scopeOptional
	scopeRequired
)

func (r requirement) check(given bool) (ok bool, reason string) {
	if given {
		return r != scopeForbidden, command.ReasonNotAllowed
	}
	return r != scopeRequired, command.ReasonMissing
}

// roleScopes has the scope of each role. The table's schema checks the same.
var roleScopes = map[grant.Role]struct{ cluster, unit, conference, year requirement }{
	grant.RoleMinistry:      {},
	grant.RoleAuditor:       {},
	grant.RoleClusterHead:   {cluster: scopeRequired, year: scopeRequired},
	grant.RoleClusterDeputy: {cluster: scopeRequired, year: scopeRequired},
	grant.RoleUnitEditor:    {unit: scopeRequired, year: scopeOptional},
	grant.RoleDelegate:      {conference: scopeRequired, unit: scopeOptional, year: scopeOptional},
	grant.RoleSecretary:     {conference: scopeRequired, year: scopeOptional},
	grant.RoleTeller:        {conference: scopeRequired, year: scopeOptional},
	grant.RoleScreen:        {conference: scopeRequired, unit: scopeOptional, year: scopeOptional},
}

func (g NewGrant) validate() error { return command.Validate(g, checkGrant) }

func checkGrant(g NewGrant, v *command.Validator) {
	scope, known := roleScopes[g.Role]
	if !known {
		v.Reject("role", command.ReasonBadValue)
		return
	}
	for _, part := range []struct {
		field string
		need  requirement
		given bool
	}{
		{"cluster", scope.cluster, g.Cluster != nil}, {"unit", scope.unit, g.Unit != nil},
		{"conference", scope.conference, g.Conference != nil},
		{"schoolYear", scope.year, g.SchoolYear != nil},
	} {
		ok, reason := part.need.check(part.given)
		v.Require(ok, part.field, reason)
	}
	v.Require(g.SchoolYear == nil || g.SchoolYear.Validate() == nil, "schoolYear", command.ReasonBadValue)
}
