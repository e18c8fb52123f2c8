package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalSlice is graphql.MarshalSliceConcurrently in one goroutine: only the first element of a list waits
// for long, and a goroutine whose stack has to grow costs more than most elements.
func MarshalSlice(
	ctx context.Context, length int, _ int64, _ bool, element func(context.Context, int) graphql.Marshaler,
) graphql.Array {
	list, elements, whole := make(graphql.Array, length), make([]elementContext, length), true
	above := graphql.GetFieldContext(ctx)
	for i := range list {
		e := &elements[i]
		e.Context, e.index = ctx, i
		e.field.Parent, e.field.Index = above, &e.index
		whole = marshalElement(e, list, i, element) && whole
	}
	if !whole {
		return nil
	}
	return list
}

// elementContext is the context of one element, like graphql.WithFieldContext, with all its data in one
// allocation.
type elementContext struct {
	context.Context
	field graphql.FieldContext
	index int
}

func (e *elementContext) Value(key any) any {
	if key == fieldKey {
		return &e.field
	}
	return e.Context.Value(key)
}

// marshalElement marshals an element and reports whether it did not panic.
func marshalElement(
	ctx context.Context, list graphql.Array, i int, element func(context.Context, int) graphql.Marshaler,
) (ok bool) {
	defer func() {
		if !ok {
			graphql.AddError(ctx, graphql.Recover(ctx, recover()))
		}
	}()
	list[i] = element(ctx, i)
	return true
}
