package exec

import (
	"context"
	"reflect"
	"sync"
)

// WithInputs is graphql.WithUnmarshalerMap, but the map of some sixty inputs is built when an argument asks for it: few
// requests have one that does.
func WithInputs(ctx context.Context, build func() map[reflect.Type]reflect.Value) context.Context {
	return &inputs{Context: ctx, build: sync.OnceValue(build)}
}

type inputs struct {
	context.Context
	build func() map[reflect.Type]reflect.Value
}

func (i *inputs) Value(key any) any {
	if key == inputsKey {
		return i.build()
	}
	return i.Context.Value(key)
}
