package telemetry

import (
	"log/slog"
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Histogram buckets in seconds. Requests end after --request-timeout; statements take about a tenth of a
// request.
var (
	requestBounds   = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 15}
	statementBounds = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5}
)

// metrics are the metrics that hooks update. Those that are collected from elsewhere are in collect.go.
type metrics struct {
	registry *prometheus.Registry

	requests          *prometheus.CounterVec
	duration          *prometheus.HistogramVec
	inFlight          prometheus.Gauge
	operations        *prometheus.CounterVec
	operationDuration *prometheus.HistogramVec
	errors            *prometheus.CounterVec
	refusals          *prometheus.CounterVec
	panics            prometheus.Counter
	statements        *prometheus.HistogramVec
	statementErrors   *prometheus.CounterVec
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry:          prometheus.NewRegistry(),
		requests:          httpRequests.counter(),
		duration:          httpDuration.histogram(requestBounds),
		inFlight:          httpInFlight.gauge().WithLabelValues(),
		operations:        operations.counter(),
		operationDuration: operationDuration.histogram(requestBounds),
		errors:            operationErrors.counter(),
		refusals:          refusals.counter(),
		panics:            panics.counter().WithLabelValues(),
		statements:        sqlDuration.histogram(statementBounds),
		statementErrors:   sqlErrors.counter(),
	}
	build := buildInfo.gauge()
	build.WithLabelValues(version, runtime.Version()).Set(1)
	m.registry.MustRegister(m.requests, m.duration, m.inFlight, m.operations, m.operationDuration, m.errors,
		m.refusals,
		m.panics, m.statements, m.statementErrors, build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler serves the metrics to Prometheus.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry,
		promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)})
}

// methodLabel returns a method as a label value: clients may send arbitrary methods.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut,
		http.MethodPatch,
		http.MethodDelete:
		return method
	}
	return otherName
}
