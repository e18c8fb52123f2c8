package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// The context keys of gqlgen for the inputs and the field, which it does not export.
var (
	inputsKey = keyOf(func(ctx context.Context) { _ = graphql.UnmarshalInputFromContext(ctx, nil, nil) })
	fieldKey  = keyOf(func(ctx context.Context) { graphql.GetFieldContext(ctx) })
)

// recordKey returns the context key that look requests.
func keyOf(look func(context.Context)) any {
	a := &asked{Context: context.Background()}
	look(a)
	return a.key
}

type asked struct {
	context.Context
	key any
}

func (a *asked) Value(key any) any {
	a.key = key
	return nil
}
