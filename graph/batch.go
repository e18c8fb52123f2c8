package graph

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// family is a row with those that were read together with it: what one of them needs, all will. It loads for them at
// once, by keys.
type family[K comparable] struct {
	own  K
	all  func() []K
	root any // tells families apart: the first of the rows
}

// row is what ent reads.
type row[R any] interface {
	comparable
	Siblings() []R
}

// familyOf is the family of a row by a key of each.
func familyOf[R row[R], K comparable](r R, key func(R) K) family[K] {
	siblings := r.Siblings()
	return family[K]{own: key(r), root: siblings[0], all: func() []K {
		keys := make([]K, len(siblings))
		for i, s := range siblings {
			keys[i] = key(s)
		}
		return keys
	}}
}

// batches are what one response has loaded for families: once for each family at each place of the operation.
type batches struct {
	mu   sync.Mutex
	done map[place]any
}

type place struct {
	of   string // path of the field, or what is shared, which is no path
	root any
}

// loaded is what a fetch gave, once it did.
type loaded[K comparable, V any] struct {
	once sync.Once
	rows map[K]V
	err  error
}

type batchesKey struct{}

// withBatches lets the fields of one response load together.
func withBatches(ctx context.Context) context.Context {
	return context.WithValue(ctx, batchesKey{}, &batches{done: map[place]any{}})
}

// batch gives what a field needs of its row. The first of the family to come fetches for all; nobody waits for a clock,
// so the number of statements never hangs on how busy the machine is. Siblings are at the same place of the operation
// and share what is selected below it, so fetch may collect it from its context. A key that fetch does not return
// has the zero value.
func batch[K comparable, V any](ctx context.Context, f family[K], fetch func(context.Context, []K) (map[K]V, error)) (V, error) {
	l := load(ctx, pathOfField(ctx), f, fetch)
	return l.rows[f.own], l.err
}

// together gives what several fields need of a row and its family, whatever is selected below them: the first of the fields
// to come fetches it.
func together[K comparable, V any](ctx context.Context, what string, f family[K], fetch func(context.Context, []K) (map[K]V, error)) (map[K]V, error) {
	l := load(ctx, what, f, fetch)
	return l.rows, l.err
}

func load[K comparable, V any](ctx context.Context, of string, f family[K], fetch func(context.Context, []K) (map[K]V, error)) *loaded[K, V] {
	b := ctx.Value(batchesKey{}).(*batches)
	at := place{of, f.root}
	b.mu.Lock()
	l, ok := b.done[at].(*loaded[K, V])
	if !ok {
		l = &loaded[K, V]{}
		b.done[at] = l
	}
	b.mu.Unlock()
	l.once.Do(func() { l.rows, l.err = fetch(ctx, f.all()) })
	return l
}

// pathOfField is the path of the field without the indexes of lists.
func pathOfField(ctx context.Context) string {
	var names []string
	for _, step := range graphql.GetPath(ctx) {
		if name, ok := step.(ast.PathName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}

// below is the context in which what is selected under a field of the current one is collected: a view that is no table
// reads the rows it shows as if they were asked for themselves, for all aliases of the field together. Without such a
// field nothing is collected.
func below(ctx context.Context, field string) context.Context {
	fc := graphql.GetFieldContext(ctx)
	under := &graphql.FieldContext{Parent: fc, Object: fc.Object}
	for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), fc.Field.Selections, nil) {
		switch {
		case f.Name != field:
		case under.Field.Field == nil:
			under.Field = f
		default:
			under.Field.Selections = slices.Concat(under.Field.Selections, f.Selections)
			ctx = withOwnCollections(ctx)
		}
	}
	return graphql.WithFieldContext(ctx, under)
}

// withOwnCollections returns a context with a separate cache of collected fields. gqlgen caches them by the
// address of a selection set until the operation ends. That is correct for the sets of the document, but a
// set that was built for one read is freed afterwards, and the next one at its address would get its fields:
// the wrong columns would be read.
func withOwnCollections(ctx context.Context) context.Context {
	o := graphql.GetOperationContext(ctx)
	return graphql.WithOperationContext(ctx, &graphql.OperationContext{
		RawQuery: o.RawQuery, Variables: o.Variables, OperationName: o.OperationName, Doc: o.Doc, Extensions: o.Extensions, Headers: o.Headers,
		Operation: o.Operation, DisableIntrospection: o.DisableIntrospection, RecoverFunc: o.RecoverFunc,
		ResolverMiddleware: o.ResolverMiddleware, RootResolverMiddleware: o.RootResolverMiddleware, Stats: o.Stats,
	})
}
