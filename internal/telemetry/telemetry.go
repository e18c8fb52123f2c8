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
	Metrics bool
	Traces  string  // OTLP endpoint over HTTP; "" for no traces
	Ratio   float64 // sampling ratio of traces that begin here

	Version    string
	Operations []string // names that always have their own label value
	Closed     bool     // whether all other names are counted as other
}

// Telemetry provides the metrics and the traces of a server. It is safe for concurrent use.
type Telemetry struct {
	metrics *metrics // nil if disabled
	traces  *traces  // nil if disabled
	names   *names
}

// New returns a Telemetry, or nil if c disables everything. The hooks of a nil Telemetry are nil.
func New(ctx context.Context, c Config) (*Telemetry, error) {
	if !c.Metrics && c.Traces == "" {
		return nil, nil
	}
	t := &Telemetry{names: newNames(c.Operations, c.Closed)}
	if c.Metrics {
		t.metrics = newMetrics(c.Version)
	}
	if c.Traces != "" {
		exporter, err := otlp(ctx, c.Traces)
		if err != nil {
			return nil, err
		}
		t.traces = newTraces(c, exporter)
	}
	return t, nil
}

// MetricsHandler returns the handler for Prometheus; nil without metrics.
func (t *Telemetry) Page() http.Handler {
	if t == nil || t.metrics == nil {
		return nil
	}
	return t.metrics.page()
}

// RequestObserver returns the hook for transport.AccessLog.
func (t *Telemetry) Watcher() transport.Watcher {
	if t == nil {
		return nil
	}
	return t.request
}

// Extension returns the extension for gqlgen. It must be the first.
func (t *Telemetry) Extension() graphql.HandlerExtension {
	if t == nil {
		return nil
	}
	return extension{t}
}

// StatementObserver returns the hook for the store.
func (t *Telemetry) Observer() store.Observer {
	if t == nil {
		return nil
	}
	return t.statement
}

// ObservePools adds metrics of the database connection pools.
func (t *Telemetry) WatchPools(stats func() []store.Pool) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(pools(stats))
	}
}

// ObserveDocuments adds metrics of the document cache.
func (t *Telemetry) WatchDocuments(counts func() (hits, misses uint64)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(documents(counts))
	}
}

// ObserveLive adds metrics of sockets and subscriptions.
func (t *Telemetry) WatchLive(stats func() (open int, carried live.Stats)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(watchers(stats))
	}
}

// RecordSocketPanics counts the panics of a socket, whose request ended when it was opened.
func (t *Telemetry) SocketOver(e *transport.Exchange) {
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
