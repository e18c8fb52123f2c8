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

// traces make spans and send them away.
type traces struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// newTraces sends spans to an exporter. Whoever asks us within a trace has decided whether it is kept, as the
// specification of Trace Context has it; of those that begin here the ratio is.
func newTraces(c Config, exporter sdktrace.SpanExporter) *traces {
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about(c.Version)),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(c.Ratio))))
	return &traces{provider, provider.Tracer("thidua", trace.WithInstrumentationVersion(c.Version), trace.WithSchemaURL(semconv.SchemaURL))}
}

// about is what the spans are of. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
func about(version string) *resource.Resource {
	ours := resource.NewWithAttributes(semconv.SchemaURL, semconv.ServiceName("thidua"), semconv.ServiceVersion(version))
	if all, err := resource.Merge(resource.Default(), ours); err == nil {
		ours = all
	}
	if all, err := resource.Merge(ours, resource.Environment()); err == nil {
		ours = all
	}
	return ours
}

// otlp sends spans by OTLP over HTTP. Headers, certificates and the like are those of OTEL_EXPORTER_OTLP_*, which the
// library reads.
func otlp(ctx context.Context, endpoint string) (sdktrace.SpanExporter, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" {
		return nil, fault.BadConfig.With("setting", "--traces", "reason", "it must be http://HOST:PORT or https://HOST:PORT, with a path or without; headers are set by OTEL_EXPORTER_OTLP_HEADERS")
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1/traces" // as the specification of OTLP has it
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()))
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--traces", "reason", err.Error())
	}
	return exporter, nil
}
