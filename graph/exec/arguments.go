package exec

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Arguments returns the decoded arguments of a field. They are decoded once for an operation, not for each
// parent of the field: callers must not change them. If decoding fails, each parent gets the same error at
// its own path: a filter of hundreds of values with one invalid value must not be decoded again, either.
func Arguments(
	ctx context.Context, fc *graphql.FieldContext, decode func() (map[string]any, error),
) (map[string]any, error) {
	decoded, ok := ctx.Value(argumentsKey{}).(*decodedArguments)
	if !ok {
		return decode()
	}
	key := decodedField{fc.Object, fc.Field.Field}
	if found, ok := decoded.get(key); ok {
		return found.args, errorAt(found.err, found.path, fc.Path())
	}
	args, err := decode()
	found := decodedArgs{args: args, err: err}
	if err != nil {
		found.path = fc.Path()
	}
	decoded.set(key, found)
	return args, err
}

// errorAt returns an error that occurred below a path as if it had occurred below another one.
func errorAt(err error, from, to ast.Path) error {
	switch err := err.(type) { //nolint:errorlint // gqlgen returns these types, not wrapped
	case *gqlerror.Error:
		if len(err.Path) < len(from) {
			return err
		}
		moved := *err
		moved.Path = slices.Concat(to, err.Path[len(from):])
		return &moved
	case gqlerror.List:
		moved := make(gqlerror.List, len(err))
		for i, e := range err {
			moved[i], _ = errorAt(e, from, to).(*gqlerror.Error) //nolint:errorlint // as above
		}
		return moved
	}
	return err
}

type argumentsKey struct{}

type decodedField struct {
	object string // one selection may be of several types
	field  *ast.Field
}

// decodedArgs are the arguments of a field, or the error and the path of the parent at which it occurred.
type decodedArgs struct {
	args map[string]any
	err  error
	path ast.Path
}

// decodedArguments are the arguments that were decoded in an operation.
type decodedArguments struct {
	mu     sync.Mutex
	fields map[decodedField]decodedArgs
}

func (d *decodedArguments) get(key decodedField) (decodedArgs, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	args, ok := d.fields[key]
	return args, ok
}

func (d *decodedArguments) set(key decodedField, args decodedArgs) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fields == nil {
		d.fields = map[decodedField]decodedArgs{}
	}
	d.fields[key] = args
}
