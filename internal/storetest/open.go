package storetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest/cluster"
)

// EachDatabase runs body as the subtests sqlite and postgres, each on a migrated and empty database, which is
// removed at the end. opts are applied after storetest's own options.
func EachDatabase(t *testing.T, body func(t *testing.T, s *store.Store), opts ...store.Option) {
	t.Helper()
	for _, d := range []struct{ name, dialect string }{{"sqlite", store.SQLite},
		{"postgres", store.Postgres}} {
		t.Run(d.name, func(t *testing.T) { body(t, Open(t, d.dialect, opts...)) })
	}
}

// Open opens a migrated and empty database, and closes it when the test ends. The test must not change the
// schema, because on PostgreSQL a later test reuses the database; use [NewURL] for that.
func Open(t testing.TB, dialect string, opts ...store.Option) *store.Store {
	t.Helper()
	if dialect == store.Postgres {
		return OpenURL(t, borrowPostgres(t), opts...)
	}
	return OpenURL(t, NewURL(t, dialect), opts...)
}

// OpenURL opens a database of [NewURL] or [NewUnmigratedURL], and closes it when the test ends.
func OpenURL(t testing.TB, url string, opts ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, append([]store.Option{store.WithoutSync()}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return s
}

// NewURL creates a migrated and empty database and returns its URL, for tests that start the program itself.
func NewURL(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == store.SQLite {
		return createSQLite(t, sqliteTemplate)
	}
	return createPostgres(t, postgresTemplate)
}

// NewUnmigratedURL is like NewURL for a database that was never migrated.
func NewUnmigratedURL(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == store.SQLite {
		return createSQLite(t, func() ([]byte, error) { return nil, nil })
	}
	return createPostgres(t, func() (string, error) { return "", nil })
}

// createSQLite writes a template to a file in the test's folder.
func createSQLite(t testing.TB, template func() ([]byte, error)) string {
	t.Helper()
	bytes, err := template()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.sqlite")
	if bytes != nil {
		if err := os.WriteFile(file, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "sqlite:" + file
}

// sqliteTemplate is a migrated file; closing the store has checkpointed its journal.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.sqlite")
	if err := migrate("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// createPostgres copies a template database, and drops the copy when the test ends.
func createPostgres(t testing.TB, template func() (string, error)) string {
	t.Helper()
	server, err := cluster.Shared()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name, err := server.Create(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Drop(context.Background(), name); err != nil {
			t.Errorf("dropping the database: %v", err)
		}
	})
	return server.URL(name)
}

// sparePostgres are the databases of tests that have ended.
var sparePostgres struct {
	sync.Mutex
	names []string
}

// borrowPostgres returns a database that no running test uses: an emptied one or a new copy. After the test
// it is emptied, or dropped if that fails. Only a server of this process is used this way, because spare
// databases end with it.
func borrowPostgres(t testing.TB) string {
	t.Helper()
	server, err := cluster.Shared()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	if !server.IsOwned() {
		return NewURL(t, store.Postgres)
	}
	sparePostgres.Lock()
	var name string
	if n := len(sparePostgres.names); n > 0 {
		name, sparePostgres.names = sparePostgres.names[n-1], sparePostgres.names[:n-1]
	}
	sparePostgres.Unlock()
	if name == "" {
		from, err := postgresTemplate()
		if err != nil {
			t.Fatal(err)
		}
		if name, err = server.Create(t.Context(), from); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := server.Clean(context.Background(), name); err != nil {
			if err := server.Drop(context.Background(), name); err != nil {
				t.Errorf("dropping the database: %v", err)
			}
			return
		}
		sparePostgres.Lock()
		defer sparePostgres.Unlock()
		sparePostgres.names = append(sparePostgres.names, name)
	})
	return server.URL(name)
}

// postgresTemplate returns the name of a migrated database.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	server, err := cluster.Shared()
	if err != nil {
		return "", err
	}
	key, err := store.MigrationsFingerprint()
	if err != nil {
		return "", err
	}
	return server.Template(context.Background(), key, migrate)
})

// migrate migrates a database and closes it.
func migrate(url string) (err error) {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.WithoutSync())
	if err != nil {
		return err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return s.Migrate(ctx)
}
