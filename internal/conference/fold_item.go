package conference

import (
	"time"

	"thidua/ent/agendaitem"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// ReplayedAgenda is the agenda as it was, in its order.
type ReplayedAgenda struct{ AgendaItems []ReplayedAgendaItem }

// ReplayedAgendaItem is a step of it, and when it was dealt with.
type ReplayedAgendaItem struct {
	AgendaItemID   gid.ID
	Ordinal        int
	Kind           agendaitem.Kind
	Title          string
	PlannedMinutes *int
	StartedAt      *time.Time
	EndedAt        *time.Time
}

// CurrentItem is the item that was being dealt with; nil for none.
func (r *ReplayedAgenda) CurrentItem() *ReplayedAgendaItem {
	for i, item := range r.AgendaItems {
		if item.StartedAt != nil && item.EndedAt == nil {
			return &r.AgendaItems[i]
		}
	}
	return nil
}

func (r *ReplayedAgenda) apply(change journal.Change) {
	switch c := change.(type) {
	case journal.ConferencePlanned:
		before := r.AgendaItems
		r.AgendaItems = make([]ReplayedAgendaItem, len(c.AgendaItems))
		for i, p := range c.AgendaItems {
			had := of(&before, isItem(p.AgendaItemID), ReplayedAgendaItem{})
			r.AgendaItems[i] = ReplayedAgendaItem{p.AgendaItemID, p.Ordinal, p.Kind, p.Title, p.PlannedMinutes, had.StartedAt, had.EndedAt}
		}
	case journal.AgendaItemStarted:
		if c.EndedAgendaItemID != nil {
			r.end(*c.EndedAgendaItemID, c.StartedAt)
		}
		item := r.item(c.AgendaItemID)
		*item = ReplayedAgendaItem{c.AgendaItemID, c.Ordinal, c.Kind, c.Title, c.PlannedMinutes, &c.StartedAt, nil}
	case journal.AgendaItemEnded:
		item := r.item(c.AgendaItemID)
		*item = ReplayedAgendaItem{c.AgendaItemID, c.Ordinal, c.Kind, c.Title, item.PlannedMinutes, &c.StartedAt, &c.EndedAt}
	}
}

func isItem(id gid.ID) func(*ReplayedAgendaItem) bool {
	return func(item *ReplayedAgendaItem) bool { return item.AgendaItemID == id }
}

func (r *ReplayedAgenda) item(id gid.ID) *ReplayedAgendaItem {
	return of(&r.AgendaItems, isItem(id), ReplayedAgendaItem{AgendaItemID: id})
}

// end ends an item by the beginning of the next one, as the verb does.
func (r *ReplayedAgenda) end(id gid.ID, by time.Time) {
	item := r.item(id)
	if item.StartedAt != nil {
		by = after(*item.StartedAt, by)
	}
	item.EndedAt = &by
}
