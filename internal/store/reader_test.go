package store_test

import (
	"context"
	"strings"
	"testing"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestReader_RefusesMutations(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, "an")
		r := s.Reader()
		tx, err := r.Tx(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() // nothing was changed
		for what, err := range map[string]error{
			"create": r.Account.Create().SetSubject("b").SetName("b").SetKind(account.KindPerson).
				Exec(t.Context()),
			"update":        r.Account.Update().SetName("b").Exec(t.Context()),
			"delete":        func() error { _, err := r.Account.Delete().Exec(t.Context()); return err }(),
			"in its own tx": tx.Account.Update().SetName("b").Exec(t.Context()),
			"by the context": func() error {
				return r.Account.Update().SetName("b").Exec(ent.NewTxContext(t.Context(),
					tx))
			}(),
		} {
			if wantFault(t, err, fault.Internal); err != nil && !strings.Contains(err.Error(), "Account") {
				t.Errorf("%s: nothing to find the mistake by in %v", what, err)
			}
		}
	})
}

// Statements that bypass ent's hooks are refused by the database, inside a transaction and outside.
func TestReader_ConnectionsAreReadOnly(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		read, _ := s.Pools()
		_, err := read.ExecContext(t.Context(), "DELETE FROM accounts")
		if store.Classify(err) != store.KindReadOnly {
			t.Errorf("got %v", err)
		}
		tx, err := read.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() // nothing was changed
		if _, err := tx.ExecContext(t.Context(), "DELETE FROM accounts"); store.Classify(
			err,
		) != store.KindReadOnly {
			t.Errorf("in a transaction: %v", err)
		}
	})
}

func TestReadRules_OnlyOnReader(t *testing.T) {
	rules := store.WithReadRules(func(c *ent.Client) {
		c.Intercept(ent.TraverseFunc(func(_ context.Context, q ent.Query) error {
			if q, ok := q.(*ent.AccountQuery); ok {
				q.Where(account.SubjectHasPrefix("b"))
			}
			return nil
		}))
	})
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		createAccounts(t, s, "an", "binh")
		if got := accountNames(t, s); len(got) != 1 || got[0] != "binh" {
			t.Errorf("the Reader shows %v", got)
		}
		if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if n, err := tx.Account.Query().Count(ctx); err != nil || n != 2 {
				t.Errorf("Tx sees %d, %v", n, err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}, rules)
}

// Readers neither wait for a writer nor see its uncommitted changes.
func TestReader_DuringWrite(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if err := createAccount(ctx, tx, "an"); err != nil {
				return err
			}
			if got := accountNames(t, s); len(got) != 0 {
				t.Errorf("seen before the commit: %v", got)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReader_TxIsConsistent(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		tx, err := s.Reader().Tx(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() // nothing was changed
		for range 2 {
			if n, err := tx.Account.Query().Count(t.Context()); err != nil || n != 0 {
				t.Errorf("%d, %v", n, err)
			}
			createAccounts(t, s, "an"+strings.Repeat("x", len(accountNames(t, s)))) // the writer is not blocked
		}
	})
}
