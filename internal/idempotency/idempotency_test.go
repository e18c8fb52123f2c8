package idempotency_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/ent/account"
	"thidua/internal/access"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/idempotency"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func accountViewer(name string, grants ...viewer.Grant) viewer.Viewer {
	return viewer.Account(gid.Derive(gid.Account, name), time.Time{}, grants...)
}

func newRequest(t *testing.T, v viewer.Viewer, key, document, operation string,
	variables map[string]any) idempotency.Request {
	t.Helper()
	r, err := idempotency.NewRequest(v, key, document, operation, variables)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// createAccount makes a change: it creates an account.
func createAccount(ctx context.Context, s *store.Store, name string) error {
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Account.Create().SetID(gid.Derive(gid.Account,
			name)).SetSubject(name).SetName(name).SetKind(account.KindService).Exec(ctx)
	})
}

// lookupResponse returns the stored response to a request; nil if there is none.
func lookupResponse(t *testing.T, s *store.Store, r idempotency.Request) ([]byte, error) {
	t.Helper()
	known, err := idempotency.Lookup(t.Context(), s.Reader(), r)
	if known == nil {
		return nil, err
	}
	return known.Response, err
}

func forEachDatabase(t *testing.T, body func(t *testing.T, s *store.Store), opts ...store.Option) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, body, append(opts, store.WithReadRules(access.InstallReadRules))...)
}

// Which requests are the same, and which differ although they have the same key.
func TestLookup_SameAndOtherRequests(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *store.Store) {
		first := newRequest(t, accountViewer("an"), "k", "doc", "op", map[string]any{"a": 1, "b": []any{"x", nil}})
		ctx, _ := idempotency.WithClaim(t.Context(), first)
		if err := errors.Join(createAccount(ctx, s, "x"),
			idempotency.StoreResponse(ctx, s, first, []byte(`{"a":"<b>"}`)),
			idempotency.StoreResponse(ctx, s, first, []byte("later"))); err != nil {
			t.Fatal(err)
		}
		variables := map[string]any{"b": []any{"x", nil}, "a": 1}
		for name, c := range map[string]struct {
			r    idempotency.Request
			want *fault.Sentinel // nil for the first response
			none bool
		}{
			"the same": {newRequest(t, accountViewer("an"), "k", "doc", "op", variables), nil, false},
			"another value": {newRequest(t, accountViewer("an"), "k", "doc", "op",
				map[string]any{"a": 2, "b": []any{"x", nil}}), fault.IdempotencyKeyReused, false},
			"one variable less": {newRequest(t, accountViewer("an"), "k", "doc", "op", map[string]any{"a": 1}),
				fault.IdempotencyKeyReused, false},
			"another document": {newRequest(t, accountViewer("an"), "k", "doc ", "op", variables),
				fault.IdempotencyKeyReused,
				false},
			"another operation": {newRequest(t, accountViewer("an"), "k", "doc", "", variables),
				fault.IdempotencyKeyReused, false},
			"parts moved about": {newRequest(t, accountViewer("an"), "k", "docop", "", variables),
				fault.IdempotencyKeyReused,
				false},
			"another class": {newRequest(t, accountViewer("an", viewer.Grant{Role: viewer.Ministry}), "k", "doc", "op",
				variables), fault.AlreadyDone, false},
			"another key":        {newRequest(t, accountViewer("an"), "K", "doc", "op", variables), nil, true},
			"another account":    {newRequest(t, accountViewer("binh"), "k", "doc", "op", variables), nil, true},
			"a key with a slash": {newRequest(t, accountViewer("an"), "/k", "doc", "op", variables), nil, true},
			"no key":             {newRequest(t, accountViewer("an"), "", "doc", "op", variables), nil, true},
		} {
			answer, err := lookupResponse(t, s, c.r)
			switch {
			case c.want != nil:
				if !errors.Is(err, c.want) || answer != nil {
					t.Errorf("%s: %s, %v", name, answer, err)
				}
			case err != nil || c.none != (answer == nil) || !c.none && string(answer) != `{"a":"<b>"}`:
				t.Errorf("%s: %s, %v", name, answer, err)
			}
		}
	})
}

