package telemetry

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"

	"thidua/internal/store"
)

// startStatement is the hook for a statement; the function that it returns is called at the end.
func (t *Telemetry) startStatement(ctx context.Context, s store.Statement) func(error) {
	began := time.Now()
	var span trace.Span
	if t.traces != nil {
		span = t.traces.startStatementSpan(ctx, s)
	}
	return func(err error) {
		if t.metrics != nil {
			t.metrics.statements.WithLabelValues(s.Verb, s.Table).Observe(time.Since(began).Seconds())
			if err != nil {
				t.metrics.statementErrors.WithLabelValues(s.Verb, store.Classify(err).String()).Inc()
			}
		}
		if span == nil {
			return
		}
		if err != nil { // only its kind: its text may contain a value
			kind := store.Classify(err).String()
			span.SetAttributes(semconv.ErrorTypeKey.String(kind))
			span.SetStatus(codes.Error, kind)
		}
		span.End()
	}
}

// dbSystems are the databases in the semantic conventions.
var dbSystems = map[string]attribute.KeyValue{
	store.SQLite: semconv.DBSystemNameSQLite, store.Postgres: semconv.DBSystemNamePostgreSQL,
}

// startStatementSpan starts the span of a statement, but only within a trace: background work has none.
func (t *traces) startStatementSpan(ctx context.Context, s store.Statement) trace.Span {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return nil
	}
	name := s.Verb
	attributes := []attribute.KeyValue{
		dbSystems[s.Dialect], semconv.DBOperationName(s.Verb), semconv.DBQueryText(s.Text),
	}
	if s.Table != "" {
		name += " " + s.Table
		attributes = append(attributes, semconv.DBCollectionName(s.Table))
	}
	_, span := t.tracer.Start(ctx, name,
		trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attributes...))
	return span
}
