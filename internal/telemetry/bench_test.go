package telemetry

import (
	"context"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"thidua/internal/store"
)

var untracedStatement = store.Statement{Verb: "SELECT", Table: "units", Text: "SELECT 1",
	Dialect: store.SQLite}

// discardExporter discards spans.
type discardExporter struct{}

func (discardExporter) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return nil }
func (discardExporter) Shutdown(context.Context) error                             { return nil }

// The cost of observation for a trivial request: disabled, metrics, traces without and with sampling.
func BenchmarkRequest(b *testing.B) {
	count, err := New(b.Context(), Config{Metrics: true})
	if err != nil {
		b.Fatal(err)
	}
	const body = `{"query":"query Fine { ok }"}`
	for name, t := range map[string]*Telemetry{
		"off": nil, "metrics": count,
		"unsampled": {names: newOperationNames(nil, false), traces: newTraces(Config{}, nil)},
		"traces": {names: newOperationNames(nil, false),
			traces: newTraces(Config{SampleRatio: 1}, discardExporter{})},
	} {
		h := newTestServer(t)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if w := send(h, "POST", "/graphql", body); w.Code != 200 {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
