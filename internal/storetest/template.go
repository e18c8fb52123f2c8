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

// Template fills a database once in each process, and gives every test a copy of it: copying takes a small
// part of the time that filling takes. A package declares one for all of its tests.
//
//	var published = storetest.NewTemplate(func(ctx context.Context, s *store.Store) error { ... })
type Template struct {
	fill     func(context.Context, *store.Store) error
	sqlite   func() ([]byte, error)
	postgres func() (string, error)
}

// NewTemplate makes a template of what fill writes into a migrated database.
func NewTemplate(fill func(context.Context, *store.Store) error) *Template {
	m := &Template{fill: fill}
	m.sqlite = sync.OnceValues(m.makeFile)
	m.postgres = sync.OnceValues(m.makeDatabase)
	return m
}

// Each is like the function [EachDatabase], on filled databases.
func (tp *Template) Each(t *testing.T, body func(t *testing.T, s *store.Store), opts ...store.Option) {
	t.Helper()
	for _, dialect := range []struct{ name, dialect string }{{"sqlite", store.SQLite},
		{"postgres", store.Postgres}} {
		t.Run(dialect.name, func(t *testing.T) { body(t, tp.Open(t, dialect.dialect, opts...)) })
	}
}

// Open opens a filled database of the test's own, and closes it when the test ends.
func (tp *Template) Open(t testing.TB, dialect string, opts ...store.Option) *store.Store {
	t.Helper()
	return OpenURL(t, tp.URL(t, dialect), opts...)
}

// URL creates a filled database for the test and returns its URL.
func (tp *Template) URL(t testing.TB, dialect string) string {
	t.Helper()
	if dialect == store.SQLite {
		return createSQLite(t, tp.sqlite)
	}
	server, err := cluster.Shared()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	if server.IsOwned() {
		return createPostgres(t, tp.postgres)
	}
	// A template would outlive this process on a server that is not ours, and the next process may fill it
	// otherwise.
	url := NewURL(t, dialect)
	if err := tp.fillAt(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	return url
}

// makeFile gives the bytes of a filled SQLite file.
func (tp *Template) makeFile() ([]byte, error) {
	empty, err := sqliteTemplate()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.sqlite")
	if err := os.WriteFile(file, empty, 0o600); err != nil {
		return nil, err
	}
	if err := tp.fillAt(context.Background(), "sqlite:"+file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

// makeDatabase gives the name of a filled PostgreSQL database, which goes with the server of this process.
func (tp *Template) makeDatabase() (string, error) {
	server, err := cluster.Shared()
	if err != nil {
		return "", err
	}
	empty, err := postgresTemplate()
	if err != nil {
		return "", err
	}
	name, err := server.Create(context.Background(), empty)
	if err != nil {
		return "", err
	}
	return name, tp.fillAt(context.Background(), server.URL(name))
}

// fillAt fills a migrated database and closes it.
func (tp *Template) fillAt(ctx context.Context, url string) (err error) {
	s, err := store.Open(ctx, url, store.WithoutSync())
	if err != nil {
		return err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return tp.fill(ctx, s)
}
