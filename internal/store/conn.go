package store

import (
	"container/list"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Statements are prepared once per connection and text. Otherwise lib/pq has the server parse and plan every
// query with arguments (two round trips), and modernc compiles it; see BenchmarkStatements.
const (
	// maxStatements bounds the statement cache of a connection. An IN list has a text for each length, so it
	// must exceed the number of queries in the source.
	maxStatements = 256
	// maxStatementText keeps bulk inserts, whose texts are rarely repeated, from evicting other statements.
	maxStatementText = 8 << 10
)

// driverConn is what both drivers implement and database/sql may use.
type native interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// connector opens connections that cache prepared statements and report each statement to an observer.
type connector struct {
	driver.Connector
	dialect  string
	max      int // statements kept per connection; 0 keeps none
	readOnly bool
	observer Observer // nil if there is none
	lines    *lines   // nil unless the database is a server
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	var l *line
	if c.lines != nil {
		ctx = context.WithValue(ctx, lineKey{}, &l)
	}
	born := time.Now().UnixNano()
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	n, ok := dc.(native)
	if !ok {
		_ = dc.Close()
		return nil, fmt.Errorf("store: %T lacks what database/sql may ask of it", dc)
	}
	// If the file is not writable, SQLite opens it read-only and fails only at the first write.
	if f, ok := dc.(interface{ IsReadOnly(string) (bool, error) }); ok && !c.readOnly {
		if ro, err := f.IsReadOnly("main"); err != nil || ro {
			return nil, errors.Join(errReadOnlyFile, err, dc.Close())
		}
	}
	return &conn{
		native: n, connector: c, line: l, born: born, known: map[string]*statement{}, recent: list.New(),
	}, nil
}

// conn is a connection with its statements. database/sql never uses it from two goroutines at once.
type conn struct {
	native
	*connector
	line    *line // nil unless the database is a server
	born    int64 // in Unix nanoseconds
	known   map[string]*statement
	recent  *list.List // of *preparedStmt, most recently used first
	reading int        // number of result sets not closed yet
	inTx    bool
}

// preparedStmt is a cached prepared statement. It is busy while its result set is read, and cannot run twice
// at once.
type statement struct {
	prepared
	text string
	at   *list.Element
	busy bool
	gone bool // evicted while busy; closed when it is released
}

type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// errRowsOpen is an error that lib/pq returns for plain queries but not for prepared ones, whose responses it
// would mix up.
var errReading = errors.New("store: rows of another query are still open in this transaction;" +
	" read them to the end first")

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	done := c.begun(ctx, "", text)
	r, err := run(ctx, c, text, args, c.keeps(text, len(args), true),
		func() (driver.Rows, error) {
			r, err := c.native.QueryContext(ctx, text, args)
			return c.read(r, nil, err, done)
		},
		func(st *statement) (driver.Rows, error) {
			r, err := st.QueryContext(ctx, args)
			return c.read(r, st, err, done)
		})
	if err != nil {
		over(done, err)
	}
	return r, err
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result,
	error) {
	done := c.begun(ctx, "", text)
	res, err := run(ctx, c, text, args, c.keeps(text, len(args), false),
		func() (driver.Result, error) { return c.native.ExecContext(ctx, text, args) },
		func(st *statement) (driver.Result, error) {
			res, err := st.ExecContext(ctx, args)
			c.give(st)
			return res, err
		})
	over(done, err)
	return res, err
}

// runStatement executes a text directly, or with its cached statement unless that is busy.
func run[T any](ctx context.Context, c *conn, text string, args []driver.NamedValue, keep bool,
	plain func() (T, error), kept func(*statement) (T, error)) (zero T, err error) {
	observe(ctx, text, args)
	c.line.ask(ctx)
	if err := c.free(); err != nil {
		return zero, err
	}
	for try := 0; ; try++ {
		var st *statement
		if keep {
			if st, err = c.take(ctx, text); err != nil {
				return zero, said(ctx, err)
			}
		}
		if st == nil {
			res, err := plain()
			return res, said(ctx, err)
		}
		res, err := kept(st)
		if err == nil || Classify(err) != Stale {
			return res, said(ctx, err)
		}
		// A migration has invalidated the plan. Inside a transaction PostgreSQL has already aborted, and the
		// whole Tx is retried.
		if c.forget(st); c.inTx || try > 0 {
			return zero, err
		}
	}
}

