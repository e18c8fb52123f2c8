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

// Statements are prepared once per connection and text. Without this, lib/pq asks the server to parse and plan every
// query that has arguments (two round trips), and modernc compiles it; see BenchmarkStatements.
const (
	// maxStatements bounds what one connection keeps. A page's IN list has a text for each length, so there must be
	// room for more than the queries of the source.
	maxStatements = 256
	// maxStatementText keeps bulk inserts, which are never seen twice, from pushing out what is.
	maxStatementText = 8 << 10
)

// native is what both drivers give, and what database/sql may ask of a connection.
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

// connector opens connections that keep their prepared statements, and tell watchers of each statement.
type connector struct {
	driver.Connector
	dialect  string
	max      int // statements kept per connection; 0 keeps none
	readOnly bool
	observer Observer // nil for none
	lines    *lines   // nil where the database is no server
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
	// Where a file may not be written SQLite opens it for reading, and says so only at the first write.
	if f, ok := dc.(interface{ IsReadOnly(string) (bool, error) }); ok && !c.readOnly {
		if ro, err := f.IsReadOnly("main"); err != nil || ro {
			return nil, errors.Join(errReadOnlyFile, err, dc.Close())
		}
	}
	return &conn{native: n, connector: c, line: l, born: born, known: map[string]*statement{}, recent: list.New()}, nil
}

// conn is one connection with its statements. database/sql never uses it from two goroutines at once.
type conn struct {
	native
	*connector
	line    *line // nil where the database is no server
	born    int64 // in Unix nanoseconds
	known   map[string]*statement
	recent  *list.List // of *statement, the latest used in front
	reading int        // result sets not yet closed
	inTx    bool
}

// statement is a prepared text. busy means that a result set is still being read from it: it cannot run twice at once.
type statement struct {
	prepared
	text string
	at   *list.Element
	busy bool
	gone bool // forgotten while busy; closed when it is done
}

type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// errReading is what lib/pq says for plain queries but does not look for in prepared ones, where the answers of two
// queries would be mixed up.
var errReading = errors.New("store: the rows of another query are still open in this transaction; read them to the end first")

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	told := c.begun(ctx, "", text)
	r, err := run(ctx, c, text, args, c.keeps(text, len(args), true),
		func() (driver.Rows, error) {
			r, err := c.native.QueryContext(ctx, text, args)
			return c.read(r, nil, err, told)
		},
		func(st *statement) (driver.Rows, error) {
			r, err := st.QueryContext(ctx, args)
			return c.read(r, st, err, told)
		})
	if err != nil {
		over(told, err)
	}
	return r, err
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	told := c.begun(ctx, "", text)
	res, err := run(ctx, c, text, args, c.keeps(text, len(args), false),
		func() (driver.Result, error) { return c.native.ExecContext(ctx, text, args) },
		func(st *statement) (driver.Result, error) {
			res, err := st.ExecContext(ctx, args)
			c.give(st)
			return res, err
		})
	over(told, err)
	return res, err
}

// run executes a text plainly, or by its kept statement when it has one that is not busy.
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
		// A migration changed what the plan was made for. Inside a transaction PostgreSQL has given up already, and
		// the whole Tx is tried again.
		if c.forget(st); c.inTx || try > 0 {
			return zero, err
		}
	}
}

// free refuses a second query while the rows of a first are open, where the database cannot have both.
func (c *conn) free() error {
	if c.dialect == Postgres && c.reading > 0 {
		return errReading
	}
	return nil
}

// keeps says whether a text is worth preparing: anything with arguments, and a plain SELECT. The rest is BEGIN, DDL,
// PRAGMA and whole scripts, which are not prepared or not seen twice.
func (c *conn) keeps(text string, args int, query bool) bool {
	if c.max == 0 || len(text) > maxStatementText {
		return false
	}
	return args > 0 || query && strings.HasPrefix(text, "SELECT ") && !strings.Contains(text, ";")
}

// take gives the statement of a text, prepared now or before, and nil when it is busy.
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

// give takes a statement back whose work is done.
func (c *conn) give(st *statement) {
	st.busy = false
	if st.gone {
		_ = st.Close()
	}
}

// forget drops a statement. An error of Close marks lib/pq's connection as bad, and tells SQLite's last error again:
// neither is news here.
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

// said prefers the context's word where the context ended the statement: PostgreSQL only says "canceled".
func said(ctx context.Context, err error) error {
	if cerr := ctx.Err(); err != nil && cerr != nil && !errors.Is(err, cerr) && !errors.Is(err, driver.ErrBadConn) {
		return fmt.Errorf("%w: %w", cerr, err)
	}
	return err
}

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.dialect == Postgres && c.readOnly {
		opts.ReadOnly = true // lib/pq would say READ WRITE otherwise
	}
	told := c.begun(ctx, "BEGIN", "BEGIN")
	c.line.ask(ctx)
	tx, err := c.native.BeginTx(ctx, opts)
	over(told, err)
	if err != nil {
		return nil, err
	}
	c.inTx = true
	return &connTx{tx, c, ctx}, nil
}

// connTx notes when the transaction is over.
type connTx struct {
	driver.Tx
	c   *conn
	ctx context.Context // that it was begun under: its end belongs to the same request
}

func (t *connTx) Commit() error {
	t.c.inTx = false
	told := t.c.begun(t.ctx, "COMMIT", "COMMIT")
	t.c.line.end(t.ctx)
	err := t.Tx.Commit()
	over(told, err)
	return err
}

func (t *connTx) Rollback() error {
	t.c.inTx = false
	told := t.c.begun(t.ctx, "ROLLBACK", "ROLLBACK")
	t.c.line.end(t.ctx)
	err := t.Tx.Rollback()
	over(told, err)
	return err
}

// CheckNamedValue keeps lib/pq's own ways with arguments, and database/sql's where a driver has none.
func (c *conn) CheckNamedValue(nv *driver.NamedValue) error {
	if ck, ok := c.native.(driver.NamedValueChecker); ok {
		return ck.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

// Close closes SQLite's statements, whose memory is ours; PostgreSQL's die with the session.
func (c *conn) Close() error {
	c.line.leave()
	if c.dialect == SQLite {
		for _, st := range c.known {
			_ = st.Close()
		}
	}
	err := c.native.Close()
	if Classify(err) == Unreachable { // the server cannot be told any more; it is closed all the same
		return nil
	}
	return err
}
