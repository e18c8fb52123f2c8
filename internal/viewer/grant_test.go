package viewer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

var (
	cluster, otherCluster = gid.Derive(gid.Cluster, "2"), gid.Derive(gid.Cluster, "5")
	unit, otherUnit       = gid.Derive(gid.Unit, "bac-ninh"), gid.Derive(gid.Unit, "nam-dinh")
	conf, otherConf       = gid.Derive(gid.Conference, "a"), gid.Derive(gid.Conference, "b")
	clerk                 = gid.Derive(gid.Account, "clerk")
)

const lastYear, thisYear = vi.SchoolYear(2023), vi.SchoolYear(2024)

// A grant satisfies the rule of its own role, scope and school year, and no other.
func TestRequire(t *testing.T) {
	rules := map[string]viewer.Rule{
		"ministry": viewer.AllowMinistry(), "head": viewer.AllowHead(cluster, thisYear),
		"deputy": viewer.AllowDeputy(cluster, thisYear),
		"editor": viewer.AllowEditor(unit, thisYear), "secretary": viewer.AllowSecretary(conf),
		"delegate": viewer.AllowDelegate(conf, unit), "screen": viewer.AllowScreen(conf, unit),
		"owner": viewer.AllowOwner(clerk),
	}
	for name, c := range map[string]struct {
		account gid.ID
		grant   viewer.Grant
		may     string
	}{
		"nothing":      {0, viewer.Grant{}, ""},
		"the Ministry": {0, viewer.Grant{Role: viewer.Ministry}, "ministry"},
		"an auditor":   {0, viewer.Grant{Role: viewer.Auditor}, ""},
		"this year's head": {0, viewer.Grant{Role: viewer.ClusterHead, Cluster: cluster,
			SchoolYear: thisYear}, "head"},
		"last year's head": {0, viewer.Grant{Role: viewer.ClusterHead, Cluster: cluster,
			SchoolYear: lastYear}, ""},
		"the head of another": {0, viewer.Grant{Role: viewer.ClusterHead, Cluster: otherCluster,
			SchoolYear: thisYear}, ""},
		"the head of none": {0, viewer.Grant{Role: viewer.ClusterHead, SchoolYear: thisYear}, ""},
		"the deputy": {0, viewer.Grant{Role: viewer.ClusterDeputy, Cluster: cluster,
			SchoolYear: thisYear}, "deputy"},
		"the unit's editor": {0,
			viewer.Grant{Role: viewer.UnitEditor, Unit: unit, SchoolYear: thisYear}, "editor"},
		"its editor of all years": {0, viewer.Grant{Role: viewer.UnitEditor, Unit: unit}, "editor"},
		"last year's editor": {0,
			viewer.Grant{Role: viewer.UnitEditor, Unit: unit, SchoolYear: lastYear}, ""},
		"another's editor": {0, viewer.Grant{Role: viewer.UnitEditor, Unit: otherUnit}, ""},
		"the secretary":    {0, viewer.Grant{Role: viewer.Secretary, Conference: conf}, "secretary"},
		"the secretary, with year": {0, viewer.Grant{Role: viewer.Secretary, Conference: conf,
			SchoolYear: lastYear}, "secretary"},
		"another's secretary": {0, viewer.Grant{Role: viewer.Secretary, Conference: otherConf}, ""},
		"a teller":            {0, viewer.Grant{Role: viewer.Teller, Conference: conf}, ""},
		"a delegate": {0, viewer.Grant{Role: viewer.Delegate, Conference: conf, Unit: unit},
			"delegate"},
		"a delegate of another": {0, viewer.Grant{Role: viewer.Delegate, Conference: conf,
			Unit: otherUnit}, ""},
		"a screen": {0, viewer.Grant{Role: viewer.Screen, Conference: conf}, ""},
		"a unit's screen": {0, viewer.Grant{Role: viewer.Screen, Conference: conf, Unit: unit},
			"screen"},
		"another unit's screen": {0, viewer.Grant{Role: viewer.Screen, Conference: conf,
			Unit: otherUnit}, ""},
		"the owner":            {clerk, viewer.Grant{}, "owner"},
		"the owner of another": {gid.Derive(gid.Account, "other"), viewer.Grant{}, ""},
		"a head by the wrong scope": {0, viewer.Grant{Role: viewer.ClusterHead, Cluster: cluster, Unit: unit,
			SchoolYear: thisYear}, ""},
	} {
		ctx := viewer.NewContext(t.Context(), viewer.Account(c.account, time.Time{}, c.grant))
		for rule, r := range rules {
			err := viewer.Require(ctx, r)
			if allowed := err == nil; allowed != (rule == c.may) || err != nil &&
				!errors.Is(err, fault.Forbidden) {
				t.Errorf("%s, asked for %s: %v", name, rule, err)
			}
		}
		if viewer.Require(ctx) == nil {
			t.Errorf("%s may do what is the operator's", name)
		}
	}
	for rule, r := range rules {
		if viewer.Require(viewer.NewContext(t.Context(), viewer.Operator()), r) != nil ||
			!errors.Is(viewer.Require(context.Background(), r), fault.Unauthenticated) {
			t.Errorf("%s: the operator may not, or an anonymous viewer is not UNAUTHENTICATED", rule)
		}
	}
}

