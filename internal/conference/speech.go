package conference

import (
	"cmp"
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/speech"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// itemConductColumns are set while a conference is conducted, and kept when it is recorded again.
var itemConductColumns = []string{
	agendaitem.FieldStartedAt, agendaitem.FieldEndedAt, agendaitem.FieldSpentSeconds,
	agendaitem.FieldResumedAt, agendaitem.FieldSpeaker, agendaitem.FieldUnitID,
}

// putAgenda keeps itemConductColumns, which are not part of the input.
func putAgenda(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return tx.AgendaItem.MapCreateBulk(in.Agenda, func(create *ent.AgendaItemCreate, i int) {
		a := in.Agenda[i]
		create.SetID(PartID(gid.AgendaItem, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).SetKind(a.Kind).
			SetTitle(a.Title).
			SetNillablePlannedMinutes(command.NilIfZero(a.PlannedMinutes))
	}).OnConflict(command.UpsertAll(agendaitem.Columns, itemConductColumns...)...).Exec(ctx)
}

func putSpeeches(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return tx.Speech.MapCreateBulk(in.Speeches, func(create *ent.SpeechCreate, i int) {
		s := in.Speeches[i]
		create.SetID(PartID(gid.Speech, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).
			SetKind(s.Kind).SetSpeaker(s.Speaker).SetNillablePaperCount(s.papers()).SetSummary(s.Summary).
			SetNillableAgendaItemID(optionalPartID(gid.AgendaItem, in.Code, s.AgendaItem)).
			SetNillableUnitID(optionalID(registry.UnitID, s.Unit)).
			SetNillablePersonID(optionalID(registry.PersonID, s.Person))
	}).OnConflict(command.UpsertAll(speech.Columns)...).Exec(ctx)
}

// papers returns how many speeches a row stands for; nil if the document does not state it.
func (s Speech) papers() *int {
	if s.Uncounted {
		return nil
	}
	n := cmp.Or(s.Papers, 1)
	return &n
}
