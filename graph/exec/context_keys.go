package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// The context keys of gqlgen for the inputs and the field, which it does not export.
var (
	inputsKey = captureContextKey(func(ctx context.Context) {
		_ = graphql.UnmarshalInputFromContext(ctx, nil, nil)
	})
	fieldKey = captureContextKey(func(ctx context.Context) { graphql.GetFieldContext(ctx) })
)

// captureContextKey returns the context key that lookup requests.
func captureContextKey(lookup func(context.Context)) any {
	recorder := &keyRecorder{Context: context.Background()}
	lookup(recorder)
	return recorder.key
}

type keyRecorder struct {
	context.Context
	key any
}

func (r *keyRecorder) Value(key any) any {
	r.key = key
	return nil
}
