package graph

import (
	"context"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/live"
)

// siblingKeys are the keys of a row and of the rows that were read together with it. What one of them needs,
// all will need, so it is loaded for all of them at once.
type siblingKeys[K comparable] struct {
	own  K
	all  func() []K
	root any // the first of the rows, which identifies the group
}

// siblingRow is a row read by ent.
type siblingRow[R any] interface {
	comparable
	Siblings() []R
}

// siblingKeysOf returns the keys of a row and its siblings.
func siblingKeysOf[R siblingRow[R], K comparable](r R, key func(R) K) siblingKeys[K] {
	siblings := r.Siblings()
	return siblingKeys[K]{own: key(r), root: siblings[0], all: func() []K {
		keys := make([]K, len(siblings))
		for i, s := range siblings {
			keys[i] = key(s)
		}
		return keys
	}}
}

// batches is the dataloader of one response. It holds what was loaded: one result for each group of siblings
// at each path of the operation.
type batches struct {
	mu      sync.Mutex
	results map[batchKey]any
}

type batchKey struct {
	path string // path of the field, or a label of what is shared, which is not a path
	root any
}

// batchResult is the result of a fetch, executed at most once.
type batchResult[K comparable, V any] struct {
	once sync.Once
	rows map[K]V
	err  error
}

type batchesContextKey struct{}

// withBatches returns a context with a new dataloader, through which the fields of one response share their
// loads.
func withBatches(ctx context.Context) context.Context {
	return context.WithValue(ctx, batchesContextKey{}, newBatches())
}

// withEventBatches returns a context with the dataloader of events that are rendered together: what one of
// them has loaded for the rows of all is not loaded again.
func withEventBatches(ctx context.Context, b *live.EventBatch) context.Context {
	shared := b.Value(batchesContextKey{}, func() any { return newBatches() })
	return context.WithValue(ctx, batchesContextKey{}, shared)
}

func newBatches() *batches { return &batches{results: map[batchKey]any{}} }

// loadBatch returns what a field needs for its row. The first sibling to be resolved fetches for all. There
// is no timer, so the number of statements does not depend on the load of the machine. Siblings are at the
// same path of the operation with the same selection, so fetch may collect it from its context. A key that
// fetch does not return has the zero value.
func loadBatch[K comparable, V any](
	ctx context.Context, siblings siblingKeys[K], fetch func(context.Context, []K) (map[K]V, error),
) (V, error) {
	result := fetchOnce(ctx, fieldPath(ctx), siblings, fetch)
	return result.rows[siblings.own], result.err
}

// loadBatchMap returns what several fields need for a row and its siblings, independent of their selections
// unless the root names the field. The first of the fields to be resolved fetches it.
func loadBatchMap[K comparable, V any](
	ctx context.Context, name string, siblings siblingKeys[K], fetch func(context.Context, []K) (map[K]V, error),
) (map[K]V, error) {
	result := fetchOnce(ctx, name, siblings, fetch)
	return result.rows, result.err
}

func fetchOnce[K comparable, V any](
	ctx context.Context, name string, siblings siblingKeys[K], fetch func(context.Context, []K) (map[K]V, error),
) *batchResult[K, V] {
	cache := ctx.Value(batchesContextKey{}).(*batches)
	key := batchKey{name, siblings.root}
	cache.mu.Lock()
	result, ok := cache.results[key].(*batchResult[K, V])
	if !ok {
		result = &batchResult[K, V]{}
		cache.results[key] = result
	}
	cache.mu.Unlock()
	result.once.Do(func() { result.rows, result.err = fetch(ctx, siblings.all()) })
	return result
}

// fieldPath returns the path of the field without list indexes.
func fieldPath(ctx context.Context) string {
	var names []string
	for _, step := range graphql.GetPath(ctx) {
		if name, ok := step.(ast.PathName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}

// selectionsKey is the context key of the contexts of several fields whose selections a query collects, of
// which the current field is the first.
type selectionsKey struct{}

// withSelectionOf returns a context in which queries collect the selection of a field below the current one.
// A type without a table thus reads its rows as if they were selected directly, for all aliases of the field
// together. If the field is not selected, nothing is collected.
func withSelectionOf(ctx context.Context, field string) context.Context {
	var selections []context.Context
	for _, parent := range selectionsOf(ctx) {
		fc := graphql.GetFieldContext(parent)
		for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), fc.Field.Selections, nil) {
			if f.Name == field {
				selections = append(selections,
					graphql.WithFieldContext(parent, &graphql.FieldContext{Object: fc.Object, Field: f}))
			}
		}
	}
	if len(selections) == 0 {
		return graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: graphql.GetFieldContext(ctx).Object})
	}
	return context.WithValue(selections[0], selectionsKey{}, selections)
}

// selectionsOf returns the contexts of the fields whose selections a query collects: the current one, or all
// aliases of the field of withSelectionOf.
func selectionsOf(ctx context.Context) []context.Context {
	selections, _ := ctx.Value(selectionsKey{}).([]context.Context)
	if len(selections) > 0 && graphql.GetFieldContext(selections[0]) == graphql.GetFieldContext(ctx) {
		return selections
	}
	return []context.Context{ctx}
}
