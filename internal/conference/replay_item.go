package conference

import (
	"time"

	"thidua/ent/agendaitem"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// ReplayedAgenda is the agenda, in its order.
type ReplayedAgenda struct{ AgendaItems []ReplayedAgendaItem }

// ReplayedAgendaItem is an agenda item with its clock.
type ReplayedAgendaItem struct {
	AgendaItemID   gid.ID
	Ordinal        int
	Kind           agendaitem.Kind
	Title          string
	PlannedMinutes *int
	Speaker        *string
	UnitID         *gid.ID
	UnitCode       *string
	DocumentIDs    []gid.ID
	ReplayedClock
}

// ReplayedClock is when an item was dealt with, and for how long.
type ReplayedClock struct {
	StartedAt    *time.Time
	EndedAt      *time.Time
	SpentSeconds int
	ResumedAt    *time.Time // nil while the clock is paused
}

// CurrentItem returns the current item, or nil if there is none.
func (r *ReplayedAgenda) CurrentItem() *ReplayedAgendaItem {
	for i, item := range r.AgendaItems {
		if item.StartedAt != nil && item.EndedAt == nil {
			return &r.AgendaItems[i]
		}
	}
	return nil
}

func (r *ReplayedAgenda) apply(change journal.Change) {
	switch change := change.(type) {
	case journal.ConferencePlanned:
		r.replaceItems(change.AgendaItems)
	case journal.AgendaChanged:
		r.replaceItems(change.AgendaItems)
	case journal.AgendaItemStarted:
		if change.EndedAgendaItemID != nil {
			before := r.findOrAdd(*change.EndedAgendaItemID)
			before.EndedAt, before.SpentSeconds, before.ResumedAt = &change.StartedAt, deref(change.EndedSpentSeconds),
				nil
		}
		item := r.findOrAdd(change.AgendaItemID)
		item.Ordinal, item.Kind, item.Title, item.PlannedMinutes = change.Ordinal, change.Kind, change.Title,
			change.PlannedMinutes
		item.ReplayedClock = ReplayedClock{&change.StartedAt, nil, change.SpentSeconds, &change.StartedAt}
	case journal.AgendaItemEnded:
		item := r.findOrAdd(change.AgendaItemID)
		item.Ordinal, item.Kind, item.Title = change.Ordinal, change.Kind, change.Title
		item.ReplayedClock = ReplayedClock{&change.StartedAt, &change.EndedAt, change.SpentSeconds, nil}
	case journal.AgendaItemPaused:
		item := r.findOrAdd(change.AgendaItemID)
		item.SpentSeconds, item.ResumedAt = change.SpentSeconds, nil
	case journal.AgendaItemResumed:
		item := r.findOrAdd(change.AgendaItemID)
		item.SpentSeconds, item.ResumedAt = change.SpentSeconds, &change.ResumedAt
	}
}

// replaceItems replaces the agenda; items that stay keep their clocks.
func (r *ReplayedAgenda) replaceItems(agenda []journal.PlannedAgendaItem) {
	before := r.AgendaItems
	r.AgendaItems = make([]ReplayedAgendaItem, len(agenda))
	for i, p := range agenda {
		had := findOrAppend(&before, itemWithID(p.AgendaItemID), ReplayedAgendaItem{})
		r.AgendaItems[i] = ReplayedAgendaItem{
			p.AgendaItemID, p.Ordinal, p.Kind, p.Title, p.PlannedMinutes, p.Speaker, p.UnitID, p.UnitCode,
			p.DocumentIDs, had.ReplayedClock,
		}
	}
}

func itemWithID(id gid.ID) func(*ReplayedAgendaItem) bool {
	return func(item *ReplayedAgendaItem) bool { return item.AgendaItemID == id }
}

func (r *ReplayedAgenda) findOrAdd(id gid.ID) *ReplayedAgendaItem {
	return findOrAppend(&r.AgendaItems, itemWithID(id), ReplayedAgendaItem{AgendaItemID: id})
}
