// Package errorlimit limits the errors that are built for one response. An invalid argument below a list
// fails for each row: a response lists the first errors and the number of all, and the others take neither a
// path nor a message.
package errorlimit

import (
	"context"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Max is the maximum number of errors that a response lists.
const Max = 50

// Omitted stands for an error beyond Max. It is shared, so it has an empty path and empty locations, which
// gqlgen would set otherwise.
var Omitted = &gqlerror.Error{
	Message:    "omitted",
	Path:       ast.Path{},
	Locations:  []gqlerror.Location{},
	Extensions: map[string]any{"code": "TOO_MANY_ERRORS"},
}

type counterKey struct{}

// WithCounter returns a context in which the errors of one response are counted.
func WithCounter(ctx context.Context) context.Context {
	return context.WithValue(ctx, counterKey{}, new(atomic.Int64))
}

// Count counts an error, and reports whether it is among the first Max.
func Count(ctx context.Context) (listed bool) {
	counter, ok := ctx.Value(counterKey{}).(*atomic.Int64)
	return !ok || counter.Add(1) <= Max
}

// IsReached reports whether Max errors were counted, so that Omitted can be returned for a further one.
func IsReached(ctx context.Context) bool {
	counter, ok := ctx.Value(counterKey{}).(*atomic.Int64)
	return ok && counter.Load() >= Max
}
