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

// embeddedMigrations are written by `go run ./ent/migrate/diff NAME`, one numbered file per database. There
// are no down migrations: an older binary refuses a newer schema, and a downgrade needs a backup.
//
//go:embed migrations/sqlite/*.sql migrations/postgres/*.sql
var embeddedMigrations embed.FS

// migrations contains the folders sqlite and postgres.
var migrations = func() fs.FS {
	dir, err := fs.Sub(embeddedMigrations, "migrations")
	if err != nil {
		panic(err) // the folder name is valid
	}
	return dir
}()

// Migrate migrates the schema to the version of this binary; it changes nothing if it is up to date. Each
// migration is one transaction, so a failed one leaves the previous version. Servers that start concurrently
// take turns: by an advisory lock on PostgreSQL, by the file's lock on SQLite.
func (s *Store) Migrate(ctx context.Context) error {
	db, err := s.source.pool(migrationPool)
	if err != nil {
		return ToFault(err)
	}
	defer db.Close()
	if err := checkNotNewer(ctx, db, s.dialect, s.latestVersion()); err != nil {
		return ToFault(err)
	}
	before, err := schemaVersion(ctx, db, s.dialect)
	if err == nil && before == s.latestVersion() {
		return nil
	}
	for err == nil && before < s.latestVersion() {
		failed := s.runMigrations(ctx, db)
		if failed == nil {
			break
		}
		// SQLite has no lock that spans migrations, so a second process fails because a table already exists.
		// If the version has advanced, another process did it, and the remaining migrations still have to be
		// applied.
		var after int64
		if after, err = schemaVersion(ctx, db, s.dialect); err == nil && after <= before {
			return ToFault(fmt.Errorf("store: migrate: %w", failed))
		}
		before = after
	}
	if err != nil {
		return ToFault(err)
	}
	return s.checkForeignKeys(ctx, db)
}

// runMigrations runs goose once.
func (s *Store) runMigrations(ctx context.Context, db *sql.DB) error {
	dir, err := migrationDir(s.migrations, s.dialect)
	if err != nil {
		return err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	name := goose.DialectSQLite3
	if s.dialect == Postgres {
		name = goose.DialectPostgres
		opts = append(opts, goose.WithSessionLocker(advisoryLock{}))
	}
	p, err := goose.NewProvider(name, db, dir, opts...)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// advisoryLock keeps two servers from migrating a PostgreSQL database concurrently. goose's own lock polls
// every five seconds; this one blocks.
type advisoryLock struct{}

// advisoryLockKey is "thidua" in ASCII.
const advisoryLockKey = 0x746869647561

func (advisoryLock) SessionLock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(advisoryLockKey))
	return err
}

func (advisoryLock) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", int64(advisoryLockKey))
	return err
}

// checkForeignKeys returns an error if a migration broke references, which SQLite does not check while it
// migrates.
func (s *Store) checkForeignKeys(ctx context.Context, db *sql.DB) error {
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
		return ToFault(err)
	}
	return fault.Internal.Wrap(
		fmt.Errorf("store: migrate: row %d of %s refers to a row of %s that does not exist",
			row.Int64, table, parent),
	)
}