// Rules with zero ids, as for a key that was not found, allow nobody.
func TestRequire_ZeroScope(t *testing.T) {
	empty := []viewer.Rule{{}, viewer.AllowOwner(0), viewer.AllowHead(0, thisYear), viewer.AllowHead(cluster, 0),
		viewer.AllowEditor(0, 0), viewer.AllowSecretary(0), viewer.AllowDelegate(0, 0)}
	for _, role := range append(viewer.Roles(), "") {
		ctx := viewer.NewContext(t.Context(), viewer.Account(0, time.Time{}, viewer.Grant{Role: role}))
		if role != viewer.Ministry && viewer.Require(ctx, empty...) == nil {
			t.Errorf("%q got in", role)
		}
	}
}

var someGrant = rapid.Custom(func(t *rapid.T) viewer.Grant {
	return viewer.Grant{
		Role:       rapid.SampledFrom(viewer.Roles()).Draw(t, "role"),
		Cluster:    rapid.SampledFrom([]gid.ID{0, cluster, otherCluster}).Draw(t, "cluster"),
		Unit:       rapid.SampledFrom([]gid.ID{0, unit, otherUnit}).Draw(t, "unit"),
		Conference: rapid.SampledFrom([]gid.ID{0, conf, otherConf}).Draw(t, "conference"),
		SchoolYear: rapid.SampledFrom([]vi.SchoolYear{0, lastYear, thisYear}).Draw(t, "year"),
	}
})

// Two accounts share a class exactly if they see the same, in whatever order their grants are; the principal
// has no account.
func TestClass_SameScopesShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grants := rapid.SliceOfN(someGrant, 0, 4).Draw(t, "grants")
		others := rapid.SliceOfN(someGrant, 0, 4).Draw(t, "others")
		a := viewer.Account(clerk, time.Time{}, grants...)
		b := viewer.Account(gid.Derive(gid.Account, "other"), time.Now(), others...)
		all := a.SeesAllUnpublished()
		same := all == b.SeesAllUnpublished() && (all || equalScopes(a.Scopes(), b.Scopes()))
		if (a.VisibilityClass() == b.VisibilityClass()) != same {
			t.Fatalf("%q and %q, and they see the same: %v", a.VisibilityClass(), b.VisibilityClass(), same)
		}
		shuffled := viewer.Account(clerk, time.Time{}, rapid.Permutation(append(grants, grants...)).
			Draw(t, "order")...)
		if class := a.VisibilityClass(); shuffled.VisibilityClass() != class || class == "public" ||
			class == "operator" {
			t.Fatalf("%q is also %q", a.VisibilityClass(), shuffled.VisibilityClass())
		}
		if p := a.SharedViewer(); p.VisibilityClass() != a.VisibilityClass() || p.Account() != 0 ||
			p.Kind() != viewer.KindAccount || !p.ValidUntil().IsZero() {
			t.Fatalf("the shared viewer of %q is %+v", a.VisibilityClass(), p)
		}
	})
}

func equalScopes(a, b []viewer.Scope) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Changing the caller's slice of grants does not change the viewer.
func TestViewer_Immutable(t *testing.T) {
	grants := []viewer.Grant{{Role: viewer.Auditor}}
	v := viewer.Account(clerk, time.Time{}, grants...)
	grants[0].Role = viewer.Ministry
	if viewer.Require(viewer.NewContext(t.Context(), v), viewer.AllowMinistry()) == nil {
		t.Error("an auditor became the Ministry")
	}
}
