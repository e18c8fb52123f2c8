package telemetry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"
)

// extension is called by gqlgen for every response, on every transport: one for a query or a mutation, one
// for each event of a subscription, and one for an operation that was refused before it ran.
type extension struct{ t *Telemetry }

var _ interface {
	graphql.HandlerExtension
	graphql.ResponseInterceptor
} = extension{}

func (extension) ExtensionName() string                          { return "Telemetry" }
func (extension) Validate(schema graphql.ExecutableSchema) error { return nil }

// InterceptResponse counts and traces the response of next.
func (e extension) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	o := e.t.newOperation(ctx)
	var span trace.Span
	if e.t.traces != nil {
		ctx, span = e.t.traces.startOperationSpan(ctx, o)
	}
	response := next(ctx)
	var errs gqlerror.List
	ran := false // no response: it timed out, and the transport counts that
	if response != nil {
		errs, ran = response.Errors, len(response.Data) > 0
	}
	if e.t.metrics != nil {
		e.t.metrics.recordOperation(o, ran, errs)
	}
	if span != nil {
		endOperationSpan(span, errs)
	}
	return response
}

// operation is an operation as metrics and traces describe it.
type operation struct {
	name  string // label value; "" if the document could not be parsed
	given string // in the document
	kind  ast.Operation
	began time.Time
	text  string
}

func (t *Telemetry) newOperation(ctx context.Context) operation {
	o := operation{began: time.Now()}
	if !graphql.HasOperationContext(ctx) {
		return o
	}
	oc := graphql.GetOperationContext(ctx)
	o.text = oc.RawQuery
	if oc.Operation == nil {
		return o
	}
	o.kind, o.given = oc.Operation.Operation, oc.Operation.Name
	if o.name = t.names.label(o.given); o.kind != ast.Subscription && !oc.Stats.OperationStart.IsZero() {
		o.began = oc.Stats.OperationStart // includes parsing and validation
	}
	return o
}

func (m *metrics) recordOperation(o operation, ran bool, errs gqlerror.List) {
	if !ran {
		if len(errs) > 0 { // a document with several errors counts once
			m.refusals.WithLabelValues(errorCode(errs[0])).Inc()
		}
		return
	}
	outcome := "ok"
	for _, err := range errs {
		outcome = "error"
		m.errors.WithLabelValues(errorCode(err)).Inc()
	}
	m.operations.WithLabelValues(o.name, string(o.kind), outcome).Inc()
	m.operationDuration.WithLabelValues(o.name, string(o.kind)).Observe(time.Since(o.began).Seconds())
}

// errorCode returns the code of an error, which the presenter chose from a closed set.
func errorCode(err *gqlerror.Error) string {
	if code, ok := err.Extensions["code"].(string); ok {
		return code
	}
	return otherName
}

// startOperationSpan starts the span of an operation. It identifies the document by its hash, because
// literals in its text may be sensitive. The span is named after the operation only if that is one of the
// bounded names.
func (t *traces) startOperationSpan(ctx context.Context, o operation) (context.Context, trace.Span) {
	name := string(o.kind)
	switch {
	case o.kind == "":
		name = "refused"
	case o.name != otherName && o.name != unnamedOperation:
		name += " " + o.name
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithTimestamp(o.began))
	if !span.IsRecording() {
		return ctx, span
	}
	if o.text != "" {
		sum := sha256.Sum256([]byte(o.text))
		span.SetAttributes(documentHash.String("sha256:" + hex.EncodeToString(sum[:])))
	}
	if o.kind != "" {
		span.SetAttributes(semconv.GraphQLOperationTypeKey.String(string(o.kind)))
	}
	if o.given != "" {
		span.SetAttributes(semconv.GraphQLOperationName(o.given[:min(len(o.given), maxNameLength)]))
	}
	return ctx, span
}

// endOperationSpan ends the span of an operation, with the first error code as its status.
func endOperationSpan(span trace.Span, errs gqlerror.List) {
	if len(errs) > 0 && span.IsRecording() {
		all := make([]string, len(errs))
		for i, err := range errs {
			all[i] = errorCode(err)
		}
		span.SetAttributes(semconv.ErrorTypeKey.String(all[0]), errorCodes.StringSlice(all))
		span.SetStatus(codes.Error, all[0])
	}
	span.End()
}
