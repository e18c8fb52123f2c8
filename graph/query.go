package graph

import (
	"cmp"
	"context"
	"slices"

	"thidua/internal/gid"
)

// query is the part of an ent query that resolvers use. It has no Select: a query that collects the selected
// fields is passed to collectOne or collectMany and not returned, so that its columns cannot be narrowed
// afterwards. A test forbids CollectFields elsewhere in this package.
type query[Q, T any] interface {
	CollectFields(ctx context.Context, satisfies ...string) (Q, error)
	RequireColumns(columns ...string) Q
	RequireAllColumns() Q
	Only(ctx context.Context) (*T, error)
	All(ctx context.Context) ([]*T, error)
}

// collectOne returns the only row of q, with everything that the operation selects below it.
func collectOne[Q query[Q, T], T any](ctx context.Context, q Q) (*T, error) {
	q, err := collectSelections(ctx, q)
	if err != nil {
		return nil, err
	}
	return q.Only(ctx)
}

// collectMany returns the rows of q, with everything that the operation selects below them, and the given
// columns, which the resolver needs.
func collectMany[Q query[Q, T], T any](ctx context.Context, q Q, columns ...string) ([]*T, error) {
	q, err := collectSelections(ctx, q)
	if err != nil {
		return nil, err
	}
	return q.RequireColumns(columns...).All(ctx)
}

// collectSelections collects what the operation selects below each alias of the field for which q reads rows.
// Each is collected at its own path, where its connections are looked for when they are resolved.
func collectSelections[Q query[Q, T], T any](ctx context.Context, q Q) (Q, error) {
	selections := selectionsOf(ctx)
	for _, selection := range selections {
		var err error
		if q, err = q.CollectFields(selection); err != nil {
			return q, err
		}
	}
	if len(selections) > 1 { // the columns of one selection are not those of another
		q = q.RequireAllColumns()
	}
	return q, nil
}

// idsOf returns an id of each row.
func idsOf[R any](rows []R, id func(R) gid.ID) []gid.ID {
	ids := make([]gid.ID, len(rows))
	for i, r := range rows {
		ids[i] = id(r)
	}
	return ids
}

// sortedUnique returns the values sorted, without duplicates.
func sortedUnique[V cmp.Ordered](values []V) []V {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

// byKey indexes rows by a unique key.
func byKey[K comparable, R any](rows []R, key func(R) K) map[K]R {
	found := make(map[K]R, len(rows))
	for _, r := range rows {
		found[key(r)] = r
	}
	return found
}

// groupBy groups rows by a key, keeping their order. A key without rows has a nil slice, which the API
// returns as an empty list.
func groupBy[K comparable, R any](rows []R, key func(R) K) map[K][]R {
	found := map[K][]R{}
	for _, r := range rows {
		found[key(r)] = append(found[key(r)], r)
	}
	return found
}
