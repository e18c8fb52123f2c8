package account_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	entaccount "thidua/ent/account"
	"thidua/ent/cluster"
	"thidua/ent/grant"
	"thidua/ent/unit"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// clock is a manual clock, shared by the store and the authenticator.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) advance(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// fixture has a store with two clusters, a unit, a conference and the account of a clerk.
type fixture struct {
	*testing.T
	s        *store.Store
	clock    *clock
	operator context.Context
}

const year = vi.SchoolYear(2023)

func forEachDatabase(t *testing.T, body func(fixture)) {
	t.Helper()
	c := newClock()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		f := fixture{t, s, c, viewer.NewContext(t.Context(), viewer.Operator())}
		f.requireNoError(s.Tx(f.operator, func(ctx context.Context, tx *store.Tx) error {
			for n, id := range map[int]gid.ID{2: gid.Derive(gid.Cluster, "2"), 5: gid.Derive(gid.Cluster, "5")} {
				if err := tx.Cluster.Create().SetID(id).SetNumber(n).SetKind(cluster.KindCluster).
					SetName("Cụm").Exec(ctx); err != nil {
					return err
				}
			}
			if err := tx.Unit.Create().SetID(gid.Derive(gid.Unit, "bac-ninh")).SetCode("bac-ninh").
				SetKind(unit.KindProvincialDepartment).
				SetName("Sở").SetShortName("Bắc Ninh").SetSortKey("a").SetSearchKey("a").
				Exec(ctx); err != nil {
				return err
			}
			return tx.Conference.Create().SetID(gid.Derive(gid.Conference, "conf")).SetCode("conf").
				SetKind("FINAL_REVIEW").SetTitle("Hội nghị").
				SetSchoolYear(year).SetHeldOrder("2024").Exec(ctx)
		}))
		_, err := account.Create(f.operator, s, account.NewAccount{Subject: "clerk", Name: "A clerk",
			Kind: entaccount.KindPerson})
		f.requireNoError(err)
		body(f)
	}, store.WithClock(c.now))
}

func (f fixture) requireNoError(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f fixture) requireFault(what string, err error, want *fault.Sentinel) {
	f.Helper()
	if !errors.Is(err, want) {
		f.Errorf("%s: %v, want %s", what, err, want.Code())
	}
}

func (f fixture) issueToken() account.Issued {
	f.Helper()
	issued, err := account.IssueToken(f.operator, f.s, account.NewToken{Account: "clerk", Label: "laptop",
		ExpiresAt: new(f.clock.now().Add(time.Hour))})
	f.requireNoError(err)
	return issued
}

func (f fixture) contextWith(grants ...viewer.Grant) context.Context {
	return viewer.NewContext(
		f.Context(), viewer.Account(gid.Derive(gid.Account, "somebody"), time.Time{}, grants...),
	)
}

var headGrant = account.NewGrant{Account: "clerk", Role: grant.RoleClusterHead, Cluster: new(2),
	SchoolYear: new(year)}

