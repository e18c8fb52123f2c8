package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/gid"
)

// CheckIDKind checks the id of a filter, which may be nil, for its kind. Another one would match nothing, and
// a client that confused two ids would take the empty list for the answer. Its error is a *gid.Error with the
// path of the argument.
func CheckIDKind(ctx context.Context, kind gid.Kind, id *gid.ID) error {
	if id == nil {
		return nil
	}
	return graphql.ErrorOnPath(ctx, id.CheckKind(kind))
}

// CheckIDKinds is CheckIDKind for the ids of a list.
func CheckIDKinds(ctx context.Context, kind gid.Kind, ids []gid.ID) error {
	for i, id := range ids {
		if err := CheckIDKind(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(i)), kind, &id); err != nil {
			return err
		}
	}
	return nil
}
