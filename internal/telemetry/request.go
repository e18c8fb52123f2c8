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
func (t *Telemetry) request(r *http.Request) (context.Context, func(*transport.Exchange)) {
	ctx := r.Context()
	if t.metrics != nil {
		t.metrics.inFlight.Inc()
	}
	var span trace.Span
	if t.traces != nil {
		ctx, span = t.traces.begin(ctx, r)
	}
	return ctx, func(e *transport.Exchange) {
		if t.metrics != nil {
			t.metrics.answered(e)
		}
		if span != nil {
			answered(span, e)
		}
	}
}

// routeNone is the route of a request that matched no pattern, such as one with a path that has to be cleaned
// first.
const noRoute = "none"

func routeOf(e *transport.Exchange) string {
	if e.Route == "" {
		return noRoute
	}
	return e.Route
}

func (m *metrics) answered(e *transport.Exchange) {
	m.inFlight.Dec()
	m.requests.WithLabelValues(routeOf(e), methodOf(e.Method), strconv.Itoa(e.Status)).Inc()
	if e.Status != http.StatusSwitchingProtocols { // sockets stay open for hours
		m.duration.WithLabelValues(routeOf(e)).Observe(e.Took.Seconds())
	}
	if e.Refused != "" {
		m.refusals.WithLabelValues(e.Refused).Inc()
	}
	m.panics.Add(float64(e.Panics()))
}

// traceContext reads the trace of a request. Baggage is ignored.
var incoming propagation.TraceContext

// startRequestSpan starts the span of a request within the trace in its headers. It omits the query string,
// which may contain variables, and other headers, which may contain a token.
func (t *traces) begin(ctx context.Context, r *http.Request) (context.Context, trace.Span) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return t.tracer.Start(incoming.Extract(ctx, propagation.HeaderCarrier(r.Header)), methodOf(r.Method),
		trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(semconvMethod(r.Method)),
			semconv.URLScheme(scheme),
			semconv.URLPath(transport.Here(ctx).Path),
			semconv.NetworkProtocolVersion(strconv.Itoa(r.ProtoMajor)+"."+strconv.Itoa(r.ProtoMinor)),
			requestID.String(transport.RequestID(ctx))))
}

// Attributes that the semantic conventions do not define.
const (
	requestID    = attribute.Key("thidua.request.id")
	incidents    = attribute.Key("thidua.panics")
	documentHash = attribute.Key("graphql.document.hash")
	errorCodes   = attribute.Key("thidua.error.codes")
)

// semconvMethod returns a method as the semantic conventions write it.
func semconvMethod(method string) string {
	if known := methodOf(method); known != other {
		return known
	}
	return "_OTHER"
}

// endRequestSpan ends the span of a request. Only a status of 500 or more is an error of the server.
func answered(span trace.Span, e *transport.Exchange) {
	span.SetName(methodOf(e.Method) + " " + routeOf(e))
	span.SetAttributes(semconv.HTTPRoute(routeOf(e)), semconv.HTTPResponseStatusCode(e.Status),
		semconv.HTTPResponseBodySize(int(e.Bytes)))
	if n := e.Panics(); n > 0 {
		span.SetAttributes(incidents.Int(n))
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
