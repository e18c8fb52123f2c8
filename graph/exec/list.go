package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalSlice is graphql.MarshalSliceConcurrently in one goroutine: nothing in a list waits for long but its first
// element, and a goroutine with a stack that has to grow costs more than most elements.
func MarshalSlice(ctx context.Context, length int, _ int64, _ bool, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	list := make(graphql.Array, length)
	contexts, indexes, whole := make([]graphql.FieldContext, length), make([]int, length), true
	for i := range list {
		indexes[i] = i
		contexts[i].Index = &indexes[i]
		whole = one(graphql.WithFieldContext(ctx, &contexts[i]), list, i, element) && whole
	}
	if !whole {
		return nil
	}
	return list
}

// one marshals an element, and says whether that went without a panic.
func one(ctx context.Context, list graphql.Array, i int, element func(context.Context, int) graphql.Marshaler) (ok bool) {
	defer func() {
		if !ok {
			graphql.AddError(ctx, graphql.Recover(ctx, recover()))
		}
	}()
	list[i] = element(ctx, i)
	return true
}
