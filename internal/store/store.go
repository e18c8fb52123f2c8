package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/internal/fault"
)

// The two databases, as ent names them.
const (
	SQLite   = dialect.SQLite
	Postgres = dialect.Postgres
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	config
	dialect   string
	source    source
	read      *sql.DB
	write     *sql.DB
	reader    *ent.Client
	writer    *ent.Client
	steps     []step // the migrations of this binary, oldest first
	bells     bells
	lastWrite lastWrite
}

// source is where the database is, and how to open connections to it.
type source interface {
	// check refuses what is no database of ours or is newer than known, before anything is opened for writing.
	check(ctx context.Context, known int64) error
	// pool opens a pool of connections for one purpose. It may fail only by what it finds in the URL.
	pool(use) (*sql.DB, error)
	// place is a number for where the database is.
	place(ctx context.Context, s *Store) (int64, error)
}

// use is what a pool is for.
type use int

const (
	forReading use = iota
	forWriting
	forMigrating // no limits of time, no statements kept, and on SQLite no enforced foreign keys
)

// Open opens the database at url, which is one of
//
//	sqlite:FILE                         a file, made when it is missing; its directory must exist
//	postgres://USER@HOST/NAME?...       what lib/pq takes, also spelt postgresql://
//
// A SQLite database in memory is refused: it would be another one for each connection. Open does not migrate, and
// changes nothing of a database whose schema is newer than the binary.
//
// Its faults are BAD_CONFIG, and DATABASE_ with TOO_NEW, UNREACHABLE, READ_ONLY, LOCKED or FULL.
func Open(ctx context.Context, url string, opts ...Option) (*Store, error) {
	s := &Store{config: configure(opts)}
	var err error
	if s.dialect, s.source, err = parse(url, s.config); err != nil {
		return nil, err
	}
	if s.steps, err = stepsOf(s.migrations, s.dialect); err != nil {
		return nil, err
	}
	if err := s.source.check(ctx, s.latest()); err != nil {
		return nil, Fault(err)
	}
	if err := s.connect(ctx); err != nil {
		_ = s.Close() // what went wrong first is the one to tell
		return nil, Fault(err)
	}
	s.writer = ent.NewClient(ent.Driver(entsql.OpenDB(s.dialect, s.write)))
	s.reader = ent.NewClient(ent.Driver(slotted{entsql.OpenDB(s.dialect, s.read)}))
	readOnly(s.reader)
	s.rules(s.reader)
	return s, nil
}

// connect opens both pools and sees that they answer. The writer comes first: it makes SQLite's file, and its journal.
func (s *Store) connect(ctx context.Context) (err error) {
	if s.write, err = s.source.pool(forWriting); err != nil {
		return err
	}
	if err := s.write.PingContext(ctx); err != nil {
		return err
	}
	if s.read, err = s.source.pool(forReading); err != nil {
		return err
	}
	return s.read.PingContext(ctx)
}

// Close closes every connection. The writer goes last: closing it folds SQLite's journal into the file.
func (s *Store) Close() error {
	s.bells.close()
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Dialect is SQLite or Postgres. Rooms have no reason to ask; tests and the log do.
func (s *Store) Dialect() string { return s.dialect }

// parse finds which database a URL means.
func parse(url string, c config) (string, source, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "sqlite":
		src, err := sqliteSource(rest, c)
		return SQLite, src, err
	case "postgres", "postgresql":
		src, err := postgresSource(url, c)
		return Postgres, src, err
	}
	return "", nil, badURL("give sqlite:FILE or postgres://USER@HOST/NAME")
}

// badURL is a URL that cannot be used, and why. The URL itself may hold a password, so it is not repeated.
func badURL(why string) *fault.Error {
	return fault.BadConfig.With("setting", "--database (THIDUA_DATABASE)", "reason", why)
}

// Fingerprint tells the migrations of this binary from any others, of both databases: what they have migrated is the
// same where it is the same. storetest names its template by it.
func Fingerprint() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return fmt.Sprintf("%x", sum.Sum(nil)[:8]), err
}

// dirOf is the folder of a dialect's migrations.
func dirOf(files fs.FS, d string) (fs.FS, error) {
	name := "postgres"
	if d == SQLite {
		name = "sqlite"
	}
	return fs.Sub(files, name)
}
