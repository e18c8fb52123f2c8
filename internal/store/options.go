package store

import (
	"io/fs"
	"runtime"
	"time"

	"thidua/ent"
)

// Option changes how a store is opened.
type Option func(*config)

// config is what options change. Durations are whole milliseconds to both databases.
type config struct {
	rules      func(*ent.Client)
	now        func() time.Time
	readers    int           // connections of the Reader; 0 for the default of the database
	writers    int           // connections of Tx; 0 for the default; SQLite has one whatever this says
	lockWait   time.Duration // how long a statement waits for a lock before the Tx is tried again
	statement  time.Duration // how long a statement may run (PostgreSQL)
	statements int           // prepared statements kept per connection
	sync       bool          // whether a commit waits for the disk (SQLite; PostgreSQL decides for itself)
	mustExist  bool          // whether a SQLite file that is missing is refused instead of made
	maxPages   int           // SQLite: pages after which the disk counts as full; 0 is no bound
	migrations fs.FS         // the directories sqlite and postgres
	observer   Observer      // nil for none
}

func configure(opts []Option) config {
	c := config{
		rules:      func(*ent.Client) {},
		now:        time.Now,
		lockWait:   5 * time.Second,
		statement:  30 * time.Second,
		statements: maxStatements,
		sync:       true,
		migrations: migrations,
	}
	for _, o := range opts {
		o(&c)
	}
	return c
}

// WithReadRules installs the rules of who may see which row on the client that [Store.Reader] gives. The room access
// brings them; a store without them shows every row.
func WithReadRules(install func(*ent.Client)) Option { return func(c *config) { c.rules = install } }

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

// WithExisting refuses a SQLite file that is missing: who only looks at a database, or expects a migrated one, has
// mistyped its name.
func WithExisting() Option { return func(c *config) { c.mustExist = true } }

// WithClock replaces the clock, for tests.
func WithClock(now func() time.Time) Option { return func(c *config) { c.now = now } }

// WithLockWait sets how long a statement waits for another's lock; 5 seconds otherwise.
func WithLockWait(d time.Duration) Option { return func(c *config) { c.lockWait = d } }

// WithStatementTimeout sets how long PostgreSQL lets one statement run; 30 seconds otherwise. Migrations have no limit.
func WithStatementTimeout(d time.Duration) Option { return func(c *config) { c.statement = d } }

// WithStatements sets how many prepared statements a connection keeps; 0 keeps none, for the benchmark and for a
// pooler between here and PostgreSQL that hands each transaction another session.
func WithStatements(n int) Option { return func(c *config) { c.statements = n } }

// WithoutSync lets SQLite commit without waiting for the disk: what is committed survives a crash of the program but
// not of the machine. For tests.
func WithoutSync() Option { return func(c *config) { c.sync = false } }
