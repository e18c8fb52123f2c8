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

// Each runs body as the subtests sqlite and postgres, each on a fresh, migrated and empty database, which is closed
// and gone at the end. The options are those of store.Open, after storetest's own.
func Each(t *testing.T, body func(t *testing.T, s *store.Store), opts ...store.Option) {
	t.Helper()
	for _, d := range []struct{ name, dialect string }{{"sqlite", store.SQLite}, {"postgres", store.Postgres}} {
		t.Run(d.name, func(t *testing.T) { body(t, Open(t, d.dialect, opts...)) })
	}
}

// Open opens a fresh, migrated and empty database, and closes it when the test ends. The schema is not the test's to
// change: on PostgreSQL the next test gets the same database, emptied. Take [URL] for that.
func Open(t testing.TB, dialect string, opts ...store.Option) *store.Store {
	t.Helper()
	if dialect == store.Postgres {
		return At(t, recycled(t), opts...)
	}
	return At(t, URL(t, dialect), opts...)
}

// At opens the database at a URL of [URL] or [Blank], once more or with other options, and closes it when the test ends.
func At(t testing.TB, url string, opts ...store.Option) *store.Store {
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

// URL makes a fresh, migrated and empty database and gives its URL, for tests that start the program itself.
func URL(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == store.SQLite {
		return sqlite(t, sqliteTemplate)
	}
	return postgres(t, postgresTemplate)
}

// Blank is like URL, but of a database that was never migrated.
func Blank(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == store.SQLite {
		return sqlite(t, func() ([]byte, error) { return nil, nil })
	}
	return postgres(t, func() (string, error) { return "", nil })
}

// sqlite writes a template's bytes to a file of the test's own.
func sqlite(t testing.TB, template func() ([]byte, error)) string {
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

// sqliteTemplate is a migrated file, whole: closing the store has folded its journal in.
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

// postgres makes a copy of a template database, and drops it when the test ends.
func postgres(t testing.TB, template func() (string, error)) string {
	t.Helper()
	server, err := cluster.Get()
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

// spare are the databases of tests that have ended.
var spare struct {
	sync.Mutex
	names []string
}

// recycled gives a database that no running test has: an emptied one, or a new copy. It is emptied after the test, or
// dropped where that does not work. Only a server of ours is used so: what is spare at the end goes with it.
func recycled(t testing.TB) string {
	t.Helper()
	server, err := cluster.Get()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	if !server.Ours() {
		return URL(t, store.Postgres)
	}
	spare.Lock()
	var name string
	if n := len(spare.names); n > 0 {
		name, spare.names = spare.names[n-1], spare.names[:n-1]
	}
	spare.Unlock()
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
		spare.Lock()
		defer spare.Unlock()
		spare.names = append(spare.names, name)
	})
	return server.URL(name)
}

// postgresTemplate is the name of a migrated database.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	server, err := cluster.Get()
	if err != nil {
		return "", err
	}
	key, err := store.Fingerprint()
	if err != nil {
		return "", err
	}
	return server.Template(context.Background(), key, migrate)
})

// migrate brings a database up to date and closes it.
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
