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

// extension is told by gqlgen of every response, on every transport: one to a query or a mutation, one to each event of a
// subscription, and one to what was refused before it ran.
type extension struct{ t *Telemetry }

var _ interface {
	graphql.HandlerExtension
	graphql.ResponseInterceptor
} = extension{}

func (extension) ExtensionName() string                          { return "Telemetry" }
func (extension) Validate(schema graphql.ExecutableSchema) error { return nil }

// InterceptResponse counts and traces what next answers.
func (x extension) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	o := x.t.operation(ctx)
	var span trace.Span
	if x.t.traces != nil {
		ctx, span = x.t.traces.operation(ctx, o)
	}
	response := next(ctx)
	var errs gqlerror.List
	ran := false // without a response the time was over: the transport tells so, and counts it
	if response != nil {
		errs, ran = response.Errors, len(response.Data) > 0
	}
	if x.t.metrics != nil {
		x.t.metrics.ran(o, ran, errs)
	}
	if span != nil {
		ended(span, errs)
	}
	return response
}

// operation is what is told of one.
type operation struct {
	name  string // as it counts; "" where there is none, since the document could not be read
	given string // as the document says
	kind  ast.Operation
	began time.Time
	text  string
}

func (t *Telemetry) operation(ctx context.Context) operation {
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
	if o.name = t.names.of(o.given); o.kind != ast.Subscription && !oc.Stats.OperationStart.IsZero() {
		o.began = oc.Stats.OperationStart // parsing and validation are a part of it
	}
	return o
}

func (m *metrics) ran(o operation, ran bool, errs gqlerror.List) {
	if !ran {
		if len(errs) > 0 { // a document may be wrong in many places, and is refused once
			m.refusals.WithLabelValues(codeOf(errs[0])).Inc()
		}
		return
	}
	outcome := "ok"
	for _, err := range errs {
		outcome = "error"
		m.errors.WithLabelValues(codeOf(err)).Inc()
	}
	m.operations.WithLabelValues(o.name, string(o.kind), outcome).Inc()
	m.running.WithLabelValues(o.name, string(o.kind)).Observe(time.Since(o.began).Seconds())
}

// codeOf is the code that a client is told: the presenter gives each error one of a closed set.
func codeOf(err *gqlerror.Error) string {
	if code, ok := err.Extensions["code"].(string); ok {
		return code
	}
	return other
}

// operation starts the span of an operation. The document is told by its hash: its text may hold what should have been a
// variable. The name is the client's own word, and is the span's only where it is one of a few.
func (t *traces) operation(ctx context.Context, o operation) (context.Context, trace.Span) {
	name := string(o.kind)
	switch {
	case o.kind == "":
		name = "refused"
	case o.name != other && o.name != unnamed:
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
		span.SetAttributes(semconv.GraphQLOperationName(o.given[:min(len(o.given), longestName)]))
	}
	return ctx, span
}

// ended ends the span of an operation, with the first code as its status.
func ended(span trace.Span, errs gqlerror.List) {
	if len(errs) > 0 && span.IsRecording() {
		all := make([]string, len(errs))
		for i, err := range errs {
			all[i] = codeOf(err)
		}
		span.SetAttributes(semconv.ErrorTypeKey.String(all[0]), errorCodes.StringSlice(all))
		span.SetStatus(codes.Error, all[0])
	}
	span.End()
}
