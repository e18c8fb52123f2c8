package store

import (
	"io/fs"
	"runtime"
	"time"

	"thidua/ent"
)

// Option configures a store.
type Option func(*config)

// config is the configuration of a store. Both databases take durations in whole milliseconds.
type config struct {
	installReadRules func(*ent.Client)
	now              func() time.Time
	readers          int           // connections of the Reader; 0 for the database's default
	writers          int           // connections of Tx; 0 for the database's default; always one for SQLite
	lockWait         time.Duration // how long a statement waits for a lock before the Tx is retried
	statementTimeout time.Duration // how long a statement may run (PostgreSQL)
	maxStmts         int           // prepared statements kept per connection
	sync             bool          // whether a commit waits for the disk (SQLite only)
	mustExist        bool          // whether a missing SQLite file is refused instead of created
	maxPages         int           // SQLite: pages after which the disk counts as full; 0 for no limit
	migrations       fs.FS         // the directories sqlite and postgres
	observer         Observer      // nil for none
}

func newConfig(opts []Option) config {
	c := config{
		installReadRules: func(*ent.Client) {},
		now:              time.Now,
		lockWait:         5 * time.Second,
		statementTimeout: 30 * time.Second,
		maxStmts:         maxStatements,
		sync:             true,
		migrations:       migrations,
	}
	for _, o := range opts {
		o(&c)
	}
	return c
}

// WithReadRules installs read rules on the client of [Store.Reader], such as those of package access. Without
// them all rows are visible.
func WithReadRules(install func(*ent.Client)) Option {
	return func(c *config) { c.installReadRules = install }
}

// The default numbers of connections to PostgreSQL. While a statement is on the network its connection is
// busy but no core is, so a database 0.7 ms away needs several connections for each core (docs/performance.md
// has the numbers). With the two of the listener they are 26 for each node: three nodes fit into PostgreSQL's
// default of 100.
const (
	postgresReaders = 16
	postgresWriters = 8
)

// sqliteReaders returns how many connections read a SQLite file: one for each core, because they compute on
// this machine.
func sqliteReaders() int { return max(4, runtime.GOMAXPROCS(0)) }

// WithPool sets how many connections read and how many write; 0 is the default of the database: 16 and 8 for
// PostgreSQL, one for each core and one for SQLite, which always writes through one. All are kept open: a
// pool that closes idle connections spent two thirds of its time reopening them. PostgreSQL's own limit
// applies to the sum over all nodes.
func WithPool(readers, writers int) Option {
	return func(c *config) { c.readers, c.writers = max(0, readers), max(0, writers) }
}

// WithMustExist refuses a missing SQLite file instead of creating it, so that a mistyped name is noticed.
func WithMustExist() Option { return func(c *config) { c.mustExist = true } }

// WithClock replaces the clock, for tests.
func WithClock(now func() time.Time) Option { return func(c *config) { c.now = now } }

// WithLockWait sets how long a statement waits for a lock; the default is 5 seconds.
func WithLockWait(d time.Duration) Option { return func(c *config) { c.lockWait = d } }

// WithStatementTimeout limits the duration of a PostgreSQL statement; the default is 30 seconds. Migrations
// have no limit.
func WithStatementTimeout(d time.Duration) Option { return func(c *config) { c.statementTimeout = d } }

// WithStatementCache sets how many prepared statements a connection caches; 0 disables the cache, for
// benchmarks and for a PostgreSQL pooler that changes the session with each transaction.
func WithStatementCache(n int) Option { return func(c *config) { c.maxStmts = n } }

// WithoutSync lets SQLite commit without waiting for the disk: commits survive a crash of the process but not
// of the machine. For tests.
func WithoutSync() Option { return func(c *config) { c.sync = false } }
