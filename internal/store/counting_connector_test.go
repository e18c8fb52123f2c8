package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"
	"modernc.org/sqlite"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// countingConnector counts which statements the driver prepares and closes.
type countingConnector struct {
	driver.Connector
	url              string
	prepared, closed atomic.Int64
}

func (c *countingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &countedConn{dc.(innerConn), c}, nil
}

type innerConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type countedConn struct {
	innerConn
	n *countingConnector
}

func (c *countedConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	st, err := c.innerConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	c.n.prepared.Add(1)
	return &countedStmt{st.(innerStmt), c.n}, nil
}

func (c *countedConn) CheckNamedValue(nv *driver.NamedValue) error {
	if ck, ok := c.innerConn.(driver.NamedValueChecker); ok {
		return ck.CheckNamedValue(nv)
	}
	return driver.ErrSkip
}

type innerStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type countedStmt struct {
	innerStmt
	n *countingConnector
}

func (s *countedStmt) Close() error {
	s.n.closed.Add(1)
	return s.innerStmt.Close()
}

// openPool opens a pool of one connection to an empty database with a table t of the numbers 1 to 3.
func openPool(t testing.TB, dialect string, statements int) (*sql.DB, *countingConnector) {
	t.Helper()
	var c driver.Connector
	var err error
	url := storetest.NewUnmigratedURL(t, dialect)
	if dialect == store.SQLite {
		c, err = sqlite.NewConnector("file:" + strings.TrimPrefix(url, "sqlite:") +
			"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
	} else {
		c, err = pq.NewConnector(url)
	}
	if err != nil {
		t.Fatal(err)
	}
	n := &countingConnector{Connector: c, url: url}
	db := store.PoolOver(n, dialect, statements)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	for _, text := range []string{"CREATE TABLE t (n bigint NOT NULL, s text)",
		"INSERT INTO t (n) VALUES (1), (2), (3)"} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	return db, n
}
