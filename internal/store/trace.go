package store

import (
	"context"
	"database/sql/driver"
)

type traceKey struct{}

// WithTrace returns a context under which fn is called with the text of each statement, on any pool and
// goroutine, except BEGIN, COMMIT and ROLLBACK. fn must be safe for concurrent use.
//
// storetest counts queries with it.
func WithTrace(ctx context.Context, fn func(text string)) context.Context {
	return WithTraceArgs(ctx, func(text string, _ []driver.NamedValue) { fn(text) })
}

// WithTraceArgs is WithTrace with arguments, which fn must not modify. thidua-bench records statements with
// it to replay them. Logs and metrics use an [Observer] instead, which never sees arguments.
func WithTraceArgs(ctx context.Context, fn func(text string, args []driver.NamedValue)) context.Context {
	return context.WithValue(ctx, traceKey{}, fn)
}

func traceStatement(ctx context.Context, text string, args []driver.NamedValue) {
	if fn, ok := ctx.Value(traceKey{}).(func(string, []driver.NamedValue)); ok {
		fn(text, args)
	}
}
