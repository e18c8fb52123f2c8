package store

import (
	"context"
	"hash/fnv"
	"log/slog"
)

// Place is a number for where the database is. It is another once a backup was restored in the usual ways: into another
// file, another database or server, or to a point in time. It says nothing of a backup that was copied into the same file
// or loaded into the same database.
func (s *Store) Place(ctx context.Context) (int64, error) {
	return s.source.place(ctx, s)
}

// place is the server, its line of time and the database on it.
func (p *postgresServer) place(ctx context.Context, s *Store) (int64, error) {
	var text string
	err := s.read.QueryRowContext(ctx, `SELECT concat_ws(' ', (SELECT system_identifier FROM pg_control_system()),
		(SELECT timeline_id FROM pg_control_checkpoint()), (SELECT oid FROM pg_database WHERE datname = current_database()))`).Scan(&text)
	if err != nil && Classify(err) == Other { // these functions can be forbidden
		slog.Warn("where the database is cannot be asked: after a backup is restored, call thidua epoch renew", "error", err)
		return 0, nil
	}
	if err != nil {
		return 0, Fault(err)
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	return int64(h.Sum64() >> 1), nil
}
