package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/predicate"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// StartItem makes an agenda item the current one and ends the previous one. An item that has ended may be
// started again: its clock continues, and the journal keeps its first start. Called by the API. Errors:
// NOT_FOUND, FORBIDDEN, WRONG_STATE.
func StartItem(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return withAgendaItem(ctx, s, id, startItem)
}

// EndItem ends the current agenda item; no effect if it has ended. Called by the API. Errors: NOT_FOUND,
// FORBIDDEN, WRONG_STATE, AGENDA_ITEM_NOT_STARTED.
func EndItem(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return withAgendaItem(ctx, s, id, endItem)
}

// withAgendaItem runs a command on an agenda item as a conductor, while the conference is in session.
func withAgendaItem(
	ctx context.Context, s *store.Store, item gid.ID,
	do func(context.Context, *store.Tx, *ent.AgendaItem) error,
) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, hasAgendaItem(item))
	if err != nil {
		return 0, err
	}
	return item, s.Tx(store.WithResultIDs(ctx, item), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, inSessionStates...); err != nil {
			return err
		}
		a, err := notFoundAsFault(tx.AgendaItem.Get(ctx, item))
		if err != nil {
			return err
		}
		return do(ctx, tx, a)
	})
}

// isCurrentItem matches the item that has started and not ended. A unique index allows at most one per
// conference.
func isCurrentItem(conferenceID gid.ID) predicate.AgendaItem {
	return agendaitem.And(
		agendaitem.ConferenceID(conferenceID), agendaitem.StartedAtNotNil(), agendaitem.EndedAtIsNil(),
	)
}

func startItem(ctx context.Context, tx *store.Tx, a *ent.AgendaItem) error {
	if a.StartedAt != nil && a.EndedAt == nil {
		return nil
	}
	before, err := closeCurrentItem(ctx, tx, a.ConferenceID)
	if err != nil {
		return err
	}
	started := journal.AgendaItemStarted{
		AgendaItemID: a.ID, Ordinal: a.Ordinal, Kind: a.Kind, Title: a.Title,
		PlannedMinutes: a.PlannedMinutes, StartedAt: tx.Now(), SpentSeconds: a.SpentSeconds,
	}
	if before != nil {
		started.StartedAt = *before.EndedAt
		started.EndedAgendaItemID, started.EndedSpentSeconds = &before.ID, &before.SpentSeconds
	}
	err = tx.AgendaItem.UpdateOneID(a.ID).SetStartedAt(started.StartedAt).SetResumedAt(started.StartedAt).
		ClearEndedAt().Exec(ctx)
	if err != nil {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(a.ConferenceID), started)
	return nil
}

func endItem(ctx context.Context, tx *store.Tx, a *ent.AgendaItem) error {
	if a.StartedAt == nil {
		return fault.AgendaItemNotStarted.With()
	}
	if a.EndedAt != nil {
		return nil
	}
	return endCurrentItem(ctx, tx, a.ConferenceID)
}

// endCurrentItem ends the current item, if there is one, and publishes that.
func endCurrentItem(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	a, err := closeCurrentItem(ctx, tx, conferenceID)
	if err != nil || a == nil {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(conferenceID), journal.AgendaItemEnded{
		AgendaItemID: a.ID, Ordinal: a.Ordinal, Kind: a.Kind, Title: a.Title,
		StartedAt: *a.StartedAt, EndedAt: *a.EndedAt, SpentSeconds: a.SpentSeconds,
	})
	return nil
}

// closeCurrentItem ends the current item and its clock without publishing, and returns it, or nil if there
// is none. The caller holds the conference's lock.
func closeCurrentItem(ctx context.Context, tx *store.Tx, conferenceID gid.ID) (*ent.AgendaItem, error) {
	a, err := currentItem(ctx, tx, conferenceID)
	if err != nil || a == nil {
		return nil, err
	}
	now := laterOf(*a.StartedAt, tx.Now())
	return a.Update().SetEndedAt(now).SetSpentSeconds(ClockOf(a).Elapsed(now)).ClearResumedAt().Save(ctx)
}

// currentItem returns the current item, or nil if there is none.
func currentItem(ctx context.Context, tx *store.Tx, conferenceID gid.ID) (*ent.AgendaItem, error) {
	a, err := tx.AgendaItem.Query().Where(isCurrentItem(conferenceID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return a, err
}