// Every command is allowed to the Ministry and the operator only.
func TestCommands_Authorization(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		issued := f.issueToken()
		granted, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		verbs := map[string]func(context.Context) error{
			"create": func(ctx context.Context) error {
				_, err := account.Create(ctx, f.s,
					account.NewAccount{Subject: "x", Name: "X", Kind: "PERSON"})
				return err
			},
			"grant": func(ctx context.Context) error {
				_, err := account.GrantRole(ctx, f.s, headGrant)
				return err
			},
			"issue": func(ctx context.Context) error {
				_, err := account.IssueToken(ctx, f.s, account.NewToken{Account: "clerk", Label: "x"})
				return err
			},
			"revoke grant": func(ctx context.Context) error {
				_, err := account.RevokeGrant(ctx, f.s, granted)
				return err
			},
			"revoke token": func(ctx context.Context) error {
				_, err := account.RevokeToken(ctx, f.s, issued.Token)
				return err
			},
			"disable": func(ctx context.Context) error {
				_, err := account.Disable(ctx, f.s, "clerk")
				return err
			},
			"enable": func(ctx context.Context) error {
				_, err := account.Enable(ctx, f.s, "clerk")
				return err
			},
		}
		for name, verb := range verbs {
			want := fault.Forbidden
			if name == "revoke token" { // its existence is hidden from others
				want = fault.NotFound
			}
			f.requireFault(name+" by an anonymous caller", verb(f.Context()), fault.Unauthenticated)
			for _, role := range viewer.Roles() {
				if role != viewer.Ministry {
					f.requireFault(name+" by "+string(role),
						verb(f.contextWith(viewer.Grant{Role: role, Cluster: gid.Derive(gid.Cluster, "2"),
							SchoolYear: year})), want)
				}
			}
		}
		owner := viewer.NewContext(f.Context(), viewer.Account(account.ID("clerk"), time.Time{}))
		f.requireNoError(verbs["revoke token"](owner))
		for name, verb := range verbs {
			if err := verb(f.contextWith(viewer.Grant{Role: viewer.Ministry})); err != nil {
				f.Errorf("%s by the Ministry: %v", name, err)
			}
		}
		f.requireFault("revoke of RevokeLabelled",
			account.RevokeTokensByLabel(f.contextWith(viewer.Grant{Role: viewer.Ministry}), f.s, "clerk", "x"),
			fault.Forbidden)
	})
}

// Repeating a command, as after a lost response, changes nothing and returns the same result.
func TestCommands_Idempotent(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		in := account.NewAccount{Subject: "clerk", Name: "A clerk", Kind: entaccount.KindPerson}
		id, err := account.Create(f.operator, f.s, in)
		f.requireNoError(err)
		if id != account.ID("clerk") {
			f.Errorf("created %s", id)
		}
		in.Name = "Another"
		_, err = account.Create(f.operator, f.s, in)
		f.requireFault("another name", err, fault.Conflict)

		first, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		until := headGrant
		until.ValidTo = new(f.clock.now().Add(time.Hour))
		again, err := account.GrantRole(f.operator, f.s, until)
		f.requireNoError(err)
		g := f.s.Reader().Grant.GetX(f.operator, first)
		if again != first || g.ValidTo == nil || !g.ValidTo.Equal(*until.ValidTo) {
			f.Errorf("granted %s again as %s until %v", first, again, g.ValidTo)
		}
		for range 2 {
			_, err = account.RevokeGrant(f.operator, f.s, first)
			f.requireNoError(err)
		}
		other, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		if other == first {
			f.Error("a grant that had ended came back")
		}
	})
}

