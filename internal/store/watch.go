package store

import "context"

type watchKey struct{}

// Watch gives a context under which fn is told the text of every statement that reaches a connection, whichever pool
// and goroutine it runs on. BEGIN, COMMIT and ROLLBACK are no statements here. fn must be safe for concurrent use.
//
// It is how storetest counts the queries of a view.
func Watch(ctx context.Context, fn func(text string)) context.Context {
	return context.WithValue(ctx, watchKey{}, fn)
}

func observe(ctx context.Context, text string) {
	if fn, ok := ctx.Value(watchKey{}).(func(string)); ok {
		fn(text)
	}
}
