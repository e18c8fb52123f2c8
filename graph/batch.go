package graph

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vikstrous/dataloadgen"
)

// batchWait is how long a field waits for its siblings. The siblings of a page start within microseconds of each other.
const batchWait = time.Millisecond

// batches are the loaders of one response: one for each place in the operation.
type batches struct {
	mu      sync.Mutex
	loaders map[string]any
}

type batchesKey struct{}

// withBatches lets the fields of one response load together.
func withBatches(ctx context.Context) context.Context {
	return context.WithValue(ctx, batchesKey{}, &batches{loaders: map[string]any{}})
}

// batch loads key together with the keys of all its siblings: the same field of the other rows, at the same place of the
// operation. So the siblings share what is selected below them, and fetch may collect it from the context it gets. A key
// that fetch does not return has the zero value. The parts of one place that cannot be fetched together go by sort.
func batch[K comparable, V any](ctx context.Context, sort string, key K, fetch func(context.Context, []K) (map[K]V, error)) (V, error) {
	b := ctx.Value(batchesKey{}).(*batches)
	place := sort + "@" + placeOf(ctx)
	b.mu.Lock()
	loader, ok := b.loaders[place].(*dataloadgen.Loader[K, V])
	if !ok {
		loader = dataloadgen.NewLoader(func(ctx context.Context, keys []K) ([]V, []error) {
			found, err := fetch(ctx, keys)
			if err != nil {
				return nil, []error{err}
			}
			values := make([]V, len(keys))
			for i, k := range keys {
				values[i] = found[k]
			}
			return values, nil
		}, dataloadgen.WithWait(batchWait))
		b.loaders[place] = loader
	}
	b.mu.Unlock()
	return loader.Load(ctx, key)
}

// placeOf is the path of the field without the indexes of lists.
func placeOf(ctx context.Context) string {
	var names []string
	for _, step := range graphql.GetPath(ctx) {
		if name, ok := step.(ast.PathName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}

// below is the context in which what is selected under a field of the current one is collected: a view that is no table
// reads the rows it shows as if they were asked for themselves. Without such a field nothing is collected.
func below(ctx context.Context, field string) context.Context {
	fc := graphql.GetFieldContext(ctx)
	for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), fc.Field.Selections, nil) {
		if f.Name == field {
			return graphql.WithFieldContext(ctx, &graphql.FieldContext{Parent: fc, Object: fc.Object, Field: f})
		}
	}
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Parent: fc, Object: fc.Object})
}
