package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"thidua/internal/fault"
)

// The migrations are written by `go run ./ent/migrate/diff NAME`, one file of a number for each database. There is no
// way down: an older binary refuses a newer schema, and the way back is a backup.
//
//go:embed migrations/sqlite/*.sql migrations/postgres/*.sql
var embedded embed.FS

// migrations are the folders sqlite and postgres.
var migrations = func() fs.FS {
	dir, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the name above is a valid one
	}
	return dir
}()

// Migrate brings the schema up to the version of this binary; where it is there already it changes nothing. Each
// migration is one transaction, so one that fails leaves the version before it. Servers that start at once take
// turns: on PostgreSQL by an advisory lock, on SQLite by the file's own.
func (s *Store) Migrate(ctx context.Context) error {
	db, err := s.source.pool(forMigrating)
	if err != nil {
		return Fault(err)
	}
	defer db.Close()
	if err := notNewer(ctx, db, s.dialect, s.latest()); err != nil {
		return Fault(err)
	}
	before, err := versionOf(ctx, db, s.dialect)
	if err == nil && before == s.latest() {
		return nil
	}
	for err == nil && before < s.latest() {
		failed := s.up(ctx, db)
		if failed == nil {
			break
		}
		// SQLite has no lock that spans migrations. Whoever comes second finds a table that is there already; where
		// the version has moved meanwhile, that was another process, and what it left is still to do.
		var after int64
		if after, err = versionOf(ctx, db, s.dialect); err == nil && after <= before {
			return Fault(fmt.Errorf("store: migrate: %w", failed))
		}
		before = after
	}
	if err != nil {
		return Fault(err)
	}
	return s.references(ctx, db)
}

// up runs goose once.
func (s *Store) up(ctx context.Context, db *sql.DB) error {
	dir, err := dirOf(s.migrations, s.dialect)
	if err != nil {
		return err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	name := goose.DialectSQLite3
	if s.dialect == Postgres {
		name = goose.DialectPostgres
		opts = append(opts, goose.WithSessionLocker(advisory{}))
	}
	p, err := goose.NewProvider(name, db, dir, opts...)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// advisory is the lock that keeps two servers from migrating one PostgreSQL database at once. goose's own polls every
// five seconds; this one waits in line.
type advisory struct{}

// advisoryKey is "thidua" in ASCII.
const advisoryKey = 0x746869647561

func (advisory) SessionLock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(advisoryKey))
	return err
}

func (advisory) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", int64(advisoryKey))
	return err
}

// references looks for rows whose references a migration has broken, which SQLite does not see while it migrates.
func (s *Store) references(ctx context.Context, db *sql.DB) error {
	if s.dialect != SQLite {
		return nil
	}
	var table, parent string
	var row sql.NullInt64
	var key int
	err := db.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return Fault(err)
	}
	return fault.Internal.Because(fmt.Errorf("store: migrate: row %d of %s refers to a row of %s that is not there", row.Int64, table, parent))
}
