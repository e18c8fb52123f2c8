package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/grant"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestTx_Commits(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, "an", "binh")
		if got := accountNames(t, s); !slices.Equal(got, []string{"an", "binh"}) {
			t.Errorf("there are %v", got)
		}
	})
}

func TestTx_ErrorRollsBack(t *testing.T) {
	own := errors.New("own")
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		withParams := fault.PageSize.With("argument", "first", "min", 0, "max", 100)
		for _, want := range []error{own, fault.NotFound, withParams} {
			err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				if err := createAccount(ctx, tx, "an"); err != nil {
					return err
				}
				return want
			})
			if err != want { // it must be the same value
				t.Errorf("got %v, want %v", err, want)
			}
		}
		if got := accountNames(t, s); len(got) != 0 {
			t.Errorf("left behind: %v", got)
		}
	})
}

func TestTx_PanicRollsBack(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		func() {
			defer func() {
				if p := recover(); p != "oops" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				tx.AfterCommit(func() { t.Error("told of what was rolled back") })
				if err := createAccount(ctx, tx, "an"); err != nil {
					return err
				}
				panic("oops")
			})
		}()
		createAccounts(t, s, "binh") // the connection is still usable
		if got := accountNames(t, s); !slices.Equal(got, []string{"binh"}) {
			t.Errorf("there are %v", got)
		}
	})
}

func TestTx_Nested(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var notified []string
		verb := func(ctx context.Context, name string, outer *store.Tx) error {
			return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				if outer != nil && tx != outer {
					t.Error("a nested Tx is another")
				}
				tx.AfterCommit(func() { notified = append(notified, name) })
				return createAccount(ctx, tx, name)
			})
		}
		own := errors.New("own")
		for _, end := range []error{own, nil} {
			notified = nil
			err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				for _, name := range []string{"an", "binh"} {
					if err := verb(ctx, name, tx); err != nil {
						return err
					}
				}
				if len(notified) > 0 {
					t.Errorf("told of %v before the commit", notified)
				}
				return end
			})
			if !errors.Is(err, end) {
				t.Errorf("got %v, want %v", err, end)
			}
		}
		if !slices.Equal(notified, []string{"an", "binh"}) {
			t.Errorf("told of %v", notified)
		}
		if got := accountNames(t, s); !slices.Equal(got, []string{"an", "binh"}) {
			t.Errorf("there are %v", got)
		}
	})
}

// Half of a command is never committed, even if its caller ignores the error.
func TestTx_NestedFailureRollsBackAll(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_ = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				if err := createAccount(ctx, tx, "an"); err != nil {
					return err
				}
				return fault.Forbidden
			})
			return nil
		})
		wantFault(t, err, fault.Forbidden)
		if got := accountNames(t, s); len(got) != 0 {
			t.Errorf("left behind: %v", got)
		}
	})
}

func TestTx_TwoStores(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, a *store.Store) {
		b := storetest.Open(t, a.Dialect())
		ids := map[string]time.Time{}
		err := a.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			ids["a"] = tx.Now()
			return b.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				if err := createAccount(ctx, tx, "in b"); err != nil {
					return err
				}
				// Joins the outer one: no deadlock.
				return a.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
					ids["a again"] = tx.Now()
					return createAccount(ctx, tx, "in a")
				})
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if !ids["a"].Equal(ids["a again"]) {
			t.Errorf("two times in one Tx: %v", ids)
		}
		if got := append(accountNames(t, a), accountNames(t, b)...); !slices.Equal(got, []string{"in a", "in b"}) {
			t.Errorf("there are %v", got)
		}
	})
}

func TestTx_ContextUsedAfterEnd(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var kept context.Context
		if err := s.Tx(t.Context(),
			func(ctx context.Context, _ *store.Tx) error { kept = ctx; return nil }); err != nil {
			t.Fatal(err)
		}
		if err := s.Tx(kept, func(context.Context, *store.Tx) error { t.Error("ran"); return nil }); err == nil {
			t.Error("joined a Tx that has ended")
		}
	})
}

func TestTx_CommitInsideRefused(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if err := createAccount(ctx, tx, "an"); err != nil {
				return err
			}
			return tx.Commit()
		})
		if err == nil || len(accountNames(t, s)) != 0 {
			t.Errorf("committed from within: %v", err)
		}
	})
}

// The setup runs first in each attempt, once for all joined Tx, and its error prevents the rest.
func TestWithTxSetup(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		own := errors.New("own")
		for _, refusal := range []error{own, nil} {
			order := ""
			ctx := store.WithTxSetup(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				order += "first "
				return errors.Join(refusal, createAccount(ctx, tx, "along"))
			})
			err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				order += "outer "
				return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
					order += "inner "
					return createAccount(ctx, tx, "an")
				})
			})
			if !errors.Is(err, refusal) || (refusal == nil) != (order == "first outer inner ") ||
				(refusal != nil) != (order == "first ") {
				t.Errorf("%s: %v", order, err)
			}
		}
		if got := accountNames(t, s); !slices.Equal(got, []string{"along", "an"}) {
			t.Errorf("there are %v", got)
		}
	})
}

