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

// request is told of a request's beginning, and of its end.
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

// noRoute stands for a request that no pattern took, such as one with a path that has to be cleaned first.
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
	if e.Status != http.StatusSwitchingProtocols { // a socket lives for hours
		m.duration.WithLabelValues(routeOf(e)).Observe(e.Took.Seconds())
	}
	if e.Refused != "" {
		m.refusals.WithLabelValues(e.Refused).Inc()
	}
	m.panics.Add(float64(e.Panics()))
}

// incoming reads the trace that a request belongs to. Baggage is not taken: nobody here would read it.
var incoming propagation.TraceContext

// begin starts the span of a request, as a part of the trace that its headers name. Its query string may hold variables
// and its other headers a token, so neither is told.
func (t *traces) begin(ctx context.Context, r *http.Request) (context.Context, trace.Span) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return t.tracer.Start(incoming.Extract(ctx, propagation.HeaderCarrier(r.Header)), methodOf(r.Method),
		trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(semconvMethod(r.Method)), semconv.URLScheme(scheme), semconv.URLPath(transport.Here(ctx).Path),
			semconv.NetworkProtocolVersion(strconv.Itoa(r.ProtoMajor)+"."+strconv.Itoa(r.ProtoMinor)), requestID.String(transport.RequestID(ctx))))
}

// What the conventions have no name for.
const (
	requestID    = attribute.Key("thidua.request.id")
	incidents    = attribute.Key("thidua.panics")
	documentHash = attribute.Key("graphql.document.hash")
	errorCodes   = attribute.Key("thidua.error.codes")
)

// semconvMethod is a method as the conventions write one that they do not know.
func semconvMethod(method string) string {
	if known := methodOf(method); known != other {
		return known
	}
	return "_OTHER"
}

// answered ends the span of a request. Only what is our mistake is an error of the server.
func answered(span trace.Span, e *transport.Exchange) {
	span.SetName(methodOf(e.Method) + " " + routeOf(e))
	span.SetAttributes(semconv.HTTPRoute(routeOf(e)), semconv.HTTPResponseStatusCode(e.Status), semconv.HTTPResponseBodySize(int(e.Bytes)))
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
