package account

import (
	"time"

	"thidua/ent/account"
	"thidua/ent/grant"
	"thidua/internal/fault"
	"thidua/internal/vi"
)

// NewAccount is an account to create.
type NewAccount struct {
	Subject string
	Name    string
	Kind    account.Kind
}

// NewGrant is a role to grant, with the scope that the role asks for. Clusters, units and conferences go by their natural
// keys.
type NewGrant struct {
	Account    string // subject
	Role       grant.Role
	Cluster    *int
	Unit       *string
	Conference *string
	SchoolYear *vi.SchoolYear
	ValidFrom  *time.Time // now if nil
	ValidTo    *time.Time // without end if nil
}

// NewToken is a token to issue.
type NewToken struct {
	Account   string // subject
	Label     string
	ExpiresAt *time.Time // a year from now if nil
}

// textMax is the longest text that is taken, in bytes: the longest subject of OpenID Connect.
const textMax = 255

// bad refuses a field. The reasons are spelled as those of the record.
func bad(field, reason string) error { return fault.BadInput.With("reason", field+": "+reason) }

// check refuses the first of some fields that is not as it has to be.
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

// need is whether a role has a part of the scope.
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

// scopes says which scope each role has. The form of the table checks the same.
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
		{"conference", scope.conference, in.Conference != nil}, {"schoolYear", scope.year, in.SchoolYear != nil},
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
