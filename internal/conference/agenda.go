package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// The commands of the agenda, called by the API for conductors until the conference has ended. A change
// publishes the whole agenda; a command that changes nothing publishes no event. Errors: NOT_FOUND,
// FORBIDDEN, BAD_INPUT, WRONG_STATE.

// AddItem adds an item to an agenda. Not idempotent: each call adds an item. Errors: also UNKNOWN_CODE.
func AddItem(ctx context.Context, s *store.Store, in NewAgendaItem) (gid.ID, error) {
	id := gid.New(gid.AgendaItem)
	check := func(c *registry.Check) {
		c.Natural("ordinal", in.Ordinal)
		checkItem(in.Item, c)
	}
	edit := func(ctx context.Context, tx *ent.Tx, of gid.ID, before []journal.PlannedAgendaItem) error {
		n := len(before)
		if n >= partsMax {
			return fault.BadInput.With("reason", "agendaItems: "+registry.TooLarge)
		}
		if err := lookItems(ctx, tx, in.Item); err != nil {
			return err
		}
		at := placeAmong(in.Ordinal, n+1)
		if err := shift(ctx, tx, of, at, n, 1); err != nil {
			return err
		}
		return createItem(tx, id, of, at, in.Item).Exec(ctx)
	}
	return id, arrange(store.WithOutcome(ctx, id), s, conference.Code(in.Conference), check, edit)
}

// ChangeItem replaces all fields of an item except its ordinal. Errors: also UNKNOWN_CODE.
func ChangeItem(ctx context.Context, s *store.Store, in AgendaItemEdit) (gid.ID, error) {
	check := func(c *registry.Check) { checkItem(in.Item, c) }
	edit := func(ctx context.Context, tx *ent.Tx, _ gid.ID, _ []journal.PlannedAgendaItem) error {
		if err := lookItems(ctx, tx, in.Item); err != nil {
			return err
		}
		update := tx.AgendaItem.UpdateOneID(in.ID).ClearDocuments()
		fillItem(update.Mutation(), in.Item)
		_, err := seen(update.Save(ctx))
		return err
	}
	return in.ID, arrange(store.WithOutcome(ctx, in.ID), s, ofItem(in.ID), check, edit)
}

// MoveItem moves an item to another ordinal, counted from 1; the other items keep their order.
func MoveItem(ctx context.Context, s *store.Store, id gid.ID, ordinal int) (gid.ID, error) {
	check := func(c *registry.Check) { c.Positive("ordinal", ordinal) }
	edit := func(ctx context.Context, tx *ent.Tx, of gid.ID, before []journal.PlannedAgendaItem) error {
		from, err := placeOf(id, before)
		if err != nil {
			return err
		}
		to := placeAmong(ordinal, len(before))
		if to == from {
			return nil
		}
		if err := tx.AgendaItem.UpdateOneID(id).SetOrdinal(aside).Exec(ctx); err != nil {
			return err
		}
		if err := shift(ctx, tx, of, from+1, to, -1); err != nil {
			return err
		}
		if err := shift(ctx, tx, of, to, from-1, 1); err != nil {
			return err
		}
		return tx.AgendaItem.UpdateOneID(id).SetOrdinal(to).Exec(ctx)
	}
	return id, arrange(store.WithOutcome(ctx, id), s, ofItem(id), check, edit)
}

// RemoveItem removes an item and returns the conference's id. Errors: also AGENDA_ITEM_STARTED and IN_USE.
func RemoveItem(ctx context.Context, s *store.Store, id gid.ID) (of gid.ID, err error) {
	edit := func(ctx context.Context, tx *ent.Tx, c gid.ID, _ []journal.PlannedAgendaItem) error {
		of = c
		store.SetOutcome(ctx, of)
		a, err := seen(tx.AgendaItem.Get(ctx, id))
		if err != nil {
			return err
		}
		if a.StartedAt != nil {
			return fault.AgendaItemStarted.With()
		}
		if err := tx.AgendaItem.DeleteOneID(id).Exec(ctx); err != nil {
			return used(err)
		}
		return shift(ctx, tx, c, a.Ordinal+1, partsMax, -1)
	}
	err = arrange(ctx, s, ofItem(id), anything, edit)
	return of, err
}
