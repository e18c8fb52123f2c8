package graph

import (
	"context"

	"thidua/internal/gid"
)

// query is what ent's query of a type can do for a resolver. It has no Select: a query that collects what the
// operation selects is handed to one or many and never comes back, so that nobody can narrow its columns
// afterwards. A test forbids CollectFields everywhere else in this package.
type query[Q, T any] interface {
	CollectFields(ctx context.Context, satisfies ...string) (Q, error)
	RequireColumns(columns ...string) Q
	Only(ctx context.Context) (*T, error)
	All(ctx context.Context) ([]*T, error)
}

// one reads the only row of q, and all that the operation selects below it.
func one[Q query[Q, T], T any](ctx context.Context, q Q) (*T, error) {
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	return q.Only(ctx)
}

// many reads the rows of q, and all that the operation selects below them. The resolver's own columns are
// read besides, where the operation does not select them.
func many[Q query[Q, T], T any](ctx context.Context, q Q, columns ...string) ([]*T, error) {
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	return q.RequireColumns(columns...).All(ctx)
}

// idsOf gives an id of each row.
func idsOf[R any](rows []R, id func(R) gid.ID) []gid.ID {
	ids := make([]gid.ID, len(rows))
	for i, r := range rows {
		ids[i] = id(r)
	}
	return ids
}

// keyed gives rows by a key that no other has.
func keyed[K comparable, R any](rows []R, key func(R) K) map[K]R {
	found := make(map[K]R, len(rows))
	for _, r := range rows {
		found[key(r)] = r
	}
	return found
}

// grouped gives rows by a key that several may have, in their order. A key that none has has no rows, which the API shows
// as an empty list.
func grouped[K comparable, R any](rows []R, key func(R) K) map[K][]R {
	found := map[K][]R{}
	for _, r := range rows {
		found[key(r)] = append(found[key(r)], r)
	}
	return found
}
