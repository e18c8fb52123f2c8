package store

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"thidua/internal/fault"
)

// failureHolds is how long a node counts as unable to write after a change of a client failed for want of room, or
// because the database is read-only, unless a later one succeeds. The probe is smaller than many a change, and may
// still find room where they do not.
const failureHolds = 10 * time.Second

// writes remembers how the last changes ended.
type writes struct {
	failed atomic.Pointer[writeFailure] // nil after one that succeeded
}

type writeFailure struct {
	at  time.Time
	err error
}

// note remembers how a Tx ended, as far as that says whether the database can be written.
func (w *writes) note(err error) {
	switch {
	case err == nil:
		if w.failed.Load() != nil {
			w.failed.Store(nil)
		}
	case errors.Is(err, fault.DatabaseFull), errors.Is(err, fault.DatabaseReadOnly):
		w.failed.Store(&writeFailure{time.Now(), err})
	}
}

// recent returns the failure of the last change, if it is not long ago.
func (w *writes) recent() error {
	if f := w.failed.Load(); f != nil && time.Since(f.at) < failureHolds {
		return f.err
	}
	return nil
}

// The probe writes to the table of versions, which the store owns: it allocates room, gives that back, and commits the
// newest row as it is. Only a commit reaches the disk, and only what allocates pages finds that there are none.
var (
	probeRoom = map[string]string{ // nothing where the database allocates room without telling its transactions
		SQLite: "INSERT INTO " + versions + " (version_id, is_applied) VALUES (zeroblob(262144), 0)",
	}
	probeCommit = "UPDATE " + versions + " SET is_applied = is_applied WHERE id = (SELECT max(id) FROM " + versions + ")"
)

// Writable reports whether changes can be committed: nil, or DATABASE_FULL, DATABASE_READ_ONLY, DATABASE_LOCKED,
// DATABASE_UNREACHABLE. It commits a transaction that changes nothing, so it is for a health check that asks now and
// then, not for requests. What the last changes of clients met counts as well.
func (s *Store) Writable(ctx context.Context) error {
	if err := s.writes.recent(); err != nil {
		return err
	}
	return Fault(s.probeWrite(ctx))
}

func (s *Store) probeWrite(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	var statements []string
	if room := probeRoom[s.dialect]; room != "" {
		statements = append(statements, "SAVEPOINT room", room, "ROLLBACK TO room")
	}
	for _, statement := range append(statements, probeCommit) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}
