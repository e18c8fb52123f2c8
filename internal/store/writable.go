package store

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"thidua/internal/fault"
)

// writeFailureTTL is how long a node counts as unable to write after a transaction failed because the disk is
// full or the database is read-only, unless a later one succeeds. The probe writes less than most
// transactions, so it may still succeed where they fail.
const writeFailureTTL = 10 * time.Second

// lastWrite records whether the last transaction could be written.
type lastWrite struct {
	failed atomic.Pointer[writeFailure] // nil after a success
}

type writeFailure struct {
	at  time.Time
	err error
}

// record records the result of a Tx if it shows whether the database is writable.
func (w *lastWrite) record(err error) {
	switch {
	case err == nil:
		if w.failed.Load() != nil {
			w.failed.Store(nil)
		}
	case errors.Is(err, fault.DatabaseFull), errors.Is(err, fault.DatabaseReadOnly):
		w.failed.Store(&writeFailure{time.Now(), err})
	}
}

// recentFailure returns the error of the last transaction if it failed within writeFailureTTL, or nil.
func (w *lastWrite) recentFailure() error {
	if f := w.failed.Load(); f != nil && time.Since(f.at) < writeFailureTTL {
		return f.err
	}
	return nil
}

// The probe writes to versionTable, which the store owns: it allocates pages, rolls that back, and commits
// the newest row unchanged. Only a commit reaches the disk, and only an allocation detects a full disk.
var (
	// none for PostgreSQL, which allocates pages independently of transactions
	probeAllocation = map[string]string{
		SQLite: "INSERT INTO " + versionTable + " (version_id, is_applied) VALUES (zeroblob(262144), 0)",
	}
	probeCommit = "UPDATE " + versionTable + " SET is_applied = is_applied WHERE id = (SELECT max(id) FROM " +
		versionTable + ")"
)

// CheckWritable returns nil if changes can be committed, and otherwise DATABASE_FULL, DATABASE_READ_ONLY,
// DATABASE_LOCKED or DATABASE_UNREACHABLE. It commits a transaction that changes nothing, so it is meant for
// occasional health checks, not for requests. It also reports a recent write failure of a command.
func (s *Store) CheckWritable(ctx context.Context) error {
	if err := s.lastWrite.recentFailure(); err != nil {
		return err
	}
	return ToFault(s.probeWrite(ctx))
}

func (s *Store) probeWrite(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no effect after a commit
	var statements []string
	if allocate := probeAllocation[s.dialect]; allocate != "" {
		statements = append(statements, "SAVEPOINT allocation", allocate, "ROLLBACK TO allocation")
	}
	for _, statement := range append(statements, probeCommit) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}
