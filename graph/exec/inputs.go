package exec

import (
	"context"
	"reflect"
	"sync"
)

// WithArgumentDecoding is like graphql.WithUnmarshalerMap, but builds the map of about sixty inputs only when
// an argument needs it, which is the case in few requests. It also begins a cache of decoded arguments.
func WithArgumentDecoding(ctx context.Context, build func() map[reflect.Type]reflect.Value) context.Context {
	return &lazyInputs{Context: ctx, build: sync.OnceValue(build)}
}

type lazyInputs struct {
	context.Context
	build     func() map[reflect.Type]reflect.Value
	arguments argumentCache
}

func (i *lazyInputs) Value(key any) any {
	switch key {
	case inputsKey:
		return i.build()
	case argumentsKey{}:
		return &i.arguments
	}
	return i.Context.Value(key)
}
