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
type driverConn interface {
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
	dialect        string
	maxStmts       int // statements kept per connection; 0 keeps none
	readOnly       bool
	observer       Observer        // nil if there is none
	deadlineDialer *deadlineDialer // nil unless the database is a server
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	var deadline *deadlineConn
	if c.deadlineDialer != nil {
		ctx = context.WithValue(ctx, deadlineConnKey{}, &deadline)
	}
	openedAt := time.Now().UnixNano()
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	n, ok := dc.(driverConn)
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
		driverConn: n, connector: c, deadline: deadline, openedAt: openedAt, stmts: map[string]*preparedStmt{},
		lru: list.New(),
	}, nil
}

// conn is a connection with its statements. database/sql never uses it from two goroutines at once.
type conn struct {
	driverConn
	*connector
	deadline *deadlineConn // nil unless the database is a server
	openedAt int64         // in Unix nanoseconds
	stmts    map[string]*preparedStmt
	lru      *list.List // of *preparedStmt, most recently used first
	openRows int        // number of result sets not closed yet
	inTx     bool
}

// preparedStmt is a cached prepared statement. It is busy while its result set is read, and cannot run twice
// at once.
type preparedStmt struct {
	contextStmt
	text    string
	element *list.Element
	busy    bool
	evicted bool // evicted while busy; closed when it is released
}

type contextStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// errRowsOpen is an error that lib/pq returns for plain queries but not for prepared ones, whose responses it
// would mix up.
var errRowsOpen = errors.New("store: rows of another query are still open in this transaction;" +
	" read them to the end first")

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	done := c.startStatement(ctx, "", text)
	r, err := runStatement(ctx, c, text, args, c.cacheable(text, len(args), true),
		func() (driver.Rows, error) {
			r, err := c.driverConn.QueryContext(ctx, text, args)
			return c.wrapRows(r, nil, err, done)
		},
		func(st *preparedStmt) (driver.Rows, error) {
			r, err := st.QueryContext(ctx, args)
			return c.wrapRows(r, st, err, done)
		})
	if err != nil {
		finishStatement(done, err)
	}
	return r, err
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result,
	error) {
	done := c.startStatement(ctx, "", text)
	res, err := runStatement(ctx, c, text, args, c.cacheable(text, len(args), false),
		func() (driver.Result, error) { return c.driverConn.ExecContext(ctx, text, args) },
		func(st *preparedStmt) (driver.Result, error) {
			res, err := st.ExecContext(ctx, args)
			c.releaseStmt(st)
			return res, err
		})
	finishStatement(done, err)
	return res, err
}

// runStatement executes a text directly, or with its cached statement unless that is busy.
func runStatement[T any](ctx context.Context, c *conn, text string, args []driver.NamedValue, keep bool,
	direct func() (T, error), prepared func(*preparedStmt) (T, error)) (zero T, err error) {
	callStatementHook(ctx, text, args)
	c.deadline.setDeadlineFrom(ctx)
	if err := c.checkNoOpenRows(); err != nil {
		return zero, err
	}
	for try := 0; ; try++ {
		var st *preparedStmt
		if keep {
			if st, err = c.acquireStmt(ctx, text); err != nil {
				return zero, preferContextErr(ctx, err)
			}
		}
		if st == nil {
			res, err := direct()
			return res, preferContextErr(ctx, err)
		}
		res, err := prepared(st)
		if err == nil || Classify(err) != KindStale {
			return res, preferContextErr(ctx, err)
		}
		// A migration has invalidated the plan. Inside a transaction PostgreSQL has already aborted, and the
		// whole Tx is retried.
		if c.evictStmt(st); c.inTx || try > 0 {
			return zero, err
		}
	}
}

// checkNoOpenRows returns an error if the rows of another query are open and the database cannot interleave
// queries.
func (c *conn) checkNoOpenRows() error {
	if c.dialect == Postgres && c.openRows > 0 {
		return errRowsOpen
	}
	return nil
}

// cacheable reports whether a text is worth preparing: one with arguments, or a plain SELECT. The others
// (BEGIN, DDL, PRAGMA, scripts) cannot be prepared or are not repeated.
func (c *conn) cacheable(text string, args int, query bool) bool {
	if c.maxStmts == 0 || len(text) > maxStatementText {
		return false
	}
	return args > 0 || query && strings.HasPrefix(text, "SELECT ") && !strings.Contains(text, ";")
}

// acquireStmt returns the cached or newly prepared statement of a text, or nil if it is busy.
func (c *conn) acquireStmt(ctx context.Context, text string) (*preparedStmt, error) {
	if st, ok := c.stmts[text]; ok {
		if st.busy {
			return nil, nil
		}
		c.lru.MoveToFront(st.element)
		st.busy = true
		return st, nil
	}
	if len(c.stmts) >= c.maxStmts {
		c.evictStmt(c.lru.Back().Value.(*preparedStmt))
	}
	ds, err := c.driverConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p, ok := ds.(contextStmt)
	if !ok {
		_ = ds.Close()
		return nil, fmt.Errorf("store: %T takes no context", ds)
	}
	st := &preparedStmt{contextStmt: p, text: text, busy: true}
	st.element = c.lru.PushFront(st)
	c.stmts[text] = st
	return st, nil
}

// releaseStmt returns a statement to the cache after use.
func (c *conn) releaseStmt(st *preparedStmt) {
	st.busy = false
	if st.evicted {
		_ = st.Close()
	}
}

// evictStmt removes a statement. It ignores errors of Close: lib/pq marks the connection as bad by itself,
// and SQLite repeats its last error.
func (c *conn) evictStmt(st *preparedStmt) {
	if st.evicted {
		return
	}
	delete(c.stmts, st.text)
	c.lru.Remove(st.element)
	if st.evicted = true; !st.busy {
		_ = st.Close()
	}
}

// preferContextErr wraps the error of the context if that ended the statement: PostgreSQL only reports
// "canceled".
func preferContextErr(ctx context.Context, err error) error {
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
	done := c.startStatement(ctx, "BEGIN", "BEGIN")
	c.deadline.setDeadlineFrom(ctx)
	tx, err := c.driverConn.BeginTx(ctx, opts)
	finishStatement(done, err)
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
	done := t.c.startStatement(t.ctx, "COMMIT", "COMMIT")
	t.c.deadline.extendDeadline(t.ctx)
	err := t.Tx.Commit()
	finishStatement(done, err)
	return err
}

func (t *connTx) Rollback() error {
	t.c.inTx = false
	done := t.c.startStatement(t.ctx, "ROLLBACK", "ROLLBACK")
	t.c.deadline.extendDeadline(t.ctx)
	err := t.Tx.Rollback()
	finishStatement(done, err)
	return err
}

// CheckNamedValue uses lib/pq's conversion of arguments, or that of database/sql if the driver has none.
func (c *conn) CheckNamedValue(nv *driver.NamedValue) error {
	if ck, ok := c.driverConn.(driver.NamedValueChecker); ok {
		return ck.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

// Close closes SQLite's statements, which use memory of this process; PostgreSQL's end with the session.
func (c *conn) Close() error {
	c.deadline.allowClose()
	if c.dialect == SQLite {
		for _, st := range c.stmts {
			_ = st.Close()
		}
	}
	err := c.driverConn.Close()
	if Classify(err) == KindUnreachable { // the server is gone; the connection is closed anyway
		return nil
	}
	return err
}
