package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"thidua/internal/fault"
)

// migrationFile is the version and file name of a migration.
type migrationFile struct {
	version int64
	name    string
}

// listMigrationFiles returns the migrations of a dialect, oldest first.
func listMigrationFiles(files fs.FS, d string) ([]migrationFile, error) {
	dir, err := migrationDir(files, d)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(dir, "*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([]migrationFile, 0, len(names))
	for _, name := range names {
		v, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("store: migration %s: %w", name, err)
		}
		steps = append(steps, migrationFile{v, name})
	}
	return steps, nil
}

// latestVersion returns the newest schema version that this binary knows.
func (s *Store) latestVersion() int64 {
	if len(s.migrationFiles) == 0 {
		return 0
	}
	return s.migrationFiles[len(s.migrationFiles)-1].version
}

// versionTable is the table of goose, which creates and writes it. It is only read here, so that a check
// changes nothing.
const versionTable = "goose_db_version"

// hasVersionTable has the queries for whether versionTable exists.
var hasVersionTable = map[string]string{
	SQLite:   "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = '" + versionTable + "'",
	Postgres: "SELECT to_regclass('" + versionTable + "') IS NOT NULL",
}

// appliedMigrations returns when each applied migration ran; none if the database was never migrated.
func appliedMigrations(ctx context.Context, db *sql.DB, d string) (map[int64]time.Time, error) {
	var ok bool
	if err := db.QueryRowContext(ctx, hasVersionTable[d]).Scan(&ok); err != nil || !ok {
		return nil, err
	}
	rows, err := db.QueryContext(ctx,
		"SELECT version_id, tstamp FROM "+versionTable+" WHERE is_applied AND version_id > 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := map[int64]time.Time{}
	for rows.Next() {
		var v int64
		var t time.Time
		if err := rows.Scan(&v, &t); err != nil {
			return nil, err
		}
		at[v] = t.UTC()
	}
	return at, rows.Err()
}

// schemaVersion returns the newest migration that was applied.
func schemaVersion(ctx context.Context, db *sql.DB, d string) (version int64, err error) {
	at, err := appliedMigrations(ctx, db, d)
	for v := range at {
		version = max(version, v)
	}
	return version, err
}

// checkNotNewer returns DATABASE_TOO_NEW for a schema of a newer binary, whose rules this one does not know.
func checkNotNewer(ctx context.Context, db *sql.DB, d string, known int64) error {
	v, err := schemaVersion(ctx, db, d)
	if err == nil && v > known {
		return fault.DatabaseTooNew.With("schema", v, "binary", known)
	}
	return err
}

// CheckReady returns nil if requests can be served, and otherwise DATABASE_UNMIGRATED, DATABASE_TOO_NEW or
// why the database does not respond. Health checks and the server's start call it.
func (s *Store) CheckReady(ctx context.Context) error {
	v, err := schemaVersion(ctx, s.read, s.dialect)
	switch {
	case err != nil:
		return ToFault(err)
	case v > s.latestVersion():
		return fault.DatabaseTooNew.With("schema", v, "binary", s.latestVersion())
	case v < s.latestVersion():
		return fault.DatabaseUnmigrated.With("schema", v, "binary", s.latestVersion())
	}
	return nil
}

// Migration is a version of the schema, known to this binary, the database or both.
type Migration struct {
	Version int64
	Name    string    // file name without its number; empty if only the database knows it
	Applied time.Time // zero if not applied yet
}

// MigrationStatus lists the migrations that this binary or the database knows, oldest first. It changes
// nothing.
func (s *Store) MigrationStatus(ctx context.Context) ([]Migration, error) {
	at, err := appliedMigrations(ctx, s.read, s.dialect)
	if err != nil {
		return nil, ToFault(err)
	}
	var list []Migration
	for _, st := range s.migrationFiles {
		list = append(list, Migration{st.version, migrationName(st.name), at[st.version]})
		delete(at, st.version)
	}
	for _, v := range slices.Sorted(maps.Keys(at)) {
		list = append(list, Migration{Version: v, Applied: at[v]})
	}
	slices.SortStableFunc(list, func(a, b Migration) int { return cmp.Compare(a.Version, b.Version) })
	return list, nil
}

// migrationName returns "initial" for 00001_initial.sql.
func migrationName(file string) string {
	_, name, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".sql"), "_")
	return name
}
