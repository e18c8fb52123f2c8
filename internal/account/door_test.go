package account_test

import (
	"context"
	"testing"
	"time"

	"thidua/ent"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func (f fixture) door() *account.Door { return account.NewDoor(f.s, nil, f.clock.now) }

func (f fixture) enters(d *account.Door, secret string) viewer.Viewer {
	f.Helper()
	v, err := d.Authenticate(f.Context(), secret)
	f.must(err)
	return v
}

func (f fixture) staysOut(d *account.Door, secret string, want *fault.Sentinel) {
	f.Helper()
	v, err := d.Authenticate(f.Context(), secret)
	f.refused("signing in", err, want)
	if v != viewer.Anonymous() {
		f.Errorf("rejected, but the viewer is %+v", v)
	}
}

// A token authenticates its account, with the grants in force, until it expires.
func TestSigningIn(t *testing.T) {
	each(t, func(f fixture) {
		d, issued := f.door(), f.issue()
		_, err := account.GrantRole(f.operator, f.s, head)
		f.must(err)
		v := f.enters(d, issued.Secret)
		if v.Account() != account.ID("clerk") || len(v.Grants()) != 1 || v.Until() != f.clock.now().
			Add(time.Hour) {
			f.Errorf("it is %+v until %s", v.Grants(), v.Until())
		}
		if viewer.Require(viewer.With(f.Context(), v), viewer.HeadOf(gid.Of(gid.Cluster, "2"), year)) != nil {
			f.Error("the head is none")
		}
		if viewer.Require(viewer.With(f.Context(), v),
			viewer.HeadOf(gid.Of(gid.Cluster, "2"), year+1)) == nil {
			f.Error("the head of last year is head this year")
		}
		for _, bad := range []string{"", account.Prefix, issued.Secret + "x",
			issued.Secret[:len(issued.Secret)-1], "x.y.z", "Bearer " + issued.Secret} {
			f.staysOut(d, bad, fault.Unauthenticated)
		}
		f.clock.pass(time.Hour)
		f.staysOut(d, issued.Secret, fault.TokenExpired)
	})
}

// Revoking, disabling and granting apply to the next request, even with a warm cache.
func TestChangesHoldAtOnce(t *testing.T) {
	each(t, func(f fixture) {
		d, first, second := f.door(), f.issue(), f.issue()
		f.enters(d, first.Secret)
		granted, err := account.GrantRole(f.operator, f.s, head)
		f.must(err)
		if v := f.enters(d, first.Secret); len(v.Grants()) != 1 {
			f.Error("what was granted does not hold")
		}
		_, err = account.RevokeGrant(f.operator, f.s, granted)
		f.must(err)
		if v := f.enters(d, first.Secret); len(v.Grants()) != 0 {
			f.Error("what was ended holds")
		}
		_, err = account.RevokeToken(f.operator, f.s, first.Token)
		f.must(err)
		f.staysOut(d, first.Secret, fault.Unauthenticated)
		f.enters(d, second.Secret)
		_, err = account.Disable(f.operator, f.s, "clerk")
		f.must(err)
		f.staysOut(d, second.Secret, fault.AccountDisabled)
		for range 2 { // repeating changes nothing
			_, err = account.Enable(f.operator, f.s, "clerk")
			f.must(err)
		}
		f.enters(d, second.Secret)
		f.staysOut(d, first.Secret, fault.Unauthenticated) // revoked tokens stay revoked
		_, err = account.Enable(f.operator, f.s, "nobody")
		f.refused("enabling nobody", err, fault.UnknownCode)
	})
}

// A commit of another node does not invalidate the cache here; it applies after two seconds.
func TestWhatAnotherNodeRevokesHoldsSoon(t *testing.T) {
	each(t, func(f fixture) {
		d, issued := f.door(), f.issue()
		f.enters(d, issued.Secret)
		f.must(f.s.Tx(f.operator, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Token.UpdateOneID(issued.Token).SetRevokedAt(f.clock.now()).Exec(ctx)
		}))
		f.enters(d, issued.Secret)
		f.clock.pass(2 * time.Second)
		f.staysOut(d, issued.Secret, fault.Unauthenticated)
	})
}

// Grants begin and end on time, even while the cache entry is fresh.
func TestGrantsBeginAndEnd(t *testing.T) {
	each(t, func(f fixture) {
		d, issued := f.door(), f.issue()
		in := head
		in.ValidFrom, in.ValidTo = new(f.clock.now().Add(time.Second)), new(f.clock.now().Add(2*time.Second))
		_, err := account.GrantRole(f.operator, f.s, in)
		f.must(err)
		for _, want := range []int{0, 1, 0, 0} {
			v := f.enters(d, issued.Secret)
			if len(v.Grants()) != want {
				f.Errorf("at %s: %d grants, want %d", f.clock.now(), len(v.Grants()), want)
			}
			f.clock.pass(time.Second)
		}
	})
}

// A cached authentication runs no statement, and the last use is written outside of requests.
func TestLastUse(t *testing.T) {
	each(t, func(f fixture) {
		d, issued := f.door(), f.issue()
		f.enters(d, issued.Secret)
		ctx, counter := storetest.CountQueries(f.Context())
		for range 10 {
			if _, err := d.Authenticate(ctx, issued.Secret); err != nil {
				f.Fatal(err)
			}
		}
		if counter.N() != 0 {
			f.Errorf("it takes %d statements:\n%s", counter.N(), counter)
		}
		if used := f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt; used != nil {
			f.Errorf("written while signing in: %s", used)
		}
		f.must(d.Flush(f.Context()))
		if used := f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt; used == nil ||
			!used.Equal(f.clock.now()) {
			f.Errorf("written: %v", used)
		}
		ctx, counter = storetest.CountQueries(f.Context())
		f.must(d.Flush(ctx))
		if counter.N() != 0 {
			f.Errorf("nothing was used, and it writes:\n%s", counter)
		}
	})
}

// RunUsageFlush flushes once more when its context ends.
func TestKeepWritesTheRest(t *testing.T) {
	each(t, func(f fixture) {
		d, issued := f.door(), f.issue()
		f.enters(d, issued.Secret)
		ctx, cancel := context.WithCancel(f.Context())
		cancel()
		d.Keep(ctx)
		if f.s.Reader().Token.GetX(f.operator, issued.Token).LastUsedAt == nil {
			f.Error("it is lost")
		}
	})
}

// Without the database every authentication fails with the database's fault.
func TestWithoutADatabase(t *testing.T) {
	s := storetest.Open(t, store.SQLite)
	d := account.NewDoor(s, nil, time.Now)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := d.Authenticate(ctx, account.Prefix+"x"); err == nil || v != viewer.Anonymous() {
		t.Errorf("%+v, %v", v, err)
	}
}