// The scope of a role is enforced by the command and by the table.
func TestGrantRole_Scopes(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		two, nine, bn, conf, gone := new(2), new(9), new("bac-ninh"), new("conf"), new("gone")
		for name, c := range map[string]struct {
			in   account.NewGrant
			want *fault.Sentinel
		}{
			"the Ministry": {account.NewGrant{Role: "MINISTRY"}, nil},
			"a secretary": {account.NewGrant{Role: "SECRETARY", Conference: conf,
				SchoolYear: new(year)}, nil},
			"a delegate": {account.NewGrant{Role: "DELEGATE", Conference: conf, Unit: bn},
				nil},
			"an editor": {account.NewGrant{Role: "UNIT_EDITOR", Unit: bn}, nil},
			"a head": {account.NewGrant{Role: "CLUSTER_HEAD", Cluster: two,
				SchoolYear: new(year)}, nil},
			"the Ministry of a year": {account.NewGrant{Role: "MINISTRY", SchoolYear: new(year)},
				fault.BadInput},
			"a head of all years": {account.NewGrant{Role: "CLUSTER_HEAD", Cluster: two},
				fault.BadInput},
			"a head of nothing": {account.NewGrant{Role: "CLUSTER_HEAD", SchoolYear: new(year)},
				fault.BadInput},
			"a head of a unit too": {account.NewGrant{Role: "CLUSTER_HEAD", Cluster: two, Unit: bn,
				SchoolYear: new(year)}, fault.BadInput},
			"no such role": {account.NewGrant{Role: "KING"}, fault.BadInput},
			"no such cluster": {account.NewGrant{Role: "CLUSTER_HEAD", Cluster: nine,
				SchoolYear: new(year)}, fault.UnknownCode},
			"no such unit": {account.NewGrant{Role: "UNIT_EDITOR", Unit: gone},
				fault.UnknownCode},
			"no such conference": {account.NewGrant{Role: "TELLER", Conference: gone},
				fault.UnknownCode},
			"another year's conference": {account.NewGrant{Role: "TELLER", Conference: conf,
				SchoolYear: new(year + 1)}, fault.BadInput},
			"ends before it begins": {account.NewGrant{Role: "AUDITOR",
				ValidTo: new(f.clock.now().Add(-time.Hour))}, fault.BadInput},
			"a year that cannot be": {account.NewGrant{Role: "UNIT_EDITOR", Unit: bn,
				SchoolYear: new(vi.SchoolYear(1))}, fault.BadInput},
			"a screen of another's scope": {account.NewGrant{Role: "SCREEN", Conference: conf, Cluster: two},
				fault.BadInput},
		} {
			c.in.Account = "clerk"
			_, err := account.GrantRole(f.operator, f.s, c.in)
			if c.want == nil {
				f.requireNoError(err)
			} else {
				f.requireFault(name, err, c.want)
			}
		}
		err := f.s.Tx(f.operator, func(ctx context.Context, tx *store.Tx) error { // bypassing the command
			return tx.Grant.Create().SetAccountID(account.ID("clerk")).SetRole(grant.RoleClusterHead).
				SetValidFrom(f.clock.now()).Exec(ctx)
		})
		if store.Classify(err) != store.KindCheck {
			f.Errorf("the table took a head of nothing: %v", err)
		}
		for _, in := range []account.NewAccount{{Name: "x", Kind: "PERSON"}, {Subject: "x", Kind: "PERSON"},
			{Subject: " x", Name: "x", Kind: "PERSON"},
			{Subject: "x", Name: "x"}, {Subject: strings.Repeat("x", 300), Name: "x", Kind: "PERSON"}} {
			_, err := account.Create(f.operator, f.s, in)
			f.requireFault("account", err, fault.BadInput)
		}
		for _, in := range []account.NewToken{{Account: "clerk"},
			{Account: "clerk", Label: "x", ExpiresAt: new(f.clock.now())}} {
			_, err := account.IssueToken(f.operator, f.s, in)
			f.requireFault("token", err, fault.BadInput)
		}
		_, err = account.IssueToken(f.operator, f.s, account.NewToken{Account: "nobody", Label: "x"})
		f.requireFault("token of nobody", err, fault.UnknownCode)
	})
}

// The database holds the hash of a secret, and no part of the secret itself.
func TestIssueToken_SecretNotStored(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		a, b := f.issueToken(), f.issueToken()
		if a.Secret == b.Secret || len(a.Secret) != len(account.TokenPrefix)+43 ||
			!strings.HasPrefix(a.Secret, account.TokenPrefix) {
			f.Errorf("%q, %q", a.Secret, b.Secret)
		}
		stored := f.s.Reader().Token.GetX(f.operator, a.Token)
		if want := sha256.Sum256([]byte(a.Secret)); string(stored.Hash) != string(want[:]) {
			f.Errorf("stored is %x", stored.Hash)
		}
		if strings.Contains(stored.String(), a.Secret[7:15]) ||
			strings.Contains(stored.String(), string(stored.Hash)) {
			f.Errorf("it prints %s", stored)
		}
	})
}
