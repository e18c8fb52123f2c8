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

// The supported databases, by ent's names.
const (
	SQLite   = dialect.SQLite
	Postgres = dialect.Postgres
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	config
	dialect        string
	source         source
	read           *sql.DB
	write          *sql.DB
	reader         *ent.Client
	writer         *ent.Client
	migrationFiles []migrationFile // migrations of this binary, oldest first
	notifier       notifier
	lastWrite      lastWrite
}

// source locates the database and opens connections to it.
type source interface {
	// checkSchema returns an error if the database is not ours or is newer than known, before anything is opened
	// for writing.
	checkSchema(ctx context.Context, known int64) error
	// pool opens a connection pool. Its errors come from the URL only.
	pool(poolPurpose) (*sql.DB, error)
	// identity implements [Store.Identity].
	identity(ctx context.Context, s *Store) (int64, error)
}

// poolPurpose is what a pool is used for.
type poolPurpose int

const (
	readPool poolPurpose = iota
	writePool
	migrationPool // no timeouts, no statement cache and, on SQLite, no foreign key checks
)

// Open opens the database at url, which is one of
//
//	sqlite:FILE                         a file, created if missing; its directory must exist
//	postgres://USER@HOST/NAME?...       any URL of lib/pq, also as postgresql://
//
// A SQLite database in memory is refused, because each connection would have its own. Open does not migrate,
// and does not change a database whose schema is newer than the binary.
//
// It fails with BAD_CONFIG, or DATABASE_ and TOO_NEW, UNREACHABLE, READ_ONLY, LOCKED or FULL.
func Open(ctx context.Context, url string, opts ...Option) (*Store, error) {
	s := &Store{config: newConfig(opts)}
	var err error
	if s.dialect, s.source, err = parseURL(url, s.config); err != nil {
		return nil, err
	}
	if s.migrationFiles, err = listMigrationFiles(s.migrations, s.dialect); err != nil {
		return nil, err
	}
	if err := s.source.checkSchema(ctx, s.latestVersion()); err != nil {
		return nil, ToFault(err)
	}
	if err := s.connect(ctx); err != nil {
		_ = s.Close() // the first error is reported
		return nil, ToFault(err)
	}
	s.writer = ent.NewClient(ent.Driver(entsql.OpenDB(s.dialect, s.write)))
	s.reader = ent.NewClient(ent.Driver(limitedDriver{entsql.OpenDB(s.dialect, s.read)}))
	refuseMutations(s.reader)
	s.installReadRules(s.reader)
	return s, nil
}

// connect opens both pools and pings them. The writer is first, because it creates the SQLite file and its
// journal.
func (s *Store) connect(ctx context.Context) (err error) {
	if s.write, err = s.source.pool(writePool); err != nil {
		return err
	}
	if err := s.write.PingContext(ctx); err != nil {
		return err
	}
	if s.read, err = s.source.pool(readPool); err != nil {
		return err
	}
	return s.read.PingContext(ctx)
}

// Close closes all connections. The writer is last, because closing it checkpoints SQLite's journal into the
// file.
func (s *Store) Close() error {
	s.notifier.close()
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Dialect returns SQLite or Postgres, for logs and tests. Domain packages must not depend on it.
func (s *Store) Dialect() string { return s.dialect }

// parseURL determines the database from its URL.
func parseURL(url string, c config) (string, source, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "sqlite":
		src, err := sqliteSource(rest, c)
		return SQLite, src, err
	case "postgres", "postgresql":
		src, err := postgresSource(url, c)
		return Postgres, src, err
	}
	return "", nil, badURLFault("give sqlite:FILE or postgres://USER@HOST/NAME")
}

// badURLFault returns the fault for an unusable URL. It does not contain the URL, which may include a
// password.
func badURLFault(why string) *fault.Error {
	return fault.BadConfig.With("setting", "--database (THIDUA_DATABASE)", "reason", why)
}

// MigrationsFingerprint identifies the migrations of this binary. Databases with the same fingerprint have
// the same schema; storetest names its template by it.
func MigrationsFingerprint() (string, error) {
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

// migrationDir returns the folder of a dialect's migrations.
func migrationDir(files fs.FS, d string) (fs.FS, error) {
	name := "postgres"
	if d == SQLite {
		name = "sqlite"
	}
	return fs.Sub(files, name)
}
