package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/gid"
)

// CheckID checks the id of a filter, which may be nil, for its kind. Another one would match nothing, and a
// client that confused two ids would take the empty list for the answer. Its error is a *gid.Error with the
// path of the argument.
func CheckID(ctx context.Context, kind gid.Kind, id *gid.ID) error {
	if id == nil {
		return nil
	}
	return graphql.ErrorOnPath(ctx, id.CheckKind(kind))
}

// CheckIDs is CheckID for the ids of a list.
func CheckIDs(ctx context.Context, kind gid.Kind, ids []gid.ID) error {
	for i, id := range ids {
		if err := CheckID(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(i)), kind, &id); err != nil {
			return err
		}
	}
	return nil
}
