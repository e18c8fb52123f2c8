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

// Config says what is watched. The zero value watches nothing.
type Config struct {
	Metrics bool
	Traces  string  // endpoint of OTLP over HTTP; "" for no traces
	Ratio   float64 // of the traces that begin here, the part that is kept

	Version    string
	Operations []string // names that always count by themselves
	Closed     bool     // whether no other name does
}

// Telemetry is the metrics and the traces of one server. It is safe for concurrent use.
type Telemetry struct {
	metrics *metrics // nil when they are off
	traces  *traces  // nil when they are off
	names   *names
}

// New makes what c asks for: nil if that is nothing. The hooks of a nil Telemetry are nil, as those who take them expect.
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

// Page is the page that Prometheus scrapes; nil without metrics.
func (t *Telemetry) Page() http.Handler {
	if t == nil || t.metrics == nil {
		return nil
	}
	return t.metrics.page()
}

// Watcher is the hook for transport.Exchanges.
func (t *Telemetry) Watcher() transport.Watcher {
	if t == nil {
		return nil
	}
	return t.request
}

// Extension is the hook for gqlgen. It goes before all others.
func (t *Telemetry) Extension() graphql.HandlerExtension {
	if t == nil {
		return nil
	}
	return extension{t}
}

// Observer is the hook for the store.
func (t *Telemetry) Observer() store.Observer {
	if t == nil {
		return nil
	}
	return t.statement
}

// WatchPools shows what the connections of the database are doing.
func (t *Telemetry) WatchPools(stats func() []store.Pool) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(pools(stats))
	}
}

// WatchDocuments shows how often a document was known, and how often it was not.
func (t *Telemetry) WatchDocuments(counts func() (hits, misses uint64)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(documents(counts))
	}
}

// WatchLive shows who watches, and what that took.
func (t *Telemetry) WatchLive(stats func() (open int, carried live.Stats)) {
	if t != nil && t.metrics != nil {
		t.metrics.registry.MustRegister(watchers(stats))
	}
}

// SocketOver counts the panics of a socket: the request that opened it was over long before.
func (t *Telemetry) SocketOver(e *transport.Exchange) {
	if t != nil && t.metrics != nil {
		t.metrics.panics.Add(float64(e.Panics()))
	}
}

// Shutdown sends the spans that are still here.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	if t == nil || t.traces == nil {
		return nil
	}
	return errors.Join(t.traces.provider.ForceFlush(ctx), t.traces.provider.Shutdown(ctx))
}
