package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/journal"
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

// ownPosition are the types whose position is told with them: it is that of no snapshot.
var ownPosition = map[string]bool{"ConferenceEvent": true, "ClusterEvent": true, "ConferenceReplay": true}

func selectsPosition(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "position" && s.ObjectDefinition != nil && !ownPosition[s.ObjectDefinition.Name] || selectsPosition(s.SelectionSet) {
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
