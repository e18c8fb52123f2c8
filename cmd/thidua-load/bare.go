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
type bare struct {
	begin       string
	read, write *pool
}

// connPool is a fixed number of connections, which callers wait for.
type pool struct {
	db   *sql.DB
	free chan *session
}

type session struct {
	*sql.Conn
	prepared map[string]*sql.Stmt
}

// baselinePoolSize is the number of connections for reading, and for writing on PostgreSQL.
const barePool = 4

// baselineSQLiteParams are the SQLite settings of a store; commits wait for the disk as well.
const bareSQLite = "?_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(67108864)&_pragma=synchronous(FULL)"

func openBare(ctx context.Context, url string) (*bare, error) {
	b, kind, writers := &bare{begin: "BEGIN"}, "postgres", barePool
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		b.begin, kind, url, writers = "BEGIN IMMEDIATE", "sqlite", "file:"+file+bareSQLite, 1
	}
	var err error
	if b.write, err = openPool(ctx, kind, url, writers); err == nil {
		b.read, err = openPool(ctx, kind, url, barePool)
	}
	return b, err
}

func openPool(ctx context.Context, kind, source string, n int) (*pool, error) {
	db, err := sql.Open(kind, source)
	if err != nil {
		return nil, err
	}
	p := &pool{db: db, free: make(chan *session, n)}
	for range n {
		c, err := db.Conn(ctx)
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
		p.free <- &session{c, map[string]*sql.Stmt{}}
	}
	return p, nil
}

func (p *pool) close() {
	for range cap(p.free) {
		_ = (<-p.free).Close()
	}
	_ = p.db.Close()
}

func (b *bare) close() {
	b.read.close()
	b.write.close()
}

// baselineResult is the result of replaying scripts.
type bareRun struct {
	Scripts, Statements int
	Lasted, P50, P99    time.Duration
}

// replay replays scripts with a number of concurrent clients.
func (b *bare) replay(ctx context.Context, scripts []*script, clients int) (run bareRun, err error) {
	run.Scripts = len(scripts)
	took, lasted, err := spread(clients, len(scripts), func(i int) error {
		return b.play(ctx,
			scripts[i].steps)
	})
	run.Lasted = lasted
	for _, s := range scripts {
		run.Statements += len(s.steps)
	}
	if slices.Sort(took); len(took) > 0 {
		run.P50, run.P99 = quantile(took, .5), quantile(took, .99)
	}
	return run, err
}

// replayScript executes a script: its transactions on a writing connection, other statements on a reading
// one.
func (b *bare) play(ctx context.Context, steps []step) (err error) {
	var tx *session
	for _, s := range steps {
		switch s.verb {
		case "BEGIN":
			tx = <-b.write.free
			_, err = tx.ExecContext(ctx, b.begin)
		case "COMMIT":
			_, err = tx.ExecContext(ctx, "COMMIT")
			b.write.free <- tx
			tx = nil
		default:
			err = b.ask(ctx, tx, s)
		}
		if err != nil {
			if tx != nil {
				_, _ = tx.ExecContext(ctx, "ROLLBACK")
				b.write.free <- tx
			}
			return fmt.Errorf("bare: %s%s: %w", s.verb, s.text, err)
		}
	}
	return nil
}

func (b *bare) ask(ctx context.Context, tx *session, s step) error {
	if tx != nil {
		return tx.ask(ctx, s)
	}
	reading := <-b.read.free
	defer func() { b.read.free <- reading }()
	return reading.ask(ctx, s)
}

// query executes a statement and reads all its rows.
func (c *session) ask(ctx context.Context, s step) (err error) {
	st := c.prepared[s.text]
	if st == nil {
		if st, err = c.PrepareContext(ctx, s.text); err != nil {
			return err
		}
		c.prepared[s.text] = st
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
	return drain(rows)
}

func drain(rows *sql.Rows) error {
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
