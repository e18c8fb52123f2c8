package account

import (
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
const textMax = 255

// badInput rejects a field, with the reasons of package command.
func bad(field, reason string) error { return fault.BadInput.With("reason", field+": "+reason) }

// fieldChecks returns the first failed check of some fields.
type check []struct {
	ok            bool
	field, reason string
}

func (c check) first() error {
	for _, f := range c {
		if !f.ok {
			return bad(f.field, f.reason)
		}
	}
	return nil
}

func (in NewAccount) check() error {
	return check{
		{in.Subject != "", "subject", "EMPTY"}, {clean(in.Subject), "subject", "UNCLEAN"},
		{in.Name != "", "name", "EMPTY"}, {clean(in.Name), "name", "UNCLEAN"},
		{account.KindValidator(in.Kind) == nil, "kind", "BAD_VALUE"},
	}.first()
}

func (in NewToken) check(now time.Time) error {
	return check{
		{in.Label != "", "label", "EMPTY"}, {clean(in.Label), "label", "UNCLEAN"},
		{in.ExpiresAt == nil || in.ExpiresAt.After(now), "expiresAt", "OUT_OF_ORDER"},
	}.first()
}

func clean(s string) bool { return vi.Clean(s) == s && len(s) <= textMax }

// requirement tells whether a role has a part of the scope.
type need int

const (
	no need = iota
	may
	must
)

func (n need) met(given bool) (ok bool, reason string) {
	if given {
		return n != no, "NOT_ALLOWED"
	}
	return n != must, "MISSING"
}

// roleScopes has the scope of each role. The table's schema checks the same.
var scopes = map[grant.Role]struct{ cluster, unit, conference, year need }{
	grant.RoleMinistry:      {},
	grant.RoleAuditor:       {},
	grant.RoleClusterHead:   {cluster: must, year: must},
	grant.RoleClusterDeputy: {cluster: must, year: must},
	grant.RoleUnitEditor:    {unit: must, year: may},
	grant.RoleDelegate:      {conference: must, unit: may, year: may},
	grant.RoleSecretary:     {conference: must, year: may},
	grant.RoleTeller:        {conference: must, year: may},
	grant.RoleScreen:        {conference: must, unit: may, year: may},
}

func (in NewGrant) check() error {
	scope, known := scopes[in.Role]
	if !known {
		return bad("role", "BAD_VALUE")
	}
	for _, part := range []struct {
		field string
		need  need
		given bool
	}{
		{"cluster", scope.cluster, in.Cluster != nil}, {"unit", scope.unit, in.Unit != nil},
		{"conference", scope.conference, in.Conference != nil},
		{"schoolYear", scope.year, in.SchoolYear != nil},
	} {
		if ok, reason := part.need.met(part.given); !ok {
			return bad(part.field, reason)
		}
	}
	if in.SchoolYear != nil && in.SchoolYear.Validate() != nil {
		return bad("schoolYear", "BAD_VALUE")
	}
	return nil
}
