package store

import (
	"context"
	"database/sql/driver"
)

type watchKey struct{}

// Watch gives a context under which fn is told the text of every statement that reaches a connection, whichever pool
// and goroutine it runs on. BEGIN, COMMIT and ROLLBACK are no statements here. fn must be safe for concurrent use.
//
// It is how storetest counts the queries of a view.
func Watch(ctx context.Context, fn func(text string)) context.Context {
	return WatchArgs(ctx, func(text string, _ []driver.NamedValue) { fn(text) })
}

// WatchArgs is Watch with the arguments, which fn must not change. It is how thidua-load has the same statements again with
// nothing around them; what is logged or sent away is told by an [Observer], who never sees arguments.
func WatchArgs(ctx context.Context, fn func(text string, args []driver.NamedValue)) context.Context {
	return context.WithValue(ctx, watchKey{}, fn)
}

func observe(ctx context.Context, text string, args []driver.NamedValue) {
	if fn, ok := ctx.Value(watchKey{}).(func(string, []driver.NamedValue)); ok {
		fn(text, args)
	}
}
