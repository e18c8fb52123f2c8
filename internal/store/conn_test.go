package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// forEachDialect runs body with both drivers.
func forEachDialect(t *testing.T, body func(t *testing.T, dialect string)) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) { body(t, dialect) })
	}
}

// withPlaceholder writes the only placeholder of a query for the dialect.
func withPlaceholder(dialect, text string) string {
	if dialect == store.Postgres {
		return strings.Replace(text, "?", "$1", 1)
	}
	return text
}

// queryInt returns the integer result of a query.
func queryInt(ctx context.Context, t testing.TB, q interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, text string, args ...any) int {
	t.Helper()
	var n int
	if err := q.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStatements_PreparedOnce(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, n := openPool(t, dialect, 8)
		for i := range 5 {
			if got := queryInt(t.Context(), t, db, withPlaceholder(dialect, "SELECT count(*) FROM t "+
				"WHERE n > ?"), i); got != max(
				0, 3-i,
			) {
				t.Errorf("%d above %d", got, i)
			}
			if got := queryInt(t.Context(), t, db, "SELECT count(*) FROM t"); got != 3 {
				t.Errorf("%d in all", got)
			}
			res, err := db.ExecContext(t.Context(), withPlaceholder(dialect, "UPDATE t SET s = 'x' WHERE n <= ?"), i)
			if err != nil {
				t.Fatal(err)
			}
			if changed, err := res.RowsAffected(); err != nil || changed != int64(min(i, 3)) {
				t.Errorf("changed %d, %v", changed, err)
			}
		}
		if n.prepared.Load() != 3 || n.closed.Load() != 0 {
			t.Errorf("prepared %d, closed %d", n.prepared.Load(), n.closed.Load())
		}
	})
}

func TestStatements_CacheIsBounded(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, n := openPool(t, dialect, 3)
		ask := func(i int) {
			if got := queryInt(t.Context(), t, db, withPlaceholder(dialect, fmt.Sprintf("SELECT n + %d FROM t "+
				"WHERE n = ?",
				i)), 2); got != 2+i {
				t.Errorf("got %d", got)
			}
		}
		for i := range 10 {
			ask(i)
			ask(0) // used each time, so it is not evicted
		}
		if n.prepared.Load() != 10 || n.closed.Load() != 7 {
			t.Errorf("prepared %d, closed %d", n.prepared.Load(), n.closed.Load())
		}
		long := withPlaceholder(dialect, "SELECT n FROM t WHERE n = ? "+strings.Repeat(" ", 9000))
		queryInt(t.Context(), t, db, long, 1)
		if n.prepared.Load() != 10 {
			t.Error("a long text was kept")
		}
	})
}

func TestStatements_CacheDisabled(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, n := openPool(t, dialect, 0)
		queryInt(t.Context(), t, db, withPlaceholder(dialect, "SELECT n FROM t WHERE n = ?"), 1)
		if n.prepared.Load() != 0 {
			t.Error("prepared")
		}
	})
}

// SQLite allows two result sets of one text at the same time, PostgreSQL does not.
func TestStatements_BusyStatement(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, _ := openPool(t, dialect, 8)
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() // nothing was changed
		text := withPlaceholder(dialect, "SELECT n FROM t WHERE n > ? ORDER BY n")
		outer, err := tx.QueryContext(t.Context(), text, 0)
		if err != nil {
			t.Fatal(err)
		}
		var seen []int
		for outer.Next() {
			var n int
			if err := outer.Scan(&n); err != nil {
				t.Fatal(err)
			}
			seen = append(seen, n)
			rows, err := tx.QueryContext(t.Context(), text, n)
			if dialect == store.Postgres {
				if err == nil || !strings.Contains(err.Error(), "still open") {
					t.Fatalf("a second query: %v", err)
				}
				if _, err := tx.ExecContext(t.Context(), "DELETE FROM t"); err == nil {
					t.Fatal("and an Exec")
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				if err := rows.Scan(&n); err != nil {
					t.Fatal(err)
				}
				seen = append(seen, n)
			}
			rows.Close()
		}
		want := []int{1, 2, 3, 2, 3, 3}
		if dialect == store.Postgres {
			want = []int{1, 2, 3}
		}
		if err := outer.Err(); err != nil || !slices.Equal(seen, want) {
			t.Errorf("saw %v, %v", seen, err)
		}
		if got := queryInt(t.Context(), t, tx, text, 2); got != 3 { // the statement was released
			t.Errorf("got %d", got)
		}
	})
}

