package store

import (
	"context"
	"hash/fnv"
	"log/slog"
)

// Identity identifies where the database is; 0 if unknown. It changes when a backup is restored in the usual
// ways: into another file, database or server, or to a point in time. It does not change when a backup is
// copied over the same file or loaded into the same database.
func (s *Store) Identity(ctx context.Context) (int64, error) {
	return s.source.identity(ctx, s)
}

// identity hashes the server's system identifier, its timeline and the oid of the database.
func (p *postgresServer) identity(ctx context.Context, s *Store) (int64, error) {
	var text string
	err := s.read.QueryRowContext(ctx, `SELECT concat_ws(' ',
		(SELECT system_identifier FROM pg_control_system()),
		(SELECT timeline_id FROM pg_control_checkpoint()),
		(SELECT oid FROM pg_database WHERE datname = current_database()))`).Scan(&text)
	if err != nil && Classify(err) == KindOther { // permission to these functions may be revoked
		slog.Warn("database identity unavailable (pg_control_* denied): "+
			"run `thidua epoch renew` after every restore", "err", err)
		return 0, nil
	}
	if err != nil {
		return 0, ToFault(err)
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never returns an error
	return int64(h.Sum64() >> 1), nil
}
