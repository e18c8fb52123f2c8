package graph

import (
	"context"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/journal"
	"thidua/internal/live"
)

// positionsKey is the context key of the stream heads.
type positionsKey struct{}

// withPositions reads the stream heads before any other data of a response. A client that subscribes from
// there misses no event, and may receive some twice, which has no effect. It takes one statement, and only if
// the operation selects a position and awaitMinPosition has not read them.
func (r *Resolver) withPositions(ctx context.Context) (context.Context, error) {
	if _, read := ctx.Value(positionsKey{}).(journal.Heads); read ||
		!documentSelectsPosition(graphql.GetOperationContext(ctx).Doc) {
		return ctx, nil
	}
	heads, err := r.readHeads(ctx)
	return context.WithValue(ctx, positionsKey{}, heads), err
}

// readHeads reads the heads of all streams. Events that are rendered together share one read, made before
// their nodes are read. A heartbeat shows no nodes and needs none.
func (r *Resolver) readHeads(ctx context.Context) (journal.Heads, error) {
	b := live.EventBatchOf(ctx)
	switch {
	case b == nil && live.RenderedEvent(ctx) != nil:
		return journal.Heads{}, nil
	case b == nil:
		return journal.ReadHeads(ctx, r.Reader)
	}
	read := b.Value(positionsKey{}, func() any {
		return sync.OnceValues(func() (journal.Heads, error) { return journal.ReadHeads(ctx, r.Reader) })
	})
	return read.(func() (journal.Heads, error))()
}

// documentSelectsPosition reports whether a document selects the position of a snapshot. It visits each field
// once.
func documentSelectsPosition(doc *ast.QueryDocument) bool {
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

// typesWithOwnPosition contain their own position, which is not that of a snapshot.
var typesWithOwnPosition = map[string]bool{"ConferenceEvent": true, "ClusterEvent": true,
	"NationEvent": true, "ConferenceReplay": true}

// isPayload reports whether a type is the result of a mutation.
func isPayload(d *ast.Definition) bool { return strings.HasSuffix(d.Name, "Payload") }

func selectsPosition(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "nationPosition" || s.Name == "position" && s.ObjectDefinition != nil &&
				!typesWithOwnPosition[s.ObjectDefinition.Name] && !isPayload(s.ObjectDefinition) ||
				selectsPosition(s.SelectionSet) {
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

// positionOf returns the position of a stream before the response was read. In an event of the stream it is
// that of the event: the nodes may be newer, but the client has not received the events after it.
func positionOf(ctx context.Context, s journal.Stream) (*journal.Position, error) {
	if b := live.EventBatchOf(ctx); b != nil && b.Stream == s {
		return &live.RenderedEvent(ctx).Position, nil
	}
	heads, _ := ctx.Value(positionsKey{}).(journal.Heads)
	p := heads.Position(s)
	return &p, nil
}
