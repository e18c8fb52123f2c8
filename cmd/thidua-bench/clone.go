package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"thidua/internal/storetest/cluster"
)

// databaseCopy is a copy of a database for the baseline.
type databaseCopy struct {
	url  string
	copy func(context.Context) error
}

func (t *conferenceLoad) newDatabases(ctx context.Context, dir string) (database string, w *databaseCopy, err error) {
	w = &databaseCopy{}
	if !t.Postgres {
		at := filepath.Join(dir, "tilt.db")
		w.url = "sqlite:" + at + ".bare"
		w.copy = func(context.Context) error {
			bytes, err := os.ReadFile(at)
			if err != nil {
				return err
			}
			return os.WriteFile(strings.TrimPrefix(w.url, "sqlite:"), bytes, 0o600)
		}
		return "sqlite:" + at, w, nil
	}
	s, err := cluster.Shared()
	if err != nil {
		return "", nil, err
	}
	name, err := s.Create(ctx, "")
	w.copy = func(ctx context.Context) error {
		bare, err := s.Create(ctx, name)
		w.url = s.URL(bare)
		return err
	}
	return s.URL(name), w, err
}
