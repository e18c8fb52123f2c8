package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// The keys by which gqlgen looks into a context for the inputs and for the field; it keeps them to itself.
var (
	inputsKey = keyOf(func(ctx context.Context) { _ = graphql.UnmarshalInputFromContext(ctx, nil, nil) })
	fieldKey  = keyOf(func(ctx context.Context) { graphql.GetFieldContext(ctx) })
)

// keyOf is the key that look asks for.
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
