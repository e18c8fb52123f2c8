package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/internal/gid"
)

// currentItem returns the agenda item that has started and not ended, or nil if there is none.
func (r *Resolver) currentItem(ctx context.Context, c *ent.Conference) (*ent.AgendaItem, error) {
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.AgendaItem, error) {
			items, err := collectMany(ctx, r.Reader.AgendaItem.Query().
				Where(agendaitem.ConferenceIDIn(ids...), agendaitem.StartedAtNotNil(),
					agendaitem.EndedAtIsNil()), agendaitem.Columns...)
			return byKey(items, conferenceOfItem), err
		})
}
