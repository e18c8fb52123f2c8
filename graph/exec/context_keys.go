package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// The context keys of gqlgen for the inputs and the field, which it does not export.
var (
	inputsKey = recordKey(func(ctx context.Context) { _ = graphql.UnmarshalInputFromContext(ctx, nil, nil) })
	fieldKey  = recordKey(func(ctx context.Context) { graphql.GetFieldContext(ctx) })
)

// recordKey returns the context key that look requests.
func recordKey(look func(context.Context)) any {
	a := &keyRecorder{Context: context.Background()}
	look(a)
	return a.key
}

type keyRecorder struct {
	context.Context
	key any
}

func (r *keyRecorder) Value(key any) any {
	r.key = key
	return nil
}
