package conference

import (
	"context"
	"reflect"
	"slices"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/predicate"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// minutesMax is how long an item of an agenda may be planned: a day.
const minutesMax = 24 * 60

// aside is where an item is while others take its place: beyond those that are parked.
const aside = 2 * registry.Parked

// arranging does something to the agenda of a conference, as it is before.
type arranging func(ctx context.Context, tx *ent.Tx, of gid.ID, before []journal.PlannedAgendaItem) error

// arrange does something to an agenda, and tells the whole of it where that is another one than before.
func arrange(ctx context.Context, s *store.Store, which predicate.Conference, check func(*registry.Check), do arranging) error {
	c, err := conducted(ctx, s, which)
	if err != nil {
		return err
	}
	if err := registry.Checked(check, func(check func(*registry.Check), c *registry.Check) { check(c) }); err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		if err := stand(ctx, tx, c.ID, notYetOver...); err != nil {
			return err
		}
		before, err := agendaOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, c.ID, before); err != nil {
			return err
		}
		after, err := agendaOf(ctx, tx, c.ID)
		if err == nil && !reflect.DeepEqual(before, after) {
			journal.Append(ctx, journal.OfConference(c.ID), journal.AgendaChanged{AgendaItems: after})
		}
		return err
	})
}

// anything is the check of an input that is an id.
func anything(*registry.Check) {}

func checkItem(in PlanAgendaItem, c *registry.Check) {
	c.Value("kind", agendaitem.KindValidator(in.Kind))
	c.Text("title", in.Title)
	c.That(len(in.Title) <= proseMax, "title", registry.TooLarge)
	c.Natural("plannedMinutes", in.PlannedMinutes)
	c.That(in.PlannedMinutes <= minutesMax, "plannedMinutes", registry.TooLarge)
	c.MaybeText("speaker", in.Speaker)
	c.That(len(in.Speaker) <= proseMax, "speaker", registry.TooLarge)
	c.That(len(in.Documents) <= partsMax, "documents", registry.TooLarge)
	registry.Distinct(c, "documents", in.Documents)
}

// lookItems refuses what items refer to and is not there.
func lookItems(ctx context.Context, tx *ent.Tx, items ...PlanAgendaItem) error {
	var refs registry.Refs
	for _, in := range items {
		registry.MaybeRef(&refs, registry.UnitID, in.Unit)
		registry.RefsTo(&refs, registry.DocumentID, in.Documents)
	}
	return refs.Check(ctx, tx)
}

func createItem(tx *ent.Tx, id, of gid.ID, ordinal int, in PlanAgendaItem) *ent.AgendaItemCreate {
	create := tx.AgendaItem.Create().SetID(id).SetConferenceID(of).SetOrdinal(ordinal)
	fillItem(create.Mutation(), in)
	return create
}

// fillItem makes an item what the input says; what is not given is not known any more.
func fillItem(m *ent.AgendaItemMutation, in PlanAgendaItem) {
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
	m.AddDocumentIDs(documentIDs(in.Documents)...)
}

// documentIDs are in the order in which they are told: a set of documents has none of its own.
func documentIDs(codes []string) []gid.ID {
	ids := make([]gid.ID, len(codes))
	for i, code := range codes {
		ids[i] = registry.DocumentID(code)
	}
	slices.Sort(ids)
	return ids
}

// placeOf is the place of an item of an agenda. Refusals: NOT_FOUND, where it was just removed.
func placeOf(id gid.ID, agenda []journal.PlannedAgendaItem) (int, error) {
	for _, a := range agenda {
		if a.AgendaItemID == id {
			return a.Ordinal, nil
		}
	}
	return 0, fault.NotFound.With()
}

// placeAmong is a place among n; the last for 0, and where there are not so many.
func placeAmong(ordinal, n int) int {
	if ordinal == 0 || ordinal > n {
		return n
	}
	return ordinal
}

// shift moves the items at some places by a number of places, all at once: places are unique, so they are parked between.
func shift(ctx context.Context, tx *ent.Tx, of gid.ID, from, to, by int) error {
	if from > to {
		return nil
	}
	for _, step := range []struct{ base, by int }{{0, registry.Parked}, {registry.Parked, by - registry.Parked}} {
		err := tx.AgendaItem.Update().Where(agendaitem.ConferenceID(of), agendaitem.OrdinalGTE(step.base+from), agendaitem.OrdinalLTE(step.base+to)).
			AddOrdinal(step.by).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// used is IN_USE where the database keeps a row that others refer to: it knows of those that came a moment ago, too.
func used(err error) error {
	if store.Classify(err) == store.ForeignKey {
		return fault.InUse.Because(err)
	}
	return err
}

// agendaOf is the agenda of a conference as it is told.
func agendaOf(ctx context.Context, tx *ent.Tx, of gid.ID) ([]journal.PlannedAgendaItem, error) {
	rows, err := withTold(tx.AgendaItem.Query().Where(agendaitem.ConferenceID(of))).All(ctx)
	return toldItems(rows), err
}

// withTold reads what is told of items, in their order.
func withTold(q *ent.AgendaItemQuery) *ent.AgendaItemQuery {
	return q.Order(agendaitem.ByOrdinal()).WithUnit().WithDocuments(func(q *ent.DocumentQuery) { q.Order(ent.Asc("id")).Select("id", "code") })
}

func toldItems(rows []*ent.AgendaItem) []journal.PlannedAgendaItem {
	told := make([]journal.PlannedAgendaItem, len(rows))
	for i, row := range rows {
		told[i] = toldItem(row)
	}
	return told
}

// toldItem is an item as it is told, of a row that withTold read.
func toldItem(row *ent.AgendaItem) journal.PlannedAgendaItem {
	told := journal.PlannedAgendaItem{
		AgendaItemID: row.ID, Ordinal: row.Ordinal, Kind: row.Kind, Title: row.Title, PlannedMinutes: row.PlannedMinutes,
		Speaker: row.Speaker, UnitID: row.UnitID, DocumentIDs: make([]gid.ID, len(row.Edges.Documents)), DocumentCodes: make([]string, len(row.Edges.Documents)),
	}
	if u := row.Edges.Unit; u != nil {
		told.UnitCode = &u.Code
	}
	for i, d := range row.Edges.Documents {
		told.DocumentIDs[i], told.DocumentCodes[i] = d.ID, d.Code
	}
	return told
}