func TestNow_OneTimePerTx(t *testing.T) {
	hanoi := time.FixedZone("Hanoi", 7*3600)
	at := time.Date(2024, 8, 19, 8, 0, 0, 123456789, hanoi)
	clock := func() time.Time { at = at.Add(time.Second); return at }
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			now := tx.Now()
			if now.Location() != time.UTC || now.Nanosecond() != 123456000 {
				t.Errorf("the time is %v", now)
			}
			return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				if !tx.Now().Equal(now) {
					t.Error("a second reading of the clock")
				}
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
	}, store.WithClock(clock))
	if now := store.Now(); now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
		t.Errorf("outside the time is %v", now)
	}
}

func TestTx_UniqueViolationIsConflict(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, "an")
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error { return createAccount(ctx, tx, "an") })
		})
		wantFault(t, err, fault.Conflict)
		if !ent.IsConstraintError(err) || store.Classify(err) != store.KindUnique {
			t.Errorf("the reason is gone from %v", err)
		}
	})
}

// Two transactions lock rows in opposite order: PostgreSQL stops one, which is retried; SQLite never lets the
// second begin.
func TestTx_Retries(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, "an", "binh")
		rename := func(ctx context.Context, tx *store.Tx, from string) error {
			return tx.Account.Update().Where(account.Subject(from)).SetName(from + "!").Exec(ctx)
		}
		var wg sync.WaitGroup
		var runs, notified [2]int
		var holding atomic.Int32
		patience := 10 * time.Second
		if s.Dialect() == store.SQLite { // there is only one lock, so the other transaction never begins
			patience = 100 * time.Millisecond
		}
		for i, order := range [][2]string{{"an", "binh"}, {"binh", "an"}} {
			wg.Go(func() {
				err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
					runs[i]++
					tx.AfterCommit(func() { notified[i]++ })
					if err := rename(ctx, tx, order[0]); err != nil {
						return err
					}
					holding.Add(1)
					for deadline := time.Now().Add(patience); holding.Load() < 2 && time.Now().Before(deadline); {
						time.Sleep(time.Millisecond)
					}
					return rename(ctx, tx, order[1])
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		// Usually one transaction is the victim of the deadlock; on a busy machine both may time out.
		if n := runs[0] + runs[1]; s.Dialect() == store.Postgres && (n < 3 || n > 6) {
			t.Errorf("runs: %v", runs)
		}
		if notified != [2]int{1, 1} {
			t.Errorf("told %v times", notified)
		}
	})
}

// busy is an error after which a Tx is retried.
func TestTx_GivesUpAfterThreeRetries(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewURL(t, dialect)
			holder, s := storetest.OpenURL(t, url), storetest.OpenURL(t, url, store.WithLockWait(10*time.Millisecond))
			runs := 0
			createAccounts(t, holder, "an")
			err := holder.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				if err := tx.Account.Update().SetName("held").Exec(ctx); err != nil {
					return err
				}
				ctx, queries := storetest.CountQueries(context.WithoutCancel(t.Context()))
				begin := time.Now()
				err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
					runs++
					return tx.Account.Update().SetName("wanted").Exec(ctx)
				})
				wantFault(t, err, fault.DatabaseLocked)
				if runs != 4 && dialect == store.Postgres { // SQLite fails at BEGIN, before fn
					t.Errorf("%d runs, %v", runs, queries)
				}
				if d := time.Since(begin); d < 40*time.Millisecond {
					t.Errorf("four tries took %v", d)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestTx_ContextEnds(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
			if err := createAccount(ctx, tx, "an"); err != nil {
				return err
			}
			cancel()
			return createAccount(ctx, tx, "binh")
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if got := accountNames(t, s); len(got) != 0 {
			t.Errorf("left behind: %v", got)
		}
		createAccounts(t, s, "chi")
	})
}

// Text is ordered bytewise on both databases, whatever the server's locale.
func TestText_OrdersBytewise(t *testing.T) {
	want := []string{"B", "_", "a", "a b", "a-b", "ab", "Đ", "đ", "ă"}
	slices.SortFunc(want, strings.Compare)
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, want...)
		if got := accountNames(t, s); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// Times are read as they were written, in UTC.
func TestTimes_RoundTrip(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var wrote time.Time
		if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			wrote = tx.Now()
			a, err := tx.Account.Create().SetSubject("an").SetName("An").SetKind(account.KindPerson).Save(ctx)
			if err != nil {
				return err
			}
			return tx.Grant.Create().SetAccount(a).SetRole(grant.RoleAuditor).SetValidFrom(wrote).Exec(ctx)
		}); err != nil {
			t.Fatal(err)
		}
		g, err := s.Reader().Grant.Query().Where(grant.ValidFromLTE(wrote)).Only(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !g.ValidFrom.Equal(wrote) || g.ValidFrom.Location() != time.UTC {
			t.Errorf("wrote %v, read %v", wrote, g.ValidFrom)
		}
	})
}
