package store

import (
	"database/sql"
	"database/sql/driver"
	"io/fs"
)

// What tests may ask that nobody else has a reason to.

// WithMigrations replaces the migrations: the folders sqlite and postgres.
func WithMigrations(files fs.FS) Option { return func(c *config) { c.migrations = files } }

// WithMaxPages makes SQLite's disk full.
func WithMaxPages(n int) Option { return func(c *config) { c.maxPages = n } }

// Migrations are those of this binary.
func Migrations() fs.FS { return migrations }

// Latest is the version of this binary's schema.
func (s *Store) Latest() int64 { return s.latest() }

// Pools are the connections, for what ent does not say.
func (s *Store) Pools() (read, write *sql.DB) { return s.read, s.write }

// MaxStatements is how many statements a connection keeps.
const MaxStatements = maxStatements

// PoolOver is a pool of connections like the store's, over a connector of the test's.
func PoolOver(c driver.Connector, dialect string, statements int) *sql.DB {
	return sql.OpenDB(&connector{Connector: c, dialect: dialect, max: statements})
}
