package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"modernc.org/sqlite"

	"thidua/internal/fault"
)

// sqliteFile is a database in a SQLite file.
type sqliteFile struct {
	config
	path string
}

func sqliteSource(file string, c config) (source, error) {
	switch {
	case file == "":
		return nil, badURLFault("sqlite: names no file")
	case strings.Contains(file, ":memory:"):
		return nil, badURLFault("a SQLite database in memory would be another one for each connection; name a file")
	case strings.Contains(file, "?"):
		return nil, badURLFault("sqlite: takes a file and no parameters")
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, badURLFault(err.Error())
	}
	return &sqliteFile{config: c, path: path}, nil
}

// dsn returns the file as SQLite's URI with pragmas. The driver runs them in alphabetical order, busy_timeout
// first, so each may occur only once.
func (f *sqliteFile) dsn(mode, txlock string, pragmas ...string) string {
	q := url.Values{
		"mode":         {mode},
		"_txlock":      {txlock},
		"_time_format": {"sqlite"}, // sorts as text because all times are UTC, by _timezone
		"_timezone":    {"UTC"},
		"_error_rc":    {"1"}, // the message then belongs to the code
		"_pragma": append(
			[]string{"busy_timeout(" + strconv.FormatInt(f.lockWait.Milliseconds(), 10) + ")"}, pragmas...),
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(f.path), RawQuery: q.Encode()}).String()
}

// checkSchema inspects the file before opening a connection that would change its journal mode to WAL.
func (f *sqliteFile) checkSchema(ctx context.Context, known int64) error {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(f.path)); err != nil {
			return badURLFault("the directory of the SQLite file is missing").Wrap(err)
		}
		if f.mustExist {
			return badURLFault("there is no such SQLite file")
		}
		return f.create()
	case err != nil:
		return badURLFault("the SQLite file cannot be looked at").Wrap(err)
	case info.IsDir():
		return badURLFault("the SQLite file is a directory")
	}
	f.warnIfShared(info)
	if info.Size() == 0 { // created by touch, or by an Open that failed
		return nil
	}
	// Not mode=ro: a read-only connection leaves the journal's files behind.
	db, err := sql.Open("sqlite", f.dsn("rw", "deferred", "query_only(1)"))
	if err != nil {
		return err
	}
	defer db.Close()
	return checkNotNewer(ctx, db, SQLite, known)
}

// fileMode lets only the server's user access a database file, which holds hashes of tokens and drafts.
// SQLite gives the files beside it, -wal and -shm, the same mode.
const fileMode = 0o600

// create creates the file, because SQLite would create it with the mode that the umask leaves.
func (f *sqliteFile) create() error {
	file, err := os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	switch {
	case errors.Is(err, fs.ErrExist): // another process created it just now
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return fault.DatabaseFull.Wrap(err)
	case err != nil:
		return badURLFault("the SQLite file cannot be created").Wrap(err)
	}
	return file.Close()
}

// warnIfShared logs a warning if other users of the machine can access the file. It does not change the mode:
// the operator may have granted a group access on purpose, such as for backups.
func (f *sqliteFile) warnIfShared(info fs.FileInfo) {
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		slog.Warn("other users can access the database file; restrict it with chmod 600",
			"file", f.path, "mode", fmt.Sprintf("%#o", mode))
	}
}

// mappedBytes is how much of the file readers map into memory. A connection's own cache of 2 MB is discarded
// at each write by another connection; rows that are read through an index cost half as much where the file
// is mapped (50 000 of them: 65 ms to 30 ms). All connections share the memory, which is the page cache of
// the operating system.
const mappedBytes = 256 << 20

func (f *sqliteFile) pool(purpose poolPurpose) (*sql.DB, error) {
	n, keep, mode, lock := 1, f.maxStmts, "rwc", "immediate"
	sync, references := "FULL", "1"
	if !f.sync {
		sync = "OFF"
	}
	pragmas := []string{"journal_mode(WAL)", "journal_size_limit(67108864)"}
	if f.maxPages > 0 {
		pragmas = append(pragmas, "max_page_count("+strconv.Itoa(f.maxPages)+")")
	}
	switch purpose {
	case readPool:
		// Deferred: BEGIN of a reader must not take the write lock.
		n, mode, lock = cmp.Or(f.readers, sqliteReaders()), "rw", "deferred"
		pragmas = append(pragmas, "query_only(1)", "mmap_size("+strconv.Itoa(mappedBytes)+")")
	case writePool:
		// Immediate: a transaction that reads first would otherwise fail at its first write, however long it
		// waits, if another process has written meanwhile.
	case migrationPool:
		// A table is changed by building a new one and dropping the old one, which would delete references to
		// its rows. Because foreign_keys cannot be disabled inside a transaction, it is off here; Migrate
		// checks references afterwards.
		keep, references = 0, "0"
	}
	pragmas = append(pragmas, "synchronous("+sync+")", "foreign_keys("+references+")")
	c, err := sqlite.NewConnector(f.dsn(mode, lock, pragmas...))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(&connector{
		Connector: c, dialect: SQLite, maxStmts: keep, readOnly: purpose == readPool,
		observer: f.observerFor(purpose),
	})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}
