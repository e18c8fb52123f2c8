package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"thidua/internal/fault"
)

// Kind classifies the errors of both databases.
type Kind int

// The first four kinds after KindOther are constraint violations.
const (
	KindOther        Kind = iota // not a database error, or one caused by a programming error
	KindUnique                   // such a row already exists
	KindForeignKey               // the referenced row does not exist, or is still referenced
	KindCheck                    // a value is not allowed
	KindNotNull                  // a value is missing
	KindBusy                     // lock timeout, deadlock or serialization failure
	KindStale                    // the prepared statement is older than the schema
	KindReadOnly                 // the database is not writable
	KindFull                     // the disk is full
	KindUnreachable              // cannot connect, or the connection broke
	KindRefused                  // unknown user, password or database
	KindTimeout                  // the statement exceeded its time limit
	KindCanceled                 // the caller canceled the statement
	KindNotADatabase             // the file is not a SQLite database, or is damaged
	KindCannotOpen               // the file or its directory does not exist or is not accessible
)

// kindNames are the names of kinds in metrics and traces, in the order of declaration.
var kindNames = [...]string{"other", "unique", "foreign_key", "check", "not_null", "busy", "stale",
	"read_only",
	"full", "unreachable", "refused", "timeout", "canceled", "not_a_database",
	"cannot_open"}

func (k Kind) String() string { return kindNames[k] }

// errReadOnlyFile is returned for a SQLite file without write permission.
var errReadOnlyFile = errors.New("store: the SQLite file may not be written")

// Classify returns the kind of a database error. It unwraps errors, including those of ent and fault.
func Classify(err error) Kind {
	if err == nil {
		return KindOther
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return classifySQLite(e)
	}
	if e, ok := errors.AsType[*pq.Error](err); ok {
		return classifyPostgres(err, e)
	}
	_, network := errors.AsType[net.Error](err) // a *net.OpError, or a failed name lookup
	switch {
	case errors.Is(err, context.Canceled):
		return KindCanceled
	case errors.Is(err, context.DeadlineExceeded):
		return KindTimeout
	case errors.Is(err, errReadOnlyFile):
		return KindReadOnly
	case network, errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, io.ErrUnexpectedEOF):
		return KindUnreachable
	}
	return KindOther
}

func classifySQLite(e *sqlite.Error) Kind {
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
		sqlite3.SQLITE_CONSTRAINT_ROWID:
		return KindUnique
	// ON DELETE RESTRICT is a trigger to SQLite
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER:
		return KindForeignKey
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return KindCheck
	case sqlite3.SQLITE_CONSTRAINT_NOTNULL:
		return KindNotNull
	}
	switch e.Code() & 0xff { // the high bits of an extended code only give the location
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return KindBusy
	case sqlite3.SQLITE_READONLY:
		return KindReadOnly
	case sqlite3.SQLITE_FULL:
		return KindFull
	case sqlite3.SQLITE_IOERR:
		return KindUnreachable
	case sqlite3.SQLITE_INTERRUPT:
		return KindCanceled
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return KindNotADatabase
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return KindCannotOpen
	}
	return KindOther
}

func classifyPostgres(err error, e *pq.Error) Kind {
	switch e.Code {
	case pqerror.UniqueViolation, pqerror.ExclusionViolation:
		return KindUnique
	case pqerror.ForeignKeyViolation, pqerror.RestrictViolation:
		return KindForeignKey
	case pqerror.CheckViolation:
		return KindCheck
	case pqerror.NotNullViolation:
		return KindNotNull
	case pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected, pqerror.LockNotAvailable:
		return KindBusy
	case pqerror.InvalidSQLStatementName: // prepared before the session was reset
		return KindStale
	case pqerror.FeatureNotSupported:
		// "cached plan must not change result type", in any language
		if e.Routine == "RevalidateCachedQuery" {
			return KindStale
		}
		// "cannot set transaction read-write mode during recovery": a standby
		if e.Routine == "call_bool_check_hook" {
			return KindReadOnly
		}
	case pqerror.ReadOnlySQLTransaction:
		return KindReadOnly
	case pqerror.DiskFull:
		return KindFull
	case pqerror.TooManyConnections, pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow:
		return KindUnreachable
	case pqerror.InvalidCatalogName, pqerror.InvalidPassword, pqerror.InvalidAuthorizationSpecification:
		return KindRefused
	case pqerror.QueryCanceled:
		if errors.Is(err, context.Canceled) {
			return KindCanceled
		}
		return KindTimeout
	}
	if e.Code.Class() == pqerror.ClassConnectionException {
		return KindUnreachable
	}
	return KindOther
}

// isRetryable reports whether a failed transaction may succeed if it is retried. It has left no changes.
func isRetryable(err error) bool {
	k := Classify(err)
	return k == KindBusy || k == KindStale
}

// ToFault converts a database error to the fault that describes it, with err as its cause. It returns err
// unchanged if it is a fault already, or if no fault describes it, as with a cancellation, a violated
// constraint other than uniqueness, and errors of other origin. Tx applies it to its result; errors of the
// Reader are converted where they are presented.
func ToFault(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.FromError(err); ok {
		return err
	}
	switch Classify(err) {
	case KindUnique:
		return fault.Conflict.Wrap(err)
	case KindBusy:
		return fault.DatabaseLocked.Wrap(err)
	case KindReadOnly:
		return fault.DatabaseReadOnly.Wrap(err)
	case KindFull:
		return fault.DatabaseFull.Wrap(err)
	case KindUnreachable:
		return fault.DatabaseUnreachable.Wrap(err)
	case KindTimeout:
		return fault.Timeout.Wrap(err)
	case KindRefused:
		return badURLFault("the server knows no such user, password or database").Wrap(err)
	case KindNotADatabase:
		return badURLFault("the file is not a SQLite database, or is damaged").Wrap(err)
	case KindCannotOpen:
		return badURLFault("the SQLite file cannot be opened").Wrap(err)
	}
	return err
}
