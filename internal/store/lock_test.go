package store_test

import (
	"context"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// selectName reads the name of an account with a lock.
func selectName(ctx context.Context, tx *store.Tx, lock func(*sql.Selector)) (string, error) {
	q := tx.Account.Query().Where(account.Subject("an"))
	q.Modify(lock)
	a, err := q.Only(ctx)
	if err != nil {
		return "", err
	}
	return a.Name, nil
}

// While a transaction holds a lock, another waits for it, and then reads what the first has committed.
func TestLock_WaitsAndReadsNewest(t *testing.T) {
	for name, locks := range map[string][2]func(*sql.Selector){
		"exclusive": {store.Lock, store.Lock},
		"shared":    {store.Lock, store.LockShared},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
				createAccounts(t, s, "an")
				second := make(chan error, 1)
				var read string
				err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
					if _, err := selectName(ctx, tx, locks[0]); err != nil {
						return err
					}
					go func() {
						second <- s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
							read, err = selectName(ctx, tx, locks[1])
							return err
						})
					}()
					select {
					case err := <-second:
						t.Errorf("the second transaction did not wait: it read %q, %v", read, err)
						second <- err
					case <-time.After(100 * time.Millisecond):
					}
					return tx.Account.Update().SetName("changed").Exec(ctx)
				})
				if err != nil {
					t.Fatal(err)
				}
				if err := <-second; err != nil || read != "changed" {
					t.Errorf("the second transaction read %q, %v", read, err)
				}
			})
		})
	}
}

// Transactions with shared locks run at once; a writer waits for both. SQLite runs one transaction at a time.
func TestLockShared_HoldersDoNotWait(t *testing.T) {
	url := storetest.NewURL(t, store.Postgres)
	s, impatient := storetest.OpenURL(t, url), storetest.OpenURL(t, url, store.WithLockWait(10*time.Millisecond))
	createAccounts(t, s, "an")
	err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if _, err := selectName(ctx, tx, store.LockShared); err != nil {
			return err
		}
		if err := impatient.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := selectName(ctx, tx, store.LockShared)
			return err
		}); err != nil {
			t.Errorf("a second shared lock: %v", err)
		}
		wantFault(t, impatient.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := selectName(ctx, tx, store.Lock)
			return err
		}), fault.DatabaseLocked)
		wantFault(t, impatient.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Update().SetName("wanted").Exec(ctx)
		}), fault.DatabaseLocked)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A lock does not prevent inserting rows that refer to the locked one.
func TestLock_AllowsReferences(t *testing.T) {
	url := storetest.NewURL(t, store.Postgres)
	s, impatient := storetest.OpenURL(t, url), storetest.OpenURL(t, url, store.WithLockWait(10*time.Millisecond))
	createAccounts(t, s, "an")
	id := s.Reader().Account.Query().OnlyIDX(t.Context())
	err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if _, err := selectName(ctx, tx, store.Lock); err != nil {
			return err
		}
		return impatient.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Grant.Create().SetAccountID(id).SetRole("AUDITOR").SetValidFrom(tx.Now()).Exec(ctx)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
