package store_test

import (
	"context"
	"errors"
	"testing"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/store"
)

// The tests write accounts; any type with a unique name would do.

func createAccount(ctx context.Context, tx *store.Tx, name string) error {
	return tx.Account.Create().SetSubject(name).SetName(name).SetKind(account.KindPerson).Exec(ctx)
}

// accountNames returns the accounts in the database's order of text.
func accountNames(t testing.TB, s *store.Store) []string {
	t.Helper()
	list, err := s.Reader().Account.Query().Order(ent.Asc(account.FieldSubject)).Select(account.FieldSubject).
		Strings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// createAccounts creates accounts in one transaction.
func createAccounts(t testing.TB, s *store.Store, names ...string) {
	t.Helper()
	if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, name := range names {
			if err := createAccount(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// wantFault fails the test unless err is the fault.
func wantFault(t testing.TB, err error, want *fault.Sentinel) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %s", err, want.Code())
	}
}
