package conference

import (
	"context"

	"thidua/ent/conference"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// The commands of the agenda, called by the API for conductors until the conference has ended. A change
// publishes the whole agenda; a command that changes nothing publishes no event. Errors: NOT_FOUND,
// FORBIDDEN, BAD_INPUT, WRONG_STATE.

// AddItem adds an item to an agenda. Not idempotent: each call adds an item. Errors: also UNKNOWN_CODE.
func AddItem(ctx context.Context, s *store.Store, in NewAgendaItem) (gid.ID, error) {
	id := gid.New(gid.AgendaItem)
	check := func(v *command.Validator) {
		v.NonNegative("ordinal", in.Ordinal)
		checkItem(in.Item, v.Nested("item"))
	}
	edit := func(
		ctx context.Context, tx *store.Tx, conferenceID gid.ID, before []journal.PlannedAgendaItem,
	) error {
		n := len(before)
		if n >= maxParts {
			return fault.InvalidInput(fault.InvalidField{Path: "item", Code: command.ReasonTooMany,
				Params: map[string]any{"max": maxParts, "value": n + 1}})
		}
		if err := checkItemReferences(ctx, tx, in.Item); err != nil {
			return err
		}
		ordinal := clampOrdinal(in.Ordinal, n+1)
		if err := shiftOrdinals(ctx, tx, conferenceID, ordinal, n, 1); err != nil {
			return err
		}
		return newItemCreate(tx, id, conferenceID, ordinal, in.Item).Exec(ctx)
	}
	return id, editAgenda(store.WithResultIDs(ctx, id), s, conference.Code(in.Conference), check, edit)
}

// ChangeItem replaces all fields of an item except its ordinal. Errors: also UNKNOWN_CODE.
func ChangeItem(ctx context.Context, s *store.Store, in AgendaItemEdit) (gid.ID, error) {
	check := func(v *command.Validator) { checkItem(in.Item, v.Nested("item")) }
	edit := func(ctx context.Context, tx *store.Tx, _ gid.ID, _ []journal.PlannedAgendaItem) error {
		if err := checkItemReferences(ctx, tx, in.Item); err != nil {
			return err
		}
		update := tx.AgendaItem.UpdateOneID(in.ID).ClearDocuments()
		setItemFields(update.Mutation(), in.Item)
		_, err := notFoundAsFault(update.Save(ctx))
		return err
	}
	return in.ID, editAgenda(store.WithResultIDs(ctx, in.ID), s, hasAgendaItem(in.ID), check, edit)
}

// MoveItem moves an item to another ordinal, counted from 1; the other items keep their order.
func MoveItem(ctx context.Context, s *store.Store, id gid.ID, ordinal int) (gid.ID, error) {
	check := func(v *command.Validator) { v.Positive("ordinal", ordinal) }
	edit := func(
		ctx context.Context, tx *store.Tx, conferenceID gid.ID, before []journal.PlannedAgendaItem,
	) error {
		from, err := ordinalOf(id, before)
		if err != nil {
			return err
		}
		to := clampOrdinal(ordinal, len(before))
		if to == from {
			return nil
		}
		if err := tx.AgendaItem.UpdateOneID(id).SetOrdinal(tempOrdinal).Exec(ctx); err != nil {
			return err
		}
		if err := shiftOrdinals(ctx, tx, conferenceID, from+1, to, -1); err != nil {
			return err
		}
		if err := shiftOrdinals(ctx, tx, conferenceID, to, from-1, 1); err != nil {
			return err
		}
		return tx.AgendaItem.UpdateOneID(id).SetOrdinal(to).Exec(ctx)
	}
	return id, editAgenda(store.WithResultIDs(ctx, id), s, hasAgendaItem(id), check, edit)
}

// RemoveItem removes an item and returns the conference's id. Errors: also AGENDA_ITEM_STARTED and IN_USE.
func RemoveItem(ctx context.Context, s *store.Store, id gid.ID) (ownerID gid.ID, err error) {
	edit := func(ctx context.Context, tx *store.Tx, conferenceID gid.ID, _ []journal.PlannedAgendaItem) error {
		ownerID = conferenceID
		tx.SetResultIDs(ownerID)
		a, err := notFoundAsFault(tx.AgendaItem.Get(ctx, id))
		if err != nil {
			return err
		}
		if a.StartedAt != nil {
			return fault.AgendaItemStarted.With()
		}
		if err := tx.AgendaItem.DeleteOneID(id).Exec(ctx); err != nil {
			return inUseFault(err)
		}
		return shiftOrdinals(ctx, tx, conferenceID, a.Ordinal+1, maxParts, -1)
	}
	err = editAgenda(ctx, s, hasAgendaItem(id), noInputCheck, edit)
	return ownerID, err
}