// checkNoOpenRows returns an error if the rows of another query are open and the database cannot interleave
// queries.
func (c *conn) free() error {
	if c.dialect == Postgres && c.reading > 0 {
		return errReading
	}
	return nil
}

// cacheable reports whether a text is worth preparing: one with arguments, or a plain SELECT. The others
// (BEGIN, DDL, PRAGMA, scripts) cannot be prepared or are not repeated.
func (c *conn) keeps(text string, args int, query bool) bool {
	if c.max == 0 || len(text) > maxStatementText {
		return false
	}
	return args > 0 || query && strings.HasPrefix(text, "SELECT ") && !strings.Contains(text, ";")
}

// acquireStmt returns the cached or newly prepared statement of a text, or nil if it is busy.
func (c *conn) take(ctx context.Context, text string) (*statement, error) {
	if st, ok := c.known[text]; ok {
		if st.busy {
			return nil, nil
		}
		c.recent.MoveToFront(st.at)
		st.busy = true
		return st, nil
	}
	if len(c.known) >= c.max {
		c.forget(c.recent.Back().Value.(*statement))
	}
	ds, err := c.native.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p, ok := ds.(prepared)
	if !ok {
		_ = ds.Close()
		return nil, fmt.Errorf("store: %T takes no context", ds)
	}
	st := &statement{prepared: p, text: text, busy: true}
	st.at = c.recent.PushFront(st)
	c.known[text] = st
	return st, nil
}

// releaseStmt returns a statement to the cache after use.
func (c *conn) give(st *statement) {
	st.busy = false
	if st.gone {
		_ = st.Close()
	}
}

// evictStmt removes a statement. It ignores errors of Close: lib/pq marks the connection as bad by itself,
// and SQLite repeats its last error.
func (c *conn) forget(st *statement) {
	if st.gone {
		return
	}
	delete(c.known, st.text)
	c.recent.Remove(st.at)
	if st.gone = true; !st.busy {
		_ = st.Close()
	}
}

// preferContextErr wraps the error of the context if that ended the statement: PostgreSQL only reports
// "canceled".
func said(ctx context.Context, err error) error {
	if cerr := ctx.Err(); err != nil && cerr != nil && !errors.Is(err, cerr) &&
		!errors.Is(err, driver.ErrBadConn) {
		return fmt.Errorf("%w: %w", cerr, err)
	}
	return err
}

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.dialect == Postgres && c.readOnly {
		opts.ReadOnly = true // lib/pq would otherwise set READ WRITE
	}
	done := c.begun(ctx, "BEGIN", "BEGIN")
	c.line.ask(ctx)
	tx, err := c.native.BeginTx(ctx, opts)
	over(done, err)
	if err != nil {
		return nil, err
	}
	c.inTx = true
	return &connTx{tx, c, ctx}, nil
}

// connTx records when the transaction ends.
type connTx struct {
	driver.Tx
	c   *conn
	ctx context.Context // of BeginTx, so that the end belongs to the same request
}

func (t *connTx) Commit() error {
	t.c.inTx = false
	done := t.c.begun(t.ctx, "COMMIT", "COMMIT")
	t.c.line.end(t.ctx)
	err := t.Tx.Commit()
	over(done, err)
	return err
}

func (t *connTx) Rollback() error {
	t.c.inTx = false
	done := t.c.begun(t.ctx, "ROLLBACK", "ROLLBACK")
	t.c.line.end(t.ctx)
	err := t.Tx.Rollback()
	over(done, err)
	return err
}

// CheckNamedValue uses lib/pq's conversion of arguments, or that of database/sql if the driver has none.
func (c *conn) CheckNamedValue(nv *driver.NamedValue) error {
	if ck, ok := c.native.(driver.NamedValueChecker); ok {
		return ck.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

// Close closes SQLite's statements, which use memory of this process; PostgreSQL's end with the session.
func (c *conn) Close() error {
	c.line.leave()
	if c.dialect == SQLite {
		for _, st := range c.known {
			_ = st.Close()
		}
	}
	err := c.native.Close()
	if Classify(err) == Unreachable { // the server is gone; the connection is closed anyway
		return nil
	}
	return err
}
