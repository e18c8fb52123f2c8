package store

import (
	"database/sql"
	"database/sql/driver"
	"io/fs"
)

// What only tests may access.

// WithMigrations replaces the migrations by the folders sqlite and postgres of a file system.
func WithMigrations(files fs.FS) Option { return func(c *config) { c.migrations = files } }

// WithMaxPages limits the size of a SQLite database, to simulate a full disk.
func WithMaxPages(n int) Option { return func(c *config) { c.maxPages = n } }

// Migrations are those of this binary.
func Migrations() fs.FS { return migrations }

// Latest returns the schema version of this binary.
func (s *Store) Latest() int64 { return s.latestVersion() }

// Pools returns the connection pools.
func (s *Store) Pools() (read, write *sql.DB) { return s.read, s.write }

// MaxStatements is the size of a connection's statement cache.
const MaxStatements = maxStatements

// PoolOver returns a pool like the store's over a connector of the test.
func PoolOver(c driver.Connector, dialect string, statements int) *sql.DB {
	return sql.OpenDB(&connector{Connector: c, dialect: dialect, maxStmts: statements})
}
