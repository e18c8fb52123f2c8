package exec

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Arguments returns the decoded arguments of a field. They are decoded once for an operation, not for each
// parent of the field: callers must not change them. Errors are not kept, because they contain the path.
func Arguments(
	ctx context.Context, fc *graphql.FieldContext, decode func() (map[string]any, error),
) (map[string]any, error) {
	decoded, ok := ctx.Value(argumentsKey{}).(*decodedArguments)
	if !ok {
		return decode()
	}
	key := decodedField{fc.Object, fc.Field.Field}
	if args, ok := decoded.get(key); ok {
		return args, nil
	}
	args, err := decode()
	if err == nil {
		decoded.set(key, args)
	}
	return args, err
}

type argumentsKey struct{}

type decodedField struct {
	object string // one selection may be of several types
	field  *ast.Field
}

// decodedArguments are the arguments that were decoded in an operation.
type decodedArguments struct {
	mu     sync.Mutex
	fields map[decodedField]map[string]any
}

func (d *decodedArguments) get(key decodedField) (map[string]any, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	args, ok := d.fields[key]
	return args, ok
}

func (d *decodedArguments) set(key decodedField, args map[string]any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fields == nil {
		d.fields = map[decodedField]map[string]any{}
	}
	d.fields[key] = args
}
