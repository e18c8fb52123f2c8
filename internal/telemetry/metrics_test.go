package telemetry

import (
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"thidua/internal/live"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// scrapeMetrics returns the metrics without those of Go and of the process.
func scrapeMetrics(t *testing.T, m *Telemetry) string {
	t.Helper()
	w := send(m.MetricsHandler(), http.MethodGet, "/metrics", "")
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	return w.Body.String()
}

// expectLines reports each line that the page lacks.
func expectLines(t *testing.T, page string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(page, "\n"+line+"\n") {
			t.Errorf("the page lacks %s", line)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}

// Each event is counted once, in the right metric.
func TestServe_Metrics(t *testing.T) {
	t.Parallel()
	m := newMeasured(t, Config{})
	m.ObservePools(func() []store.Pool {
		return []store.Pool{{Name: "read", DBStats: sql.DBStats{MaxOpenConnections: 4, InUse: 1, Idle: 2,
			WaitCount: 3, WaitDuration: 1500e6}}}
	})
	m.ObserveDocuments(func() (uint64, uint64) { return 5, 6 })
	m.ObserveLive(func() (int, live.Stats) {
		return 9, live.Stats{Statements: 1, Executions: 2, Entries: 3, Messages: 4, Subscriptions: 5, Topics: 6,
			Refreshes: 7, LiveQueries: 8, EventDocuments: 10}
	})
	h := newTestServer(m)
	postQuery(t, h, "query Fine($s: String) { ok(s: $s) }")
	postQuery(t, h, "query Fine($s: String) { ok(s: $s) }")
	postQuery(t, h, "{ fails }")
	postQuery(t, h, "mutation Change { change }")
	postQuery(t, h, "{ sql }")
	postQuery(t, h, "{ nothing nobody }")
	postQuery(t, h, "{ panics }")
	send(h, http.MethodPost, "/graphql", "{")
	send(h, "HUNTER2", "/page/hunter2", "")
	send(h, http.MethodGet, "/page/hunter2", "")
	page := scrapeMetrics(t, m)
	expectLines(t, page,
		`thidua_http_requests_total{method="POST",route="/graphql",status="200"} 6`,
		`thidua_http_requests_total{method="POST",route="/graphql",status="400"} 1`,
		`thidua_http_requests_total{method="POST",route="/graphql",status="500"} 1`,
		`thidua_http_requests_total{method="GET",route="/page/{name}",status="200"} 1`,
		`thidua_http_requests_total{method="other",route="none",status="405"} 1`,
		`thidua_http_request_duration_seconds_count{route="/graphql"} 8`,
		`thidua_http_requests_in_flight 0`,
		`thidua_operations_total{kind="query",operation="Fine",outcome="ok"} 2`,
		`thidua_operations_total{kind="query",operation="unnamed",outcome="error"} 1`,
		`thidua_operations_total{kind="query",operation="unnamed",outcome="ok"} 1`,
		`thidua_operations_total{kind="mutation",operation="Change",outcome="ok"} 1`,
		`thidua_operation_duration_seconds_count{kind="query",operation="Fine"} 2`,
		`thidua_operation_errors_total{code="NOT_FOUND"} 1`,
		`thidua_refusals_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		`thidua_refusals_total{code="MALFORMED_REQUEST"} 1`,
		`thidua_refusals_total{code="INTERNAL"} 1`,
		`thidua_panics_total 1`,
		`thidua_sql_statement_duration_seconds_count{table="units",verb="SELECT"} 1`,
		`thidua_sql_errors_total{kind="timeout",verb="UPDATE"} 1`,
		`thidua_sql_connections{pool="read",state="used"} 1`,
		`thidua_sql_connections{pool="read",state="idle"} 2`,
		`thidua_sql_connections_max{pool="read"} 4`,
		`thidua_sql_connection_waits_total{pool="read"} 3`,
		`thidua_sql_connection_wait_seconds_total{pool="read"} 1.5`,
		`thidua_documents_total{result="hit"} 5`,
		`thidua_documents_total{result="miss"} 6`,
		"thidua_watchers 9", "thidua_live_statements_total 1", "thidua_live_executions_total 2",
		"thidua_live_entries_total 3",
		"thidua_live_messages_total 4", "thidua_live_followers 5", "thidua_live_streams 6",
		"thidua_live_refreshes_total 7", "thidua_live_queries 8", "thidua_live_event_documents 10")
	for _, name := range []string{"go_goroutines ", "process_open_fds ", `thidua_build_info{goversion="go`} {
		if !strings.Contains(page, "\n"+name) {
			t.Errorf("the page lacks %s", name)
		}
	}
	if strings.Contains(strings.ToLower(page), secret) {
		t.Error("the page has the secret")
	}
}

// A client that sends a new name each time creates a bounded number of time series.
func TestMetrics_OperationNamesBounded(t *testing.T) {
	t.Parallel()
	m := newMeasured(t, Config{Operations: []string{"Known"}})
	h := newTestServer(m)
	for i := range 2 * maxNames {
		postQuery(t, h, fmt.Sprintf("query A%d { ok }", i))
	}
	postQuery(t, h, "query "+strings.Repeat("a", 1000)+" { ok }")
	postQuery(t, h, "query Known { ok }")
	postQuery(t, h, "query A0 { ok }")
	expectLines(
		t,
		scrapeMetrics(t, m),
		fmt.Sprintf(`thidua_operations_total{kind="query",operation="other",outcome="ok"} %d`,
			maxNames+1),
		`thidua_operations_total{kind="query",operation="Known",outcome="ok"} 1`,
		`thidua_operations_total{kind="query",operation="A0",outcome="ok"} 2`,
	)
	if got := testutil.CollectAndCount(m.metrics.operations); got != maxNames+2 {
		t.Errorf("%d series", got)
	}
}

// If the names are configured, other names have no label value of their own. Refused operations do not use up
// names.
func TestMetrics_OperationNamesClosed(t *testing.T) {
	t.Parallel()
	closed := newOperationNames([]string{"Known"}, true)
	for given, want := range map[string]string{"Known": "Known", "Other": "other", "": "unnamed"} {
		if got := closed.label(given); got != want {
			t.Errorf("%q counts as %s", given, got)
		}
	}
	m := newMeasured(t, Config{})
	postQuery(t, newTestServer(m), "query Wrong { nothing }")
	if m.names.remaining != maxNames {
		t.Error("a name that was refused took a place")
	}
}

// The table in docs/observability.md contains exactly the registered metrics, with the same labels and types.
func TestMetricsTable_InDocs(t *testing.T) {
	t.Parallel()
	documented, err := os.ReadFile("../../docs/observability.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(documented), "\n"+MetricsTable()) {
		t.Errorf("docs/observability.md has another table of metrics than:\n%s", MetricsTable())
	}
	m := newMeasured(t, Config{})
	m.ObservePools(func() []store.Pool { return []store.Pool{{}} })
	m.ObserveDocuments(func() (uint64, uint64) { return 0, 0 })
	m.ObserveLive(func() (int, live.Stats) { return 0, live.Stats{} })
	descs := make(chan *prometheus.Desc)
	go func() { m.metrics.registry.Describe(descs); close(descs) }()
	var registered, listed []string
	form := regexp.MustCompile(`fqName: "(thidua_\w+)".*variableLabels: \{([^}]*)\}`)
	for d := range descs {
		if found := form.FindStringSubmatch(d.String()); found != nil {
			registered = append(registered, found[1]+"{"+found[2]+"}")
		}
	}
	for _, r := range metricTable {
		listed = append(listed, r.name+"{"+strings.Join(r.labels, ",")+"}")
	}
	slices.Sort(registered)
	slices.Sort(listed)
	if !slices.Equal(registered, listed) {
		t.Errorf("registered:\n%s\nlisted:\n%s", strings.Join(registered, "\n"), strings.Join(listed, "\n"))
	}
	page := scrapeMetrics(t, m)
	for _, r := range metricTable {
		if found := strings.Contains(page, "# TYPE "+r.name+" "); found &&
			!strings.Contains(page, "# TYPE "+r.name+" "+r.kind+"\n") {
			t.Errorf("%s is no %s", r.name, r.kind)
		}
	}
	problems, err := testutil.GatherAndLint(m.metrics.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// Hooks of a disabled Telemetry are nil, so that they are not called.
func TestNew_Disabled(t *testing.T) {
	t.Parallel()
	m, err := New(t.Context(), Config{})
	if err != nil || m != nil || m.RequestObserver() != nil || m.Extension() != nil ||
		m.StatementObserver() != nil ||
		m.MetricsHandler() != nil ||
		m.Shutdown(t.Context()) != nil {
		t.Error("something is on")
	}
	m.ObservePools(nil)
	m.ObserveDocuments(nil)
	m.ObserveLive(nil)
	m.RecordSocketPanics(&transport.RequestInfo{})
}