// A migration makes PostgreSQL refuse statements that were prepared before it.
func TestStatements_StalePlan(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, n := openPool(t, dialect, 8)
		text := withPlaceholder(dialect, "SELECT * FROM t WHERE n = ?")
		columns := func(q interface {
			QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		}) (int, error) {
			rows, err := q.QueryContext(t.Context(), text, 1)
			if err != nil {
				return 0, err
			}
			defer rows.Close()
			names, err := rows.Columns()
			return len(names), err
		}
		change := func(text string) {
			if _, err := db.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := columns(db); got != 2 || err != nil {
			t.Fatal(got, err)
		}
		change("ALTER TABLE t ADD COLUMN a bigint")
		if got, err := columns(db); got != 3 || err != nil {
			t.Errorf("outside a transaction: %d, %v", got, err)
		}
		change("ALTER TABLE t ADD COLUMN b bigint")
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := columns(tx)
		if dialect == store.Postgres && store.Classify(err) != store.KindStale ||
			dialect == store.SQLite && got != 4 {
			t.Errorf("inside: %d, %v", got, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if got, err := columns(db); got != 4 || err != nil {
			t.Errorf("after it: %d, %v", got, err)
		}
		if n.prepared.Load() > 3 {
			t.Errorf("prepared %d", n.prepared.Load())
		}
	})
}

func TestStatements_ContextEnds(t *testing.T) {
	slow := map[string]string{
		store.SQLite: "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c " +
			"WHERE x > ?",
		store.Postgres: "SELECT pg_sleep(60) WHERE 1 > $1",
	}
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, _ := openPool(t, dialect, 8)
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			begin := time.Now()
			rows, err := db.QueryContext(ctx, slow[dialect], 0)
			if err == nil {
				for rows.Next() {
				}
				err = rows.Err()
				rows.Close()
			}
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) || store.Classify(err) != store.KindTimeout {
				t.Errorf("got %v", err)
			}
			if d := time.Since(begin); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
			if got := queryInt(t.Context(), t, db, withPlaceholder(dialect, "SELECT n FROM t WHERE n = ?"),
				3); got != 3 {
				t.Errorf("got %d afterwards", got)
			}
		}
	})
}

// A connection that the server has closed is replaced transparently.
func TestConn_Broken(t *testing.T) {
	db, n := openPool(t, store.Postgres, 8)
	text := "SELECT n FROM t WHERE n = $1"
	pid := queryInt(t.Context(), t, db, "SELECT pg_backend_pid()")
	queryInt(t.Context(), t, db, text, 1)
	killer, err := sql.Open("postgres", n.url)
	if err != nil {
		t.Fatal(err)
	}
	defer killer.Close()
	if _, err := killer.ExecContext(t.Context(), "SELECT pg_terminate_backend($1, 5000)", pid); err != nil {
		t.Fatal(err)
	}
	if got := queryInt(t.Context(), t, db, text, 2); got != 2 {
		t.Errorf("got %d", got)
	}
	if now := queryInt(t.Context(), t, db, "SELECT pg_backend_pid()"); now == pid {
		t.Error("it is the same connection")
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	pid = queryInt(t.Context(), t, tx, "SELECT pg_backend_pid()")
	if _, err := killer.ExecContext(t.Context(), "SELECT pg_terminate_backend($1, 5000)", pid); err != nil {
		t.Fatal(err)
	}
	var got int
	if err := tx.QueryRowContext(t.Context(), text, 2).Scan(&got); store.Classify(err) != store.KindUnreachable {
		t.Errorf("inside a transaction: %v", err)
	}
	_ = tx.Rollback() // the connection is closed
	if got := queryInt(t.Context(), t, db, text, 2); got != 2 {
		t.Errorf("afterwards: %d", got)
	}
}

// Arguments are converted by their driver: lib/pq accepts slices as arrays.
func TestConn_DriverArguments(t *testing.T) {
	db, _ := openPool(t, store.Postgres, 8)
	for range 2 {
		if got := queryInt(t.Context(), t, db, "SELECT count(*) FROM t WHERE n = ANY($1)",
			[]int64{1, 3, 5}); got != 2 {
			t.Errorf("got %d", got)
		}
	}
	tx, err := db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelSerializable})
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() // nothing was changed
	var isolation string
	if err := tx.QueryRowContext(t.Context(),
		"SHOW transaction_isolation").Scan(&isolation); err != nil || isolation != "serializable" {
		t.Errorf("%q, %v", isolation, err)
	}
	if _, err := tx.ExecContext(t.Context(),
		"DELETE FROM t WHERE n = $1", 1); store.Classify(err) != store.KindReadOnly {
		t.Errorf("wrote: %v", err)
	}
}

func TestStatements_Concurrent(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		db, _ := openPool(t, dialect, 4)
		db.SetMaxOpenConns(4)
		db.SetMaxIdleConns(4)
		var wg sync.WaitGroup
		for g := range 8 {
			wg.Go(func() {
				for i := range 50 {
					add := (g + i) % 7
					var got int
					text := withPlaceholder(dialect, fmt.Sprintf("SELECT n + %d FROM t WHERE n = ?", add))
					if err := db.QueryRowContext(t.Context(), text, 1+i%3).Scan(&got); err != nil || got != 1+i%3+add {
						t.Errorf("got %d, %v", got, err)
					}
				}
			})
		}
		wg.Wait()
	})
}

func TestWithStatementHook_SeesEveryStatement(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, queries := storetest.CountQueries(t.Context())
		for range 3 {
			if _, err := s.Reader().Account.Query().All(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if queries.Count() != 3 || !strings.Contains(queries.String(), "accounts") {
			t.Error(queries)
		}
		if queries.Reset(); queries.Count() != 0 {
			t.Error(queries)
		}
	})
}
