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

// Kind is what a database's error means, whichever database said it.
type Kind int

// The kinds. The first four are broken constraints.
const (
	Other        Kind = iota // not a database's error, or one that means a mistake of ours
	Unique                   // a row like this is there already
	ForeignKey               // the row referred to is not there, or still referred to
	Check                    // a value is not allowed
	NotNull                  // a value is missing
	Busy                     // a lock was not to be had, or PostgreSQL chose this transaction to give way
	Stale                    // a prepared statement is older than the schema
	ReadOnly                 // the database cannot be written
	Full                     // the disk is full
	Unreachable              // no connection, or it broke
	Refused                  // the server does not know the user, the password or the database
	Timeout                  // the statement ran too long
	Canceled                 // the caller went away
	NotADatabase             // the file is something else, or damaged
	CannotOpen               // the file or its directory is not there, or not for us
)

// kindNames are the kinds in the order of their declaration, as metrics and traces name them.
var kindNames = [...]string{"other", "unique", "foreign_key", "check", "not_null", "busy", "stale", "read_only", "full", "unreachable",
	"refused", "timeout", "canceled", "not_a_database", "cannot_open"}

func (k Kind) String() string { return kindNames[k] }

// errReadOnlyFile is a SQLite file that may be read only.
var errReadOnlyFile = errors.New("store: the SQLite file may not be written")

// Classify says what kind of error a database gave. It looks through wrapping, ent's and fault's too.
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
	_, network := errors.AsType[net.Error](err) // a *net.OpError, or a name that is not found
	switch {
	case errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	case errors.Is(err, errReadOnlyFile):
		return ReadOnly
	case network, errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF):
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
	switch e.Code() & 0xff { // the rest of an extended code only says where
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

// again says whether a transaction that failed so may be tried again: nothing of it is there, and the same may
// succeed now.
func again(err error) bool {
	k := Classify(err)
	return k == Busy || k == Stale
}

// Fault gives the fault that stands for what a database said, with the database's own error as its reason. What is
// already a fault, or is no database's error, or means a mistake of ours or a caller who went away, stays as it is.
// Tx does this for what it returns; who reads through the Reader does it where errors are presented.
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
