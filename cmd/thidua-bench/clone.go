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

func (t *conferenceLoad) newDatabases(
	ctx context.Context, dir string,
) (database string, w *databaseCopy, err error) {
	w = &databaseCopy{}
	if !t.Postgres {
		at := filepath.Join(dir, "conference.db")
		w.url = "sqlite:" + at + ".baseline"
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
		copied, err := s.Create(ctx, name)
		w.url = s.URL(copied)
		return err
	}
	return s.URL(name), w, err
}
