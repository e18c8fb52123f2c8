package store

import (
	"context"
	"database/sql/driver"
)

type statementHookKey struct{}

// WithStatementHook returns a context under which fn is called with the text of each statement, on any pool
// and goroutine, except BEGIN, COMMIT and ROLLBACK. fn must be safe for concurrent use.
//
// storetest counts queries with it.
func WithStatementHook(ctx context.Context, fn func(text string)) context.Context {
	return WithStatementArgsHook(ctx, func(text string, _ []driver.NamedValue) { fn(text) })
}

// WithStatementArgsHook is WithStatementHook with the arguments of the statement, which fn must not modify.
// thidua-bench records statements with it to replay them. Logs and metrics use an [Observer] instead, which
// never sees arguments.
func WithStatementArgsHook(
	ctx context.Context, fn func(text string, args []driver.NamedValue),
) context.Context {
	return context.WithValue(ctx, statementHookKey{}, fn)
}

func callStatementHook(ctx context.Context, text string, args []driver.NamedValue) {
	if fn, ok := ctx.Value(statementHookKey{}).(func(string, []driver.NamedValue)); ok {
		fn(text, args)
	}
}
