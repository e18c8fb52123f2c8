package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

// baseline is a database with as many connections as a store, each of which prepares a statement once.
type baseline struct {
	begin       string
	read, write *connPool
}

// connPool is a fixed number of connections, which callers wait for.
type connPool struct {
	db   *sql.DB
	free chan *pooledConn
}

type pooledConn struct {
	*sql.Conn
	stmts map[string]*sql.Stmt
}

// baselinePoolSize is the number of connections for reading, and for writing on PostgreSQL.
const baselinePoolSize = 4

// baselineSQLiteParams are the SQLite settings of a store; commits wait for the disk as well.
const baselineSQLiteParams = "?_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(5000)" +
	"&_pragma=foreign_keys(1)" +
	"&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(67108864)&_pragma=synchronous(FULL)"

func openBaseline(ctx context.Context, url string) (*baseline, error) {
	b, kind, writers := &baseline{begin: "BEGIN"}, "postgres", baselinePoolSize
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		b.begin, kind, url, writers = "BEGIN IMMEDIATE", "sqlite", "file:"+file+baselineSQLiteParams, 1
	}
	var err error
	if b.write, err = openPool(ctx, kind, url, writers); err == nil {
		b.read, err = openPool(ctx, kind, url, baselinePoolSize)
	}
	return b, err
}

func openPool(ctx context.Context, kind, source string, n int) (*connPool, error) {
	db, err := sql.Open(kind, source)
	if err != nil {
		return nil, err
	}
	p := &connPool{db: db, free: make(chan *pooledConn, n)}
	for range n {
		c, err := db.Conn(ctx)
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
		p.free <- &pooledConn{c, map[string]*sql.Stmt{}}
	}
	return p, nil
}

func (p *connPool) close() {
	for range cap(p.free) {
		_ = (<-p.free).Close()
	}
	_ = p.db.Close()
}

func (b *baseline) close() {
	b.read.close()
	b.write.close()
}

// baselineResult is the result of replaying scripts.
type baselineResult struct {
	Scripts, Statements int
	Lasted, P50, P99    time.Duration
}

// replay replays scripts with a number of concurrent clients.
func (b *baseline) replay(
	ctx context.Context, scripts []*statementScript, clients int,
) (run baselineResult, err error) {
	run.Scripts = len(scripts)
	latencies, lasted, err := runParallel(clients, len(scripts), func(i int) error {
		return b.replayScript(ctx,
			scripts[i].steps)
	})
	run.Lasted = lasted
	for _, s := range scripts {
		run.Statements += len(s.steps)
	}
	if slices.Sort(latencies); len(latencies) > 0 {
		run.P50, run.P99 = quantile(latencies, .5), quantile(latencies, .99)
	}
	return run, err
}

// replayScript executes a script: its transactions on a writing connection, other statements on a reading
// one.
func (b *baseline) replayScript(ctx context.Context, steps []statementStep) (err error) {
	var tx *pooledConn
	for _, s := range steps {
		switch s.keyword {
		case "BEGIN":
			tx = <-b.write.free
			_, err = tx.ExecContext(ctx, b.begin)
		case "COMMIT":
			_, err = tx.ExecContext(ctx, "COMMIT")
			b.write.free <- tx
			tx = nil
		default:
			err = b.query(ctx, tx, s)
		}
		if err != nil {
			if tx != nil {
				_, _ = tx.ExecContext(ctx, "ROLLBACK")
				b.write.free <- tx
			}
			return fmt.Errorf("baseline: %s%s: %w", s.keyword, s.text, err)
		}
	}
	return nil
}

func (b *baseline) query(ctx context.Context, tx *pooledConn, s statementStep) error {
	if tx != nil {
		return tx.query(ctx, s)
	}
	reading := <-b.read.free
	defer func() { b.read.free <- reading }()
	return reading.query(ctx, s)
}

// query executes a statement and reads all its rows.
func (c *pooledConn) query(ctx context.Context, s statementStep) (err error) {
	st := c.stmts[s.text]
	if st == nil {
		if st, err = c.PrepareContext(ctx, s.text); err != nil {
			return err
		}
		c.stmts[s.text] = st
	}
	if !strings.HasPrefix(s.text, "SELECT") && !strings.Contains(s.text, "RETURNING") {
		_, err = st.ExecContext(ctx, s.args...)
		return err
	}
	rows, err := st.QueryContext(ctx, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return readAllRows(rows)
}

func readAllRows(rows *sql.Rows) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	row := make([]any, len(columns))
	for i := range row {
		row[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(row...); err != nil {
			return err
		}
	}
	return rows.Err()
}