// A key is committed with the change, not with one that is rolled back, and only once.
func TestWithClaim_CommittedWithChange(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *store.Store) {
		r := newRequest(t, accountViewer("an"), "k", "doc", "op", nil)
		ctx, claim := idempotency.WithClaim(t.Context(), r)
		own := errors.New("own")
		if err := s.Tx(ctx, func(ctx context.Context, _ *store.Tx) error {
			return errors.Join(createAccount(ctx, s, "x"),
				own)
		}); !errors.Is(err, own) || claim.Committed() || claim.Conflicted() {
			t.Errorf("%v, %v, %v", err, claim.Committed(), claim.Conflicted())
		}
		if answer, err := lookupResponse(t, s, r); answer != nil || err != nil {
			t.Errorf("rolled back, and there is %s, %v", answer, err)
		}
		if err := errors.Join(createAccount(ctx, s, "x"), createAccount(ctx, s, "y")); err != nil ||
			!claim.Committed() ||
			claim.Conflicted() { // two transactions
			t.Errorf("%v, %v, %v", err, claim.Committed(), claim.Conflicted())
		}
		second, late := idempotency.WithClaim(t.Context(), r)
		if err := createAccount(second, s, "z"); !errors.Is(err, fault.IdempotencyKeyInUse) || late.Committed() ||
			!late.Conflicted() {
			t.Errorf("%v, %v, %v", err, late.Committed(), late.Conflicted())
		}
		if n := s.Reader().Account.Query().CountX(viewer.NewContext(t.Context(), viewer.Operator())); n != 2 {
			t.Errorf("%d changes are made", n)
		}
	})
}

// A response that is not stored is known to have been sent.
func TestStoreResponse_NotStored(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *store.Store) {
		for key, c := range map[string]struct {
			answer []byte
			want   error
		}{
			"none": {nil, fault.AlreadyDone}, "too large": {bytes.Repeat([]byte("a"), 256<<10+1), fault.AlreadyDone},
			"large": {[]byte(strings.Repeat("a", 256<<10)), nil},
		} {
			r := newRequest(t, accountViewer("an"), key, "doc", "op", nil)
			ctx, _ := idempotency.WithClaim(t.Context(), r)
			if err := createAccount(ctx, s, key); err != nil {
				t.Fatal(err)
			}
			if _, err := lookupResponse(t, s, r); !errors.Is(err, fault.AlreadyDone) {
				t.Errorf("%s: before its answer, of a command without an outcome: %v", key, err)
			}
			if err := idempotency.StoreResponse(t.Context(), s, r, c.answer); err != nil {
				t.Fatal(err)
			}
			if answer, err := lookupResponse(t, s, r); !errors.Is(err, c.want) || c.want == nil &&
				!bytes.Equal(answer, c.answer) {
				t.Errorf("%s: %d bytes, %v", key, len(answer), err)
			}
		}
	})
}

// The outcome of a command is committed with its key, whether it is known before the transaction or within
// it, until the response replaces it.
func TestOutcome_CommittedWithKey(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *store.Store) {
		for key, c := range map[string]struct {
			before, within []gid.ID
			want           []gid.ID
		}{
			"before": {before: []gid.ID{7}, want: []gid.ID{7}},
			"within": {within: []gid.ID{8, 9}, want: []gid.ID{8, 9}},
			"none":   {before: []gid.ID{}, want: []gid.ID{}},
		} {
			r := newRequest(t, accountViewer("an"), key, "doc", "op", nil)
			ctx, _ := idempotency.WithClaim(t.Context(), r)
			if c.before != nil {
				ctx = store.WithResultIDs(ctx, c.before...)
			}
			if err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				if c.within != nil {
					tx.SetResultIDs(c.within...)
				}
				return createAccount(ctx, s, key)
			}); err != nil {
				t.Fatal(err)
			}
			known, err := idempotency.Lookup(t.Context(), s.Reader(), r)
			if err != nil || known == nil || known.Response != nil || !slices.Equal(known.ResultIDs, c.want) {
				t.Errorf("%s: %+v, %v", key, known, err)
			}
			for _, answer := range []string{`{"data":{}}`, `{"data":{"later":1}}`} { // the first stored response stays
				if err := idempotency.StoreResponse(t.Context(), s, r, []byte(answer)); err != nil {
					t.Fatal(err)
				}
			}
			if answer, err := lookupResponse(t, s, r); err != nil || string(answer) != `{"data":{}}` {
				t.Errorf("%s: %s, %v", key, answer, err)
			}
		}
	})
}
