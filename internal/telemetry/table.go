package telemetry

import (
	"fmt"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// metric is a row of the metrics table in docs/observability.md. Metrics are created from their rows, so the
// two cannot differ.
type metric struct {
	name, kind string
	labels     []string
	help       string
}

// Our metrics, in the order of the table.
var (
	httpRequests = newMetric("thidua_http_requests_total", "counter",
		"HTTP requests, by the pattern of their path.", "route", "method", "status")
	httpDuration = newMetric("thidua_http_request_duration_seconds", "histogram",
		"Duration of HTTP requests, from the header to the end of the response; without sockets.", "route")
	httpInFlight = newMetric("thidua_http_requests_in_flight", "gauge", "HTTP requests in progress.")

	operations = newMetric("thidua_operations_total", "counter",
		"Operations executed; outcome is ok, or error if the response contains errors.", "operation", "kind",
		"outcome")
	operationDuration = newMetric("thidua_operation_duration_seconds", "histogram",
		"Duration of operations, from parsing to the end of execution.", "operation", "kind")
	operationErrors = newMetric("thidua_operation_errors_total", "counter",
		"Errors in responses to executed operations.", "code")
	refusals = newMetric("thidua_refusals_total", "counter",
		"Requests and operations refused before execution.", "code")
	panics = newMetric("thidua_panics_total", "counter", "Recovered panics; each is logged with its id.")

	sqlDuration = newMetric("thidua_sql_statement_duration_seconds", "histogram",
		"Duration of SQL statements, from sending to the last row.", "verb", "table")
	sqlErrors = newMetric("thidua_sql_errors_total", "counter",
		"Failed SQL statements, by kind of error.", "verb", "kind")

	sqlConnections = newMetric("thidua_sql_connections", "gauge",
		"Open database connections; state is used or idle, pool is read or write.", "pool", "state")
	sqlConnectionsMax = newMetric("thidua_sql_connections_max", "gauge",
		"Maximum number of open database connections.", "pool")
	sqlConnectionWaits = newMetric("thidua_sql_connection_waits_total", "counter",
		"Waits for a database connection.", "pool")
	sqlConnectionWaitSeconds = newMetric("thidua_sql_connection_wait_seconds_total", "counter",
		"Total time spent waiting for database connections.", "pool")

	documentLookups = newMetric("thidua_documents_total", "counter",
		"Lookups in the document cache; result is hit if the document was already parsed and validated, or miss.",
		"result")

	openWatchers      = newMetric("thidua_watchers", "gauge", "Open sockets and event streams.")
	liveSubscriptions = newMetric("thidua_live_followers", "gauge", "Active subscriptions.")
	liveStreams       = newMetric("thidua_live_streams", "gauge", "Streams with subscriptions on this node.")
	liveMessages      = newMetric("thidua_live_messages_total", "counter",
		"Messages delivered to subscriptions.")
	liveEntries    = newMetric("thidua_live_entries_total", "counter", "Events read from the journal.")
	liveExecutions = newMetric("thidua_live_executions_total", "counter",
		"Executions of subscriptions; identical ones share an execution.")
	refreshes = newMetric("thidua_live_refreshes_total", "counter",
		"Executions that refreshed live queries.")
	liveQueries = newMetric("thidua_live_queries", "gauge",
		"Distinct live queries; identical ones of viewers with the same rights count once.")
	liveEvents = newMetric("thidua_live_event_documents", "gauge",
		"Distinct documents of event subscriptions; identical ones of viewers with the same rights count once.")
	liveReads = newMetric("thidua_live_statements_total", "counter", "SQL statements that read the journal.")

	buildInfo = newMetric("thidua_build_info", "gauge",
		"Always 1; the labels are the versions of the program and of Go.", "version", "goversion")
)

var metricTable []metric

func newMetric(name, kind, help string, labels ...string) metric {
	m := metric{name, kind, labels, help}
	metricTable = append(metricTable, m)
	return m
}

func (m metric) counter() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: m.name, Help: m.help}, m.labels)
}

func (m metric) gauge() *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: m.name, Help: m.help}, m.labels)
}

func (m metric) histogram(bounds []float64) *prometheus.HistogramVec {
	options := prometheus.HistogramOpts{Name: m.name, Help: m.help, Buckets: bounds}
	return prometheus.NewHistogramVec(options, m.labels)
}

func (m metric) desc() *prometheus.Desc { return prometheus.NewDesc(m.name, m.help, m.labels, nil) }

// constMetric returns the metric with a value that was collected from elsewhere.
func (m metric) constMetric(value float64, labels ...string) prometheus.Metric {
	kind := prometheus.GaugeValue
	if m.kind == "counter" {
		kind = prometheus.CounterValue
	}
	return prometheus.MustNewConstMetric(m.desc(), kind, value, labels...)
}

// MetricsTable returns the table of metrics for docs/observability.md.
func MetricsTable() string {
	var b strings.Builder
	b.WriteString("| Metric | Type | Labels | Description |\n|---|---|---|---|\n")
	for _, m := range metricTable {
		labels := ""
		if len(m.labels) > 0 {
			labels = "`" + strings.Join(m.labels, "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", m.name, m.kind, labels, m.help)
	}
	return b.String()
}
