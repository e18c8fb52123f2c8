package telemetry

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/live"
	"thidua/internal/store"
	"thidua/internal/transport"
)

// Config configures metrics and traces. The zero value disables both.
type Config struct {
	Metrics     bool
	Traces      string  // OTLP endpoint over HTTP; "" for no traces
	SampleRatio float64 // sampling ratio of traces that begin here

	Version     string
	Operations  []string // names that always have their own label value
	ClosedNames bool     // whether all other names are counted as other
}

// Telemetry provides the metrics and the traces of a server. It is safe for concurrent use.
type Telemetry struct {
	metrics *metrics // nil if disabled
	traces  *traces  // nil if disabled
	names   *operationNames
}

// New returns a Telemetry, or nil if c disables everything. The hooks of a nil Telemetry are nil.
func New(ctx context.Context, c Config) (*Telemetry, error) {
	if !c.Metrics && c.Traces == "" {
		return nil, nil
	}
	t := &Telemetry{names: newOperationNames(c.Operations, c.ClosedNames)}
	if c.Metrics {
		t.metrics = newMetrics(c.Version)
	}
	if c.Traces != "" {
		exporter, err := newOTLPExporter(ctx, c.Traces)
		if err != nil {
			return nil, err
		}
		t.traces = newTraces(c, exporter)
	}
	return t, nil
}

// MetricsHandler returns the handler for Prometheus; nil without metrics.
func (t *Telemetry) MetricsHandler() http.Handler {
	if t == nil || t.metrics == nil {
		return nil
	}
	return t.metrics.handler()
}

// RequestObserver returns the hook for transport.AccessLog.
func (t *Telemetry) RequestObserver() transport.Observer {
	if t == nil {
		return nil
	}
	return t.startRequest
}

// Extension returns the extension for gqlgen. It must be the first.
func (t *Telemetry) Extension() graphql.HandlerExtension {
	if t == nil {
		return nil
	}
	return extension{t}
}

// StatementObserver returns the hook for the store.
func (t *Telemetry) StatementObserver() store.Observer {
	if t == nil {
		return nil
	}
	return t.startStatement
}

// ObservePools adds metrics of the database connection pools.
func (t *Telemetry) ObservePools(stats func() []store.Pool) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(poolCollector(stats))
	}
}

// ObserveDocuments adds metrics of the document cache.
func (t *Telemetry) ObserveDocuments(counts func() (hits, misses uint64)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(documentCollector(counts))
	}
}

// ObserveLive adds metrics of sockets and subscriptions.
func (t *Telemetry) ObserveLive(stats func() (open int, carried live.Stats)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(liveCollector(stats))
	}
}

// RecordSocketPanics counts the panics of a socket, whose request ended when it was opened.
func (t *Telemetry) RecordSocketPanics(e *transport.RequestInfo) {
	if t != nil && t.metrics != nil {
		t.metrics.panics.Add(float64(e.Panics()))
	}
}

// Shutdown sends the remaining spans.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	if t == nil || t.traces == nil {
		return nil
	}
	return errors.Join(t.traces.provider.ForceFlush(ctx), t.traces.provider.Shutdown(ctx))
}
