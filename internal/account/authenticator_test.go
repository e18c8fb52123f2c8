package account_test

import (
	"context"
	"testing"
	"time"

	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func (f fixture) newAuthenticator() *account.Authenticator {
	return account.NewAuthenticator(f.s, nil, f.clock.now)
}

func (f fixture) requireSignIn(d *account.Authenticator, secret string) viewer.Viewer {
	f.Helper()
	v, err := d.Authenticate(f.Context(), secret)
	f.requireNoError(err)
	return v
}

func (f fixture) requireRejected(d *account.Authenticator, secret string, want *fault.Sentinel) {
	f.Helper()
	v, err := d.Authenticate(f.Context(), secret)
	f.requireFault("signing in", err, want)
	if v != viewer.Anonymous() {
		f.Errorf("rejected, but the viewer is %+v", v)
	}
}

// A token authenticates its account, with the grants in force, until it expires.
func TestAuthenticate(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, issued := f.newAuthenticator(), f.issueToken()
		_, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		v := f.requireSignIn(d, issued.Secret)
		if v.Account() != account.ID("clerk") || len(v.Grants()) != 1 || v.ValidUntil() != f.clock.now().
			Add(time.Hour) {
			f.Errorf("it is %+v until %s", v.Grants(), v.ValidUntil())
		}
		if viewer.Require(
			viewer.NewContext(f.Context(), v), viewer.AllowHead(gid.Derive(gid.Cluster, "2"), year),
		) != nil {
			f.Error("the head is none")
		}
		if viewer.Require(viewer.NewContext(f.Context(), v),
			viewer.AllowHead(gid.Derive(gid.Cluster, "2"), year+1)) == nil {
			f.Error("the head of last year is head this year")
		}
		for _, bad := range []string{"", account.TokenPrefix, issued.Secret + "x",
			issued.Secret[:len(issued.Secret)-1], "x.y.z", "Bearer " + issued.Secret} {
			f.requireRejected(d, bad, fault.Unauthenticated)
		}
		f.clock.advance(time.Hour)
		f.requireRejected(d, issued.Secret, fault.TokenExpired)
	})
}

// Revoking, disabling and granting apply to the next request, even with a warm cache.
func TestAuthenticate_ChangesApplyImmediately(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, first, second := f.newAuthenticator(), f.issueToken(), f.issueToken()
		f.requireSignIn(d, first.Secret)
		granted, err := account.GrantRole(f.operator, f.s, headGrant)
		f.requireNoError(err)
		if v := f.requireSignIn(d, first.Secret); len(v.Grants()) != 1 {
			f.Error("what was granted does not hold")
		}
		_, err = account.RevokeGrant(f.operator, f.s, granted)
		f.requireNoError(err)
		if v := f.requireSignIn(d, first.Secret); len(v.Grants()) != 0 {
			f.Error("what was ended holds")
		}
		_, err = account.RevokeToken(f.operator, f.s, first.Token)
		f.requireNoError(err)
		f.requireRejected(d, first.Secret, fault.Unauthenticated)
		f.requireSignIn(d, second.Secret)
		_, err = account.Disable(f.operator, f.s, "clerk")
		f.requireNoError(err)
		f.requireRejected(d, second.Secret, fault.AccountDisabled)
		for range 2 { // repeating changes nothing
			_, err = account.Enable(f.operator, f.s, "clerk")
			f.requireNoError(err)
		}
		f.requireSignIn(d, second.Secret)
		f.requireRejected(d, first.Secret, fault.Unauthenticated) // revoked tokens stay revoked
		_, err = account.Enable(f.operator, f.s, "nobody")
		f.requireFault("enabling nobody", err, fault.UnknownCode)
	})
}

// A commit of another node does not invalidate the cache here; it applies after two seconds.
func TestAuthenticate_OtherNodeRevokes(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, issued := f.newAuthenticator(), f.issueToken()
		f.requireSignIn(d, issued.Secret)
		f.requireNoError(f.s.Tx(f.operator, func(ctx context.Context, tx *store.Tx) error {
			return tx.Token.UpdateOneID(issued.Token).SetRevokedAt(f.clock.now()).Exec(ctx)
		}))
		f.requireSignIn(d, issued.Secret)
		f.clock.advance(2 * time.Second)
		f.requireRejected(d, issued.Secret, fault.Unauthenticated)
	})
}

// Grants begin and end on time, even while the cache entry is fresh.
func TestAuthenticate_GrantValidity(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, issued := f.newAuthenticator(), f.issueToken()
		in := headGrant
		in.ValidFrom, in.ValidTo = new(f.clock.now().Add(time.Second)), new(f.clock.now().Add(2*time.Second))
		_, err := account.GrantRole(f.operator, f.s, in)
		f.requireNoError(err)
		for _, want := range []int{0, 1, 0, 0} {
			v := f.requireSignIn(d, issued.Secret)
			if len(v.Grants()) != want {
				f.Errorf("at %s: %d grants, want %d", f.clock.now(), len(v.Grants()), want)
			}
			f.clock.advance(time.Second)
		}
	})
}

// A cached authentication runs no statement, and the last use is written outside of requests.
func TestFlushUsage(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, issued := f.newAuthenticator(), f.issueToken()
		f.requireSignIn(d, issued.Secret)
		ctx, counter := storetest.CountQueries(f.Context())
		for range 10 {
			if _, err := d.Authenticate(ctx, issued.Secret); err != nil {
				f.Fatal(err)
			}
		}
		if counter.Count() != 0 {
			f.Errorf("it takes %d statements:\n%s", counter.Count(), counter)
		}
		if used := f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt; used != nil {
			f.Errorf("written while signing in: %s", used)
		}
		f.requireNoError(d.FlushUsage(f.Context()))
		if used := f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt; used == nil ||
			!used.Equal(f.clock.now()) {
			f.Errorf("written: %v", used)
		}
		ctx, counter = storetest.CountQueries(f.Context())
		f.requireNoError(d.FlushUsage(ctx))
		if counter.Count() != 0 {
			f.Errorf("nothing was used, and it writes:\n%s", counter)
		}
	})
}

// RunUsageFlush flushes once more when its context ends.
func TestRunUsageFlush_FlushesOnStop(t *testing.T) {
	forEachDatabase(t, func(f fixture) {
		d, issued := f.newAuthenticator(), f.issueToken()
		f.requireSignIn(d, issued.Secret)
		ctx, cancel := context.WithCancel(f.Context())
		cancel()
		d.RunUsageFlush(ctx)
		if f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt == nil {
			f.Error("it is lost")
		}
	})
}

// Without the database every authentication fails with the database's fault.
func TestAuthenticate_DatabaseDown(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	d := account.NewAuthenticator(s, nil, time.Now)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := d.Authenticate(ctx, account.TokenPrefix+"x"); err == nil || v != viewer.Anonymous() {
		t.Errorf("%+v, %v", v, err)
	}
}
