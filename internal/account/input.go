package account

import (
	"slices"
	"time"

	"thidua/ent/account"
	"thidua/ent/grant"
	"thidua/internal/fault"
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

// badInput rejects a field, with the reasons of package command.
func badInput(field, reason string) error {
	return fault.InvalidInput(fault.InvalidField{Path: field, Code: reason})
}

// fieldChecks are the checks of an input. Of each field, the first that fails counts.
type fieldChecks []fieldCheck

type fieldCheck struct {
	ok            bool
	field, reason string
}

// err returns BAD_INPUT with all fields of which a check fails, or nil.
func (c fieldChecks) err() error {
	var invalid []fault.InvalidField
	for _, f := range c {
		recorded := slices.ContainsFunc(invalid, func(i fault.InvalidField) bool { return i.Path == f.field })
		if !f.ok && !recorded {
			invalid = append(invalid, fault.InvalidField{Path: f.field, Code: f.reason})
		}
	}
	if len(invalid) == 0 {
		return nil
	}
	return fault.InvalidInput(invalid...)
}

func (a NewAccount) validate() error {
	return fieldChecks{
		{a.Subject != "", "subject", "EMPTY"}, {isClean(a.Subject), "subject", "UNCLEAN"},
		{a.Name != "", "name", "EMPTY"}, {isClean(a.Name), "name", "UNCLEAN"},
		{account.KindValidator(a.Kind) == nil, "kind", "BAD_VALUE"},
	}.err()
}

func (t NewToken) validate(now time.Time) error {
	return fieldChecks{
		{t.Label != "", "label", "EMPTY"}, {isClean(t.Label), "label", "UNCLEAN"},
		{t.ExpiresAt == nil || t.ExpiresAt.After(now), "expiresAt", "OUT_OF_ORDER"},
	}.err()
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
		return r != scopeForbidden, "NOT_ALLOWED"
	}
	return r != scopeRequired, "MISSING"
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

func (g NewGrant) validate() error {
	scope, known := roleScopes[g.Role]
	if !known {
		return badInput("role", "BAD_VALUE")
	}
	var checks fieldChecks
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
		checks = append(checks, fieldCheck{ok, part.field, reason})
	}
	yearOK := g.SchoolYear == nil || g.SchoolYear.Validate() == nil
	return append(checks, fieldCheck{yearOK, "schoolYear", "BAD_VALUE"}).err()
}
