package exec

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/errorlimit"
)

// Arguments returns the decoded arguments of a field. They are decoded once for an operation, not for each
// parent of the field: callers must not change them. If decoding fails, each parent gets the same error at
// its own path: a filter of hundreds of values with one invalid value must not be decoded again, either.
func Arguments(
	ctx context.Context, fc *graphql.FieldContext, decode func() (map[string]any, error),
) (map[string]any, error) {
	cache, ok := ctx.Value(argumentsKey{}).(*argumentCache)
	if !ok {
		return decode()
	}
	key := argumentKey{fc.Object, fc.Field.Field}
	if cached, ok := cache.get(key); ok {
		if cached.err != nil && errorlimit.IsReached(ctx) {
			return nil, errorlimit.Omitted
		}
		return cached.args, rebaseError(cached.err, cached.path, fc.Path())
	}
	args, err := decode()
	cached := cachedArguments{args: args, err: err}
	if err != nil {
		cached.path = fc.Path()
	}
	cache.set(key, cached)
	return args, err
}

// rebaseError returns an error that occurred below a path as if it had occurred below another one.
func rebaseError(err error, from, to ast.Path) error {
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
			moved[i], _ = rebaseError(e, from, to).(*gqlerror.Error) //nolint:errorlint // as above
		}
		return moved
	}
	return err
}

type argumentsKey struct{}

// argumentKey identifies the arguments of a field.
type argumentKey struct {
	object string // one selection may be of several types
	field  *ast.Field
}

// cachedArguments are the arguments of a field, or the error and the path of the parent at which it occurred.
type cachedArguments struct {
	args map[string]any
	err  error
	path ast.Path
}

// argumentCache holds the arguments that were decoded in an operation.
type argumentCache struct {
	mu     sync.Mutex
	fields map[argumentKey]cachedArguments
}

func (c *argumentCache) get(key argumentKey) (cachedArguments, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	args, ok := c.fields[key]
	return args, ok
}

func (c *argumentCache) set(key argumentKey, args cachedArguments) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fields == nil {
		c.fields = map[argumentKey]cachedArguments{}
	}
	c.fields[key] = args
}
