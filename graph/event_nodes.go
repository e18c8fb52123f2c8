package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
)

// The nodes of events: the rows that a change is about, as they are when the event is delivered. They are
// read for all events that are rendered together, in one statement for each selection.

// eventNodesKey identifies the nodes that were read for a field, in the dataloader of a batch of events.
type eventNodesKey struct {
	field  *ast.Field // of the document; a fragment on an interface shares it among several types of events
	object string     // the type of the event if its selection may differ from that of others
}

// changedNode returns a row that a change is about; the zero value if there is none or the viewer may not see
// it.
func changedNode[T ent.Noder](ctx context.Context, r *Resolver, id *gid.ID) (node T, err error) {
	if id == nil {
		return node, nil
	}
	found, err := r.changedNodes(ctx, *id)
	node, _ = found[*id].(T)
	return node, err
}

// changedNodeList returns the rows of a list that a change is about, without those that the viewer may not
// see.
func changedNodeList[T ent.Noder](ctx context.Context, r *Resolver, ids []gid.ID) ([]T, error) {
	nodes := make([]T, 0, len(ids))
	if len(ids) == 0 {
		return nodes, nil
	}
	found, err := r.changedNodes(ctx, ids[0])
	for _, id := range ids {
		if node, ok := found[id].(T); ok {
			nodes = append(nodes, node)
		}
	}
	return nodes, err
}

// changedNodes returns the rows of one kind that the events rendered together are about, by their ids.
func (r *Resolver) changedNodes(ctx context.Context, id gid.ID) (map[gid.ID]ent.Noder, error) {
	batch := live.EventBatchOf(ctx)
	kind, _ := id.Kind()
	return r.eventNodes(ctx, kind, func() []gid.ID {
		var ids []gid.ID
		for _, c := range batch.Changes() {
			for _, id := range journal.ChangedRows(c) {
				if k, _ := id.Kind(); k == kind {
					ids = append(ids, id)
				}
			}
		}
		return sortedUnique(ids)
	})
}

// streamNode returns the conference or the cluster of the stream of an event; nil for a message that is not a
// change of it.
func streamNode[T ent.Noder](ctx context.Context, r *Resolver) (node T, err error) {
	batch := live.EventBatchOf(ctx)
	if batch == nil {
		return node, nil
	}
	id := batch.Stream.Subject()
	kind, _ := id.Kind()
	found, err := r.eventNodes(ctx, kind, func() []gid.ID { return []gid.ID{id} })
	node, _ = found[id].(T)
	return node, err
}

// eventNodes reads rows of a kind with the selection of the current field, once for the events that are
// rendered together.
func (r *Resolver) eventNodes(
	ctx context.Context, kind gid.Kind, ids func() []gid.ID,
) (map[gid.ID]ent.Noder, error) {
	batch := live.EventBatchOf(ctx)
	if batch == nil {
		return nil, nil
	}
	batch.MarkNodesRead()
	field := graphql.GetFieldContext(ctx)
	key := eventNodesKey{field: field.Field.Field}
	if len(field.Field.Selections) != len(field.Field.SelectionSet) { // merged with those of other fragments
		key.object = field.Object
	}
	return loadBatchMap(ctx, fieldPath(ctx), siblingKeys[gid.ID]{all: ids, root: key},
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
			rows, err := r.Reader.VisibleNodes(ctx, kind.Table(), ids)
			found := make(map[gid.ID]ent.Noder, len(rows))
			for i, row := range rows {
				found[ids[i]] = row
			}
			return found, err
		})
}
