package exec

import (
	"context"
	"reflect"
	"sync"
)

// WithInputs is like graphql.WithUnmarshalerMap, but builds the map of about sixty inputs only when an
// argument needs it, which is the case in few requests.
func WithInputs(ctx context.Context, build func() map[reflect.Type]reflect.Value) context.Context {
	return &lazyInputs{Context: ctx, build: sync.OnceValue(build)}
}

type lazyInputs struct {
	context.Context
	build func() map[reflect.Type]reflect.Value
}

func (i *lazyInputs) Value(key any) any {
	if key == inputsKey {
		return i.build()
	}
	return i.Context.Value(key)
}
