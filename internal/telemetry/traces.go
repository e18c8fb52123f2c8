package telemetry

import (
	"context"
	"net/url"
	"strings"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"

	"thidua/internal/fault"
)

// traces creates and exports spans.
type traces struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// newTraces exports spans to an exporter. For requests within a trace the caller has decided about sampling,
// as Trace Context specifies; the ratio applies to traces that begin here.
func newTraces(c Config, exporter sdktrace.SpanExporter) *traces {
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(newResource(c.Version)),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(c.SampleRatio))))
	tracer := provider.Tracer("thidua",
		trace.WithInstrumentationVersion(c.Version), trace.WithSchemaURL(semconv.SchemaURL))
	return &traces{provider, tracer}
}

// newResource describes this service in spans. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take
// precedence.
func newResource(version string) *resource.Resource {
	ours := resource.NewWithAttributes(semconv.SchemaURL,
		semconv.ServiceName("thidua"), semconv.ServiceVersion(version))
	if all, err := resource.Merge(resource.Default(), ours); err == nil {
		ours = all
	}
	if all, err := resource.Merge(ours, resource.Environment()); err == nil {
		ours = all
	}
	return ours
}

// newOTLPExporter returns an exporter for OTLP over HTTP. The library reads headers, certificates and other
// settings from OTEL_EXPORTER_OTLP_*.
func newOTLPExporter(ctx context.Context, endpoint string) (sdktrace.SpanExporter, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil ||
		u.RawQuery != "" {
		return nil, fault.BadConfig.With("setting", "--traces", "reason", "it must be http://HOST:PORT or"+
			" https://HOST:PORT, with a path or without; set headers with OTEL_EXPORTER_OTLP_HEADERS")
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1/traces" // the default of the OTLP specification
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()))
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--traces", "reason", err.Error())
	}
	return exporter, nil
}
