package exec

import (
	"context"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql"
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

// inputsKey is the key by which gqlgen looks for the map; it keeps it to itself.
var inputsKey = func() any {
	k := &asked{Context: context.Background()}
	_ = graphql.UnmarshalInputFromContext(k, nil, nil)
	return k.key
}()

// asked remembers the key that it was asked for.
type asked struct {
	context.Context
	key any
}

func (a *asked) Value(key any) any {
	a.key = key
	return nil
}
