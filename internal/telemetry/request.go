package telemetry

import (
	"context"
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"

	"thidua/internal/transport"
)

// startRequest is the hook for a request; the function that it returns is called at the end.
func (t *Telemetry) startRequest(r *http.Request) (context.Context, func(*transport.RequestInfo)) {
	ctx := r.Context()
	if t.metrics != nil {
		t.metrics.inFlight.Inc()
	}
	var span trace.Span
	if t.traces != nil {
		ctx, span = t.traces.startRequestSpan(ctx, r)
	}
	return ctx, func(e *transport.RequestInfo) {
		if t.metrics != nil {
			t.metrics.recordRequest(e)
		}
		if span != nil {
			endRequestSpan(span, e)
		}
	}
}

// routeNone is the route of a request that matched no pattern, such as one with a path that has to be cleaned
// first.
const routeNone = "none"

func routeLabel(e *transport.RequestInfo) string {
	if e.Route == "" {
		return routeNone
	}
	return e.Route
}

func (m *metrics) recordRequest(e *transport.RequestInfo) {
	m.inFlight.Dec()
	m.requests.WithLabelValues(routeLabel(e), methodLabel(e.Method), strconv.Itoa(e.Status)).Inc()
	if e.Status != http.StatusSwitchingProtocols { // sockets stay open for hours
		m.duration.WithLabelValues(routeLabel(e)).Observe(e.Duration.Seconds())
	}
	if e.RejectedCode != "" {
		m.refusals.WithLabelValues(e.RejectedCode).Inc()
	}
	m.panics.Add(float64(e.Panics()))
}

// traceContext reads the trace of a request. Baggage is ignored.
var traceContext propagation.TraceContext

// startRequestSpan starts the span of a request within the trace in its headers. It omits the query string,
// which may contain variables, and other headers, which may contain a token.
func (t *traces) startRequestSpan(ctx context.Context, r *http.Request) (context.Context, trace.Span) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return t.tracer.Start(traceContext.Extract(ctx, propagation.HeaderCarrier(r.Header)),
		methodLabel(r.Method),
		trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(semconvMethod(r.Method)),
			semconv.URLScheme(scheme),
			semconv.URLPath(transport.RequestInfoFrom(ctx).Path),
			semconv.NetworkProtocolVersion(strconv.Itoa(r.ProtoMajor)+"."+strconv.Itoa(r.ProtoMinor)),
			requestID.String(transport.RequestID(ctx))))
}

// Attributes that the semantic conventions do not define.
const (
	requestID    = attribute.Key("thidua.request.id")
	panicCount   = attribute.Key("thidua.panics")
	documentHash = attribute.Key("graphql.document.hash")
	errorCodes   = attribute.Key("thidua.error.codes")
)

// semconvMethod returns a method as the semantic conventions write it.
func semconvMethod(method string) string {
	if known := methodLabel(method); known != otherName {
		return known
	}
	return "_OTHER"
}

// endRequestSpan ends the span of a request. Only a status of 500 or more is an error of the server.
func endRequestSpan(span trace.Span, e *transport.RequestInfo) {
	span.SetName(methodLabel(e.Method) + " " + routeLabel(e))
	span.SetAttributes(semconv.HTTPRoute(routeLabel(e)), semconv.HTTPResponseStatusCode(e.Status),
		semconv.HTTPResponseBodySize(int(e.Bytes)))
	if n := e.Panics(); n > 0 {
		span.SetAttributes(panicCount.Int(n))
	}
	if e.Code != "" {
		span.SetAttributes(errorCodes.StringSlice([]string{e.Code}))
	}
	if e.Status >= http.StatusInternalServerError {
		span.SetAttributes(semconv.ErrorTypeKey.String(strconv.Itoa(e.Status)))
		span.SetStatus(codes.Error, e.Code)
	}
	span.End()
}
