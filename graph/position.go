package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/ent"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/vi"
)

// positionsKey is under which the heads of the streams are in a context.
type positionsKey struct{}

// withPositions reads how far the streams are, before anything else of an answer is read: whoever follows from there
// misses nothing, and may be told something twice, which does no harm. It costs a statement, and only where an operation
// asks for a position.
func (r *Resolver) withPositions(ctx context.Context) (context.Context, error) {
	if !asksPosition(graphql.GetOperationContext(ctx).Doc) {
		return ctx, nil
	}
	heads, err := journal.HeadsOf(ctx, r.Reader)
	return context.WithValue(ctx, positionsKey{}, heads), err
}

// asksPosition tells whether a document asks for the position of a snapshot. It looks at each of its fields once.
func asksPosition(doc *ast.QueryDocument) bool {
	for _, op := range doc.Operations {
		if selectsPosition(op.SelectionSet) {
			return true
		}
	}
	for _, f := range doc.Fragments {
		if selectsPosition(f.SelectionSet) {
			return true
		}
	}
	return false
}

func selectsPosition(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "position" && s.ObjectDefinition != nil && s.ObjectDefinition.Name != "ConferenceEvent" &&
				s.ObjectDefinition.Name != "ClusterEvent" && s.ObjectDefinition.Name != "ConferenceReplay" || selectsPosition(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if selectsPosition(s.SelectionSet) {
				return true
			}
		}
	}
	return false
}

// positionOf is where a stream was before the answer.
func positionOf(ctx context.Context, s journal.Stream) (*journal.Position, error) {
	heads, _ := ctx.Value(positionsKey{}).(journal.Heads)
	p := heads.Position(s)
	return &p, nil
}

// conferenceStream finds the stream of a conference that the viewer may see.
func (r *Resolver) conferenceStream(which predicate.Conference) live.Find {
	return func(ctx context.Context) (journal.Stream, error) {
		id, err := r.Reader.Conference.Query().Where(which).OnlyID(ctx)
		return journal.OfConference(id), err
	}
}

// board is the live view of what a field of a conference shows: it is read as the field is, under batches of its own, for
// the root of a subscription is not under those of an answer.
func board[T any](ctx context.Context, r *Resolver, code string, of func(context.Context, *ent.Conference) (T, error)) (<-chan T, error) {
	return live.View(ctx, r.conferenceStream(entconference.Code(code)), func(ctx context.Context) (shown T, err error) {
		c, err := r.Reader.Conference.Query().Where(entconference.Code(code)).Only(ctx)
		if err != nil {
			return shown, err
		}
		return of(withBatches(ctx), c)
	})
}

// clusterStream finds the stream of a cluster's school year.
func (r *Resolver) clusterStream(number int, year vi.SchoolYear) live.Find {
	return func(ctx context.Context) (journal.Stream, error) {
		id, err := r.Reader.Cluster.Query().Where(cluster.Number(number)).OnlyID(ctx)
		return journal.OfCluster(id, year), err
	}
}
