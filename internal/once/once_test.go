package once_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/access"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/once"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

func by(name string, grants ...viewer.Grant) viewer.Viewer {
	return viewer.Account(gid.Of(gid.Account, name), time.Time{}, grants...)
}

func request(t *testing.T, v viewer.Viewer, key, document, operation string,
	variables map[string]any) once.Request {
	t.Helper()
	r, err := once.Of(v, key, document, operation, variables)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// createAccount makes a change: it creates an account.
func does(ctx context.Context, s *store.Store, name string) error {
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Account.Create().SetID(gid.Of(gid.Account,
			name)).SetSubject(name).SetName(name).SetKind(account.KindService).Exec(ctx)
	})
}

// lookupResponse returns the stored response to a request; nil if there is none.
func look(t *testing.T, s *store.Store, r once.Request) ([]byte, error) {
	t.Helper()
	known, err := once.Look(t.Context(), s.Reader(), r)
	if known == nil {
		return nil, err
	}
	return known.Answer, err
}

func each(t *testing.T, body func(t *testing.T, s *store.Store), opts ...store.Option) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, body, append(opts, store.WithReadRules(access.Install))...)
}

// Which requests are the same, and which differ although they have the same key.
func TestTheSameRequest(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		first := request(t, by("an"), "k", "doc", "op", map[string]any{"a": 1, "b": []any{"x", nil}})
		ctx, _ := once.Take(t.Context(), first)
		if err := errors.Join(does(ctx, s, "x"), once.Keep(ctx, s, first, []byte(`{"a":"<b>"}`)),
			once.Keep(ctx, s, first, []byte("later"))); err != nil {
			t.Fatal(err)
		}
		variables := map[string]any{"b": []any{"x", nil}, "a": 1}
		for name, c := range map[string]struct {
			r    once.Request
			want *fault.Sentinel // nil for the first response
			none bool
		}{
			"the same": {request(t, by("an"), "k", "doc", "op", variables), nil, false},
			"another value": {request(t, by("an"), "k", "doc", "op",
				map[string]any{"a": 2, "b": []any{"x", nil}}), fault.IdempotencyKeyReused, false},
			"one variable less": {request(t, by("an"), "k", "doc", "op", map[string]any{"a": 1}),
				fault.IdempotencyKeyReused, false},
			"another document": {request(t, by("an"), "k", "doc ", "op", variables), fault.IdempotencyKeyReused,
				false},
			"another operation": {request(t, by("an"), "k", "doc", "", variables), fault.IdempotencyKeyReused, false},
			"parts moved about": {request(t, by("an"), "k", "docop", "", variables), fault.IdempotencyKeyReused,
				false},
			"another class": {request(t, by("an", viewer.Grant{Role: viewer.Ministry}), "k", "doc", "op",
				variables), fault.AlreadyDone, false},
			"another key":        {request(t, by("an"), "K", "doc", "op", variables), nil, true},
			"another account":    {request(t, by("binh"), "k", "doc", "op", variables), nil, true},
			"a key with a slash": {request(t, by("an"), "/k", "doc", "op", variables), nil, true},
			"no key":             {request(t, by("an"), "", "doc", "op", variables), nil, true},
		} {
			answer, err := look(t, s, c.r)
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
func TestAKeyGoesWithTheChange(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		r := request(t, by("an"), "k", "doc", "op", nil)
		ctx, claim := once.Take(t.Context(), r)
		own := errors.New("own")
		if err := s.Tx(ctx, func(ctx context.Context, _ *ent.Tx) error {
			return errors.Join(does(ctx, s, "x"),
				own)
		}); !errors.Is(err, own) || claim.Held() || claim.Taken() {
			t.Errorf("%v, %v, %v", err, claim.Held(), claim.Taken())
		}
		if answer, err := look(t, s, r); answer != nil || err != nil {
			t.Errorf("rolled back, and there is %s, %v", answer, err)
		}
		if err := errors.Join(does(ctx, s, "x"), does(ctx, s, "y")); err != nil || !claim.Held() || claim.Taken() { // two transactions
			t.Errorf("%v, %v, %v", err, claim.Held(), claim.Taken())
		}
		second, late := once.Take(t.Context(), r)
		if err := does(second, s, "z"); !errors.Is(err, fault.IdempotencyKeyInUse) || late.Held() || !late.Taken() {
			t.Errorf("%v, %v, %v", err, late.Held(), late.Taken())
		}
		if n := s.Reader().Account.Query().CountX(viewer.With(t.Context(), viewer.Operator())); n != 2 {
			t.Errorf("%d changes are made", n)
		}
	})
}

// A response that is not stored is known to have been sent.
func TestWhatIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for key, c := range map[string]struct {
			answer []byte
			want   error
		}{
			"none": {nil, fault.AlreadyDone}, "too large": {bytes.Repeat([]byte("a"), 256<<10+1), fault.AlreadyDone},
			"large": {[]byte(strings.Repeat("a", 256<<10)), nil},
		} {
			r := request(t, by("an"), key, "doc", "op", nil)
			ctx, _ := once.Take(t.Context(), r)
			if err := does(ctx, s, key); err != nil {
				t.Fatal(err)
			}
			if _, err := look(t, s, r); !errors.Is(err, fault.AlreadyDone) {
				t.Errorf("%s: before its answer, of a command without an outcome: %v", key, err)
			}
			if err := once.Keep(t.Context(), s, r, c.answer); err != nil {
				t.Fatal(err)
			}
			if answer, err := look(t, s, r); !errors.Is(err, c.want) || c.want == nil &&
				!bytes.Equal(answer, c.answer) {
				t.Errorf("%s: %d bytes, %v", key, len(answer), err)
			}
		}
	})
}

// The outcome of a command is committed with its key, whether it is known before the transaction or within
// it, until the response replaces it.
func TestOutcome_CommittedWithKey(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for key, c := range map[string]struct {
			before, within []gid.ID
			want           []gid.ID
		}{
			"before": {before: []gid.ID{7}, want: []gid.ID{7}},
			"within": {within: []gid.ID{8, 9}, want: []gid.ID{8, 9}},
			"none":   {before: []gid.ID{}, want: []gid.ID{}},
		} {
			r := request(t, by("an"), key, "doc", "op", nil)
			ctx, _ := once.Take(t.Context(), r)
			if c.before != nil {
				ctx = store.WithOutcome(ctx, c.before...)
			}
			if err := s.Tx(ctx, func(ctx context.Context, _ *ent.Tx) error {
				if c.within != nil {
					store.SetOutcome(ctx, c.within...)
				}
				return does(ctx, s, key)
			}); err != nil {
				t.Fatal(err)
			}
			known, err := once.Look(t.Context(), s.Reader(), r)
			if err != nil || known == nil || known.Answer != nil || !slices.Equal(known.Changed, c.want) {
				t.Errorf("%s: %+v, %v", key, known, err)
			}
			for _, answer := range []string{`{"data":{}}`, `{"data":{"later":1}}`} { // the first stored response stays
				if err := once.Keep(t.Context(), s, r, []byte(answer)); err != nil {
					t.Fatal(err)
				}
			}
			if answer, err := look(t, s, r); err != nil || string(answer) != `{"data":{}}` {
				t.Errorf("%s: %s, %v", key, answer, err)
			}
		}
	})
}
