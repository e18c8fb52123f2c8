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
	Other        Kind = iota // not a database error, or one caused by a programming error
	Unique                   // such a row already exists
	ForeignKey               // the referenced row does not exist, or is still referenced
	Check                    // a value is not allowed
	NotNull                  // a value is missing
	Busy                     // lock timeout, deadlock or serialization failure
	Stale                    // the prepared statement is older than the schema
	ReadOnly                 // the database is not writable
	Full                     // the disk is full
	Unreachable              // cannot connect, or the connection broke
	Refused                  // unknown user, password or database
	Timeout                  // the statement exceeded its time limit
	Canceled                 // the caller canceled the statement
	NotADatabase             // the file is not a SQLite database, or is damaged
	CannotOpen               // the file or its directory does not exist or is not accessible
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
		return Other
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
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	case errors.Is(err, errReadOnlyFile):
		return ReadOnly
	case network, errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, io.ErrUnexpectedEOF):
		return Unreachable
	}
	return Other
}

func classifySQLite(e *sqlite.Error) Kind {
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return Unique
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER: // ON DELETE RESTRICT is a trigger to SQLite
		return ForeignKey
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return Check
	case sqlite3.SQLITE_CONSTRAINT_NOTNULL:
		return NotNull
	}
	switch e.Code() & 0xff { // the high bits of an extended code only give the location
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return Busy
	case sqlite3.SQLITE_READONLY:
		return ReadOnly
	case sqlite3.SQLITE_FULL:
		return Full
	case sqlite3.SQLITE_IOERR:
		return Unreachable
	case sqlite3.SQLITE_INTERRUPT:
		return Canceled
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return NotADatabase
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return CannotOpen
	}
	return Other
}

func classifyPostgres(err error, e *pq.Error) Kind {
	switch e.Code {
	case pqerror.UniqueViolation, pqerror.ExclusionViolation:
		return Unique
	case pqerror.ForeignKeyViolation, pqerror.RestrictViolation:
		return ForeignKey
	case pqerror.CheckViolation:
		return Check
	case pqerror.NotNullViolation:
		return NotNull
	case pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected, pqerror.LockNotAvailable:
		return Busy
	case pqerror.InvalidSQLStatementName: // prepared before the session was reset
		return Stale
	case pqerror.FeatureNotSupported:
		if e.Routine == "RevalidateCachedQuery" { // "cached plan must not change result type", in any language
			return Stale
		}
		if e.Routine == "call_bool_check_hook" { // "cannot set transaction read-write mode during recovery": a standby
			return ReadOnly
		}
	case pqerror.ReadOnlySQLTransaction:
		return ReadOnly
	case pqerror.DiskFull:
		return Full
	case pqerror.TooManyConnections, pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow:
		return Unreachable
	case pqerror.InvalidCatalogName, pqerror.InvalidPassword, pqerror.InvalidAuthorizationSpecification:
		return Refused
	case pqerror.QueryCanceled:
		if errors.Is(err, context.Canceled) {
			return Canceled
		}
		return Timeout
	}
	if e.Code.Class() == pqerror.ClassConnectionException {
		return Unreachable
	}
	return Other
}

// isRetryable reports whether a failed transaction may succeed if it is retried. It has left no changes.
func again(err error) bool {
	k := Classify(err)
	return k == Busy || k == Stale
}

// Fault converts a database error to the fault that describes it, with err as its cause. It returns err
// unchanged if it is a fault already, no database error, a programming error or a cancellation. Tx applies it
// to its result; errors of the Reader are converted where they are presented.
func Fault(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.As(err); ok {
		return err
	}
	switch Classify(err) {
	case Unique:
		return fault.Conflict.Because(err)
	case Busy:
		return fault.DatabaseLocked.Because(err)
	case ReadOnly:
		return fault.DatabaseReadOnly.Because(err)
	case Full:
		return fault.DatabaseFull.Because(err)
	case Unreachable:
		return fault.DatabaseUnreachable.Because(err)
	case Timeout:
		return fault.Timeout.Because(err)
	case Refused:
		return badURL("the server knows no such user, password or database").Because(err)
	case NotADatabase:
		return badURL("the file is not a SQLite database, or is damaged").Because(err)
	case CannotOpen:
		return badURL("the SQLite file cannot be opened").Because(err)
	}
	return err
}
