package storetest_test

import (
	"context"
	"sync"
	"testing"

	"thidua/ent/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func createAccount(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Account.Create().SetSubject("an").SetName("An").SetKind(account.KindPerson).Exec(ctx)
	}); err != nil {
		t.Fatal(err)
	}
}

func countAccounts(t *testing.T, s *store.Store) int {
	t.Helper()
	n, err := s.Reader().Account.Query().Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Consecutive tests reuse a PostgreSQL database but find it empty.
func TestEachDatabase_Empty(t *testing.T) {
	var dialects []string
	for range 3 {
		storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
			dialects = append(dialects, s.Dialect())
			if n := countAccounts(t, s); n != 0 {
				t.Errorf("%d rows are there already", n)
			}
			if err := s.CheckReady(t.Context()); err != nil {
				t.Error(err)
			}
			createAccount(t, s)
		})
	}
	if len(dialects) != 6 || dialects[0] != store.SQLite || dialects[1] != store.Postgres {
		t.Errorf("ran on %v", dialects)
	}
}

func TestEachDatabase_Parallel(t *testing.T) {
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
				t.Parallel()
				createAccount(t, s)
				if n := countAccounts(t, s); n != 1 {
					t.Errorf("%d rows", n)
				}
			})
		})
	}
}

// A template is filled once for each kind of database, and what one test does to its copy no other test sees.
func TestTemplate_IsFilledOnce(t *testing.T) {
	fills := 0
	filled := storetest.NewTemplate(func(ctx context.Context, s *store.Store) error {
		fills++
		return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Create().SetSubject("binh").SetName("Bình").SetKind(account.KindPerson).Exec(ctx)
		})
	})
	for range 3 {
		filled.Each(t, func(t *testing.T, s *store.Store) {
			if n := countAccounts(t, s); n != 1 {
				t.Errorf("the copy has %d rows, want 1", n)
			}
			createAccount(t, s)
			if n := countAccounts(t, s); n != 2 {
				t.Errorf("the copy has %d rows after another was written, want 2", n)
			}
		})
	}
	if fills != 2 {
		t.Errorf("filled %d times, want once for each of two kinds of database", fills)
	}
}

func TestNewURL_Migrated(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		url := storetest.NewURL(t, dialect)
		createAccount(t, storetest.OpenURL(t, url))
		if n := countAccounts(t, storetest.OpenURL(t, url)); n != 1 {
			t.Errorf("%s: opened again it has %d rows", dialect, n)
		}
		blank := storetest.OpenURL(t, storetest.NewUnmigratedURL(t, dialect))
		if err := blank.CheckReady(t.Context()); !isUnmigrated(err) {
			t.Errorf("%s: a blank database is ready: %v", dialect, err)
		}
	}
}

func isUnmigrated(err error) bool {
	f, ok := fault.FromError(err)
	return ok && f.Code() == fault.DatabaseUnmigrated.Code()
}

func TestCountQueries(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, queries := storetest.CountQueries(t.Context())
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := s.Reader().Account.Query().Count(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		countAccounts(t, s) // under another context
		if queries.Count() != 4 {
			t.Error(queries)
		}
		if err := s.Tx(ctx,
			func(ctx context.Context,
				tx *store.Tx) error {
				return tx.Account.Update().SetName("x").Exec(ctx)
			}); err != nil {
			t.Fatal(err)
		}
		if queries.Count() != 5 {
			t.Error(queries)
		}
	})
}
