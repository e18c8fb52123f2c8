//go:build !race

package graph_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
)

// planCounter has PostgreSQL execute statements once more and tell what each node of their plans did: rows
// and pages hardly vary between runs, because the statistics by which plans are chosen cover all rows.
type planCounter struct {
	db    *sql.DB
	known map[string]int // by statement with its arguments: operations have many in common
}

// What the parts of a plan take, in nanoseconds. The basis is the CPU time of the server's process
// (/proc/PID/schedstat, which leaves out the time that it waits for a core) for 748 operations on the scale
// data, on a machine with other load: a least-squares fit of relative errors gave 47 µs for each node that is
// planned, 0.43 µs for a page and 0.16 µs for a row of any kind. It was off by up to a factor of ten below
// and two above, so sequential scans (50 000 rows counted in 4.5 ms) and rows of results (55 000 figures in
// 140 ms) were separated by hand, and not fitted again. The estimates are too low for large results (80 of
// 140 ms) and for planning statements on citations (3.7 of 4.7 to 8 ms).
const (
	planTime     = 50_000 // a node of a plan, for choosing the plan
	pageTime     = 400    // a page in shared buffers
	rowTime      = 300    // a row that a node returned or discarded
	scannedTime  = 100    // the same, of a sequential scan
	returnedTime = 1_000  // a row of the result
)

// customExecutions is how often the server plans a prepared statement for its arguments before it considers
// to keep a plan for all arguments.
const customExecutions = 5

func newPlanCounter(t *testing.T, url string) *planCounter {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // settings and prepared statements belong to a connection
	c := &planCounter{db, map[string]int{}}
	c.run(t, "SET default_statistics_target = 1000") // samples 300 000 rows: all of each table
	c.run(t, "ANALYZE")
	return c
}

func (c *planCounter) run(t testing.TB, text string) {
	t.Helper()
	if _, err := c.db.ExecContext(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// time estimates how many microseconds a statement takes: with a plan for its arguments, or with
// the plan that the server uses after some executions, whichever takes longer.
func (c *planCounter) time(t testing.TB, text string, args []driver.NamedValue) int {
	t.Helper()
	var values []string
	for _, a := range args {
		values = append(values, literal(a.Value))
	}
	execute := "EXECUTE counted"
	if len(values) > 0 {
		execute += "(" + strings.Join(values, ", ") + ")"
	}
	if known, ok := c.known[text+execute]; ok {
		return known
	}
	c.run(t, "PREPARE counted AS "+text)
	defer c.run(t, "DEALLOCATE counted")
	first := c.execute(t, execute)
	for range customExecutions - 1 {
		c.run(t, "EXPLAIN "+execute)
	}
	longest := max(first, c.execute(t, execute)) / 1000
	c.known[text+execute] = longest
	return longest
}

// execute executes a prepared statement and returns the nanoseconds that its plan is estimated to take.
func (c *planCounter) execute(t testing.TB, execute string) int {
	t.Helper()
	var text []byte
	explain := "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + execute
	if err := c.db.QueryRowContext(t.Context(), explain).Scan(&text); err != nil {
		t.Fatalf("%s: %v", explain, err)
	}
	var explained []struct{ Plan planNode }
	if err := json.Unmarshal(text, &explained); err != nil {
		t.Fatal(err)
	}
	root := explained[0].Plan
	return root.time() + pageTime*(root.Hit+root.Read) + returnedTime*int(root.Rows*root.Loops)
}

// planNode is a node of an executed plan; numbers of rows are averages of its executions, and pages include
// those of the nodes below.
type planNode struct {
	Type      string  `json:"Node Type"`
	Rows      float64 `json:"Actual Rows"`
	Loops     float64 `json:"Actual Loops"`
	Filtered  float64 `json:"Rows Removed by Filter"`
	Unjoined  float64 `json:"Rows Removed by Join Filter"`
	Rechecked float64 `json:"Rows Removed by Index Recheck"`
	Hit       int     `json:"Shared Hit Blocks"`
	Read      int     `json:"Shared Read Blocks"`
	Plans     []planNode
}

// time adds up planning and rows of a node and of all below it.
func (n planNode) time() int {
	each := float64(rowTime)
	if n.Type == "Seq Scan" {
		each = scannedTime
	}
	sum := planTime + int(each*n.Loops*(n.Rows+n.Filtered+n.Unjoined+n.Rechecked))
	for _, below := range n.Plans {
		sum += below.time()
	}
	return sum
}

// literal writes an argument as SQL.
func literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case int64, float64, bool:
		return fmt.Sprint(v)
	case time.Time:
		return pq.QuoteLiteral(v.UTC().Format(time.RFC3339Nano))
	case []byte:
		return fmt.Sprintf(`'\x%x'`, v)
	default:
		return pq.QuoteLiteral(fmt.Sprint(v))
	}
}
