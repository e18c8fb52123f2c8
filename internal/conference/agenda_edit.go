package conference

import (
	"context"
	"reflect"
	"slices"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/predicate"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// maxItemMinutes is the longest planned duration of an agenda item: a day.
const maxItemMinutes = 24 * 60

// tempOrdinal is the ordinal of an item while others are moved: beyond all that have an offset.
const tempOrdinal = 2 * command.OrdinalOffset

// agendaEdit changes the agenda of a conference; before is the agenda so far.
type agendaEdit func(
	ctx context.Context, tx *store.Tx, conferenceID gid.ID, before []journal.PlannedAgendaItem,
) error

// editAgenda runs an edit as a conductor and publishes the whole agenda if that changed it.
func editAgenda(
	ctx context.Context, s *store.Store, where predicate.Conference, check func(*command.Validator),
	do agendaEdit,
) error {
	c, err := findAsConductor(ctx, s, where)
	if err != nil {
		return err
	}
	err = command.Validate(check, func(check func(*command.Validator), v *command.Validator) { check(v) })
	if err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		before, err := readAgenda(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, c.ID, before); err != nil {
			return err
		}
		after, err := readAgenda(ctx, tx, c.ID)
		if err == nil && !reflect.DeepEqual(before, after) {
			journal.Append(tx, journal.ConferenceStream(c.ID), journal.AgendaChanged{AgendaItems: after})
		}
		return err
	})
}

// noInputCheck is the check of a command whose only input is an id.
func noInputCheck(*command.Validator) {}

func checkItem(in PlanAgendaItem, v *command.Validator) {
	v.Enum("kind", agendaitem.KindValidator(in.Kind))
	v.Text("title", in.Title)
	v.AtMost("title", len(in.Title), maxNameBytes)
	v.NonNegative("plannedMinutes", in.PlannedMinutes)
	v.AtMost("plannedMinutes", in.PlannedMinutes, maxItemMinutes)
	v.OptionalText("speaker", in.Speaker)
	v.AtMost("speaker", len(in.Speaker), maxNameBytes)
	v.AtMost("documents", len(in.Documents), maxParts)
	command.RequireDistinct(v, "documents", in.Documents)
}

// checkItemReferences fails with UNKNOWN_CODE if the item of an input refers to a unit or document that does
// not exist.
func checkItemReferences(ctx context.Context, tx *store.Tx, item PlanAgendaItem) error {
	var refs command.Refs
	addItemReferences(&refs, "item", item)
	return refs.Check(ctx, tx)
}

// addItemReferences registers the references of an item, which is at a path of the input.
func addItemReferences(refs *command.Refs, path string, in PlanAgendaItem) {
	command.OptionalRef(refs, path+".unit", registry.UnitID, in.Unit)
	command.RequireRefs(refs, path+".documents", registry.DocumentID, in.Documents)
}

func newItemCreate(
	tx *store.Tx, id, conferenceID gid.ID, ordinal int, in PlanAgendaItem,
) *ent.AgendaItemCreate {
	create := tx.AgendaItem.Create().SetID(id).SetConferenceID(conferenceID).SetOrdinal(ordinal)
	setItemFields(create.Mutation(), in)
	return create
}

// setItemFields sets all input fields of an item; fields that are omitted are cleared.
func setItemFields(m *ent.AgendaItemMutation, in PlanAgendaItem) {
	m.SetKind(in.Kind)
	m.SetTitle(in.Title)
	if in.PlannedMinutes != 0 {
		m.SetPlannedMinutes(in.PlannedMinutes)
	} else {
		m.ClearPlannedMinutes()
	}
	if in.Speaker != "" {
		m.SetSpeaker(in.Speaker)
	} else {
		m.ClearSpeaker()
	}
	if in.Unit != "" {
		m.SetUnitID(registry.UnitID(in.Unit))
	} else {
		m.ClearUnit()
	}
	m.AddDocumentIDs(sortedDocumentIDs(in.Documents)...)
}

// sortedDocumentIDs returns the ids sorted, as events list them: the documents of an item have no order.
func sortedDocumentIDs(codes []string) []gid.ID {
	ids := make([]gid.ID, len(codes))
	for i, code := range codes {
		ids[i] = registry.DocumentID(code)
	}
	slices.Sort(ids)
	return ids
}

// ordinalOf returns the ordinal of an item. Errors: NOT_FOUND if it was removed concurrently.
func ordinalOf(id gid.ID, agenda []journal.PlannedAgendaItem) (int, error) {
	for _, a := range agenda {
		if a.AgendaItemID == id {
			return a.Ordinal, nil
		}
	}
	return 0, fault.NotFound.With()
}

// clampOrdinal returns the ordinal, or n if it is 0 or greater than n.
func clampOrdinal(ordinal, n int) int {
	if ordinal == 0 || ordinal > n {
		return n
	}
	return ordinal
}

// shiftOrdinals adds a number to the ordinals in a range. Ordinals are unique, so it does so in two
// statements, of which the first moves all of them out of the way.
func shiftOrdinals(ctx context.Context, tx *store.Tx, conferenceID gid.ID, from, to, delta int) error {
	if from > to {
		return nil
	}
	for _, step := range []struct{ base, by int }{
		{0, command.OrdinalOffset}, {command.OrdinalOffset, delta - command.OrdinalOffset},
	} {
		err := tx.AgendaItem.Update().Where(
			agendaitem.ConferenceID(conferenceID),
			agendaitem.OrdinalGTE(step.base+from), agendaitem.OrdinalLTE(step.base+to),
		).AddOrdinal(step.by).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// inUseFault returns IN_USE for a foreign key violation: the database also finds references that were
// inserted concurrently.
func inUseFault(err error) error {
	if store.Classify(err) == store.KindForeignKey {
		return fault.InUse.Wrap(err)
	}
	return err
}

// readAgenda returns the agenda of a conference as events list it.
func readAgenda(ctx context.Context, tx *store.Tx, conferenceID gid.ID) ([]journal.PlannedAgendaItem, error) {
	rows, err := withEventEdges(tx.AgendaItem.Query().Where(agendaitem.ConferenceID(conferenceID))).All(ctx)
	return itemEvents(rows), err
}

// withEventEdges loads what itemEvent needs, ordered by ordinal.
func withEventEdges(q *ent.AgendaItemQuery) *ent.AgendaItemQuery {
	return q.Order(agendaitem.ByOrdinal()).WithUnit().WithDocuments(func(q *ent.DocumentQuery) {
		q.Order(ent.Asc("id")).Select("id", "code")
	})
}

func itemEvents(rows []*ent.AgendaItem) []journal.PlannedAgendaItem {
	events := make([]journal.PlannedAgendaItem, len(rows))
	for i, row := range rows {
		events[i] = itemEvent(row)
	}
	return events
}

// itemEvent returns an item as events list it, from a row loaded withEventEdges.
func itemEvent(row *ent.AgendaItem) journal.PlannedAgendaItem {
	documents := row.Edges.Documents
	event := journal.PlannedAgendaItem{
		AgendaItemID: row.ID, Ordinal: row.Ordinal, Kind: row.Kind, Title: row.Title,
		PlannedMinutes: row.PlannedMinutes, Speaker: row.Speaker, UnitID: row.UnitID,
		DocumentIDs: make([]gid.ID, len(documents)), DocumentCodes: make([]string, len(documents)),
	}
	if u := row.Edges.Unit; u != nil {
		event.UnitCode = &u.Code
	}
	for i, d := range documents {
		event.DocumentIDs[i], event.DocumentCodes[i] = d.ID, d.Code
	}
	return event
}
