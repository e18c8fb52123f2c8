package telemetry

import (
	"fmt"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// metric is one row of the table of README: every metric of ours is made from its row, so that the two cannot differ.
type metric struct {
	name, kind string
	labels     []string
	help       string
}

// The metrics of ours, in the order of the table.
var (
	httpRequests = row("thidua_http_requests_total", "counter", "Requests that were answered, by the pattern of their path.", "route", "method", "status")
	httpDuration = row("thidua_http_request_duration_seconds", "histogram", "From a request's header to the end of its answer; sockets are not in it.", "route")
	httpInFlight = row("thidua_http_requests_in_flight", "gauge", "Requests that are being answered.")

	operations        = row("thidua_operations_total", "counter", "Operations that were run. outcome is ok, or error when the answer tells of any.", "operation", "kind", "outcome")
	operationDuration = row("thidua_operation_duration_seconds", "histogram", "From reading an operation to the end of its run.", "operation", "kind")
	operationErrors   = row("thidua_operation_errors_total", "counter", "Errors in the answers to operations that were run.", "code")
	refusals          = row("thidua_refusals_total", "counter", "Requests and operations that were refused before they ran.", "code")
	panics            = row("thidua_panics_total", "counter", "Panics that were caught; the log has each under its id.")

	sqlDuration = row("thidua_sql_statement_duration_seconds", "histogram", "From sending a statement to its last row.", "verb", "table")
	sqlErrors   = row("thidua_sql_errors_total", "counter", "Statements that failed, by what the database meant.", "verb", "kind")

	connections    = row("thidua_sql_connections", "gauge", "Open connections; state is used or idle, pool is read or write.", "pool", "state")
	connectionsMax = row("thidua_sql_connections_max", "gauge", "Connections that may be open.", "pool")
	waits          = row("thidua_sql_connection_waits_total", "counter", "How often a connection had to be waited for.", "pool")
	waited         = row("thidua_sql_connection_wait_seconds_total", "counter", "How long connections were waited for.", "pool")

	documentsFound = row("thidua_documents_total", "counter", "Documents of operations; result is hit where it was parsed and validated already, or miss.", "result")

	watchersOpen = row("thidua_watchers", "gauge", "Open sockets and event streams.")
	following    = row("thidua_live_followers", "gauge", "Subscriptions that follow now.")
	streams      = row("thidua_live_streams", "gauge", "Streams that are followed on this node.")
	liveMessages = row("thidua_live_messages_total", "counter", "Messages handed to those who follow.")
	liveEntries  = row("thidua_live_entries_total", "counter", "Events read from the journal.")
	liveRuns     = row("thidua_live_executions_total", "counter", "Executions of subscriptions; all who ask the same share one.")
	refreshes    = row("thidua_live_refreshes_total", "counter", "Executions that refreshed live queries.")
	liveQueries  = row("thidua_live_queries", "gauge", "Different live queries; identical ones of viewers with the same rights count once.")
	liveEvents   = row("thidua_live_event_documents", "gauge", "Different documents of event subscriptions, counted likewise.")
	liveReads    = row("thidua_live_statements_total", "counter", "Statements that read the journal.")

	buildInfo = row("thidua_build_info", "gauge", "1, for the version of the program and of Go.", "version", "goversion")
)

var rows []metric

func row(name, kind, help string, labels ...string) metric {
	m := metric{name, kind, labels, help}
	rows = append(rows, m)
	return m
}

func (m metric) counter() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: m.name, Help: m.help}, m.labels)
}

func (m metric) gauge() *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: m.name, Help: m.help}, m.labels)
}

func (m metric) histogram(bounds []float64) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: m.name, Help: m.help, Buckets: bounds}, m.labels)
}

func (m metric) desc() *prometheus.Desc { return prometheus.NewDesc(m.name, m.help, m.labels, nil) }

// at is a metric that is read from elsewhere, as it stands.
func (m metric) at(value float64, labels ...string) prometheus.Metric {
	kind := prometheus.GaugeValue
	if m.kind == "counter" {
		kind = prometheus.CounterValue
	}
	return prometheus.MustNewConstMetric(m.desc(), kind, value, labels...)
}

// Table is the table of metrics as README has it.
func Table() string {
	var b strings.Builder
	b.WriteString("| metric | type | labels | what it counts |\n|---|---|---|---|\n")
	for _, m := range rows {
		labels := ""
		if len(m.labels) > 0 {
			labels = "`" + strings.Join(m.labels, "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", m.name, m.kind, labels, m.help)
	}
	return b.String()
}
