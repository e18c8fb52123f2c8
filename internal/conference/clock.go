package conference

import (
	"context"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// ClockOf is the clock of an item of an agenda.
func ClockOf(a *ent.AgendaItem) Clock {
	return Clock{PlannedMinutes: a.PlannedMinutes, StartedAt: a.StartedAt, EndedAt: a.EndedAt, SpentSeconds: a.SpentSeconds, ResumedAt: a.ResumedAt}
}

// clocks is what a step does to the clock of the current item. Where it is called, the conference stands still.
var clocks = map[Step]func(ctx context.Context, tx *ent.Tx, conference gid.ID) error{
	Pausing: pauseCurrent, Resuming: resumeCurrent, Closing: endCurrent,
}

// pauseCurrent stops the clock of the current item, where one runs, and tells it.
func pauseCurrent(ctx context.Context, tx *ent.Tx, conference gid.ID) error {
	a, err := current(ctx, tx, conference)
	if err != nil || a == nil || a.ResumedAt == nil {
		return err
	}
	now := after(*a.ResumedAt, store.Now(ctx))
	spent := ClockOf(a).Elapsed(now)
	journal.Append(ctx, journal.OfConference(conference), journal.AgendaItemPaused{AgendaItemID: a.ID, SpentSeconds: spent, PausedAt: now})
	return a.Update().SetSpentSeconds(spent).ClearResumedAt().Exec(ctx)
}

// resumeCurrent has the clock of the current item run again, where one stands, and tells it.
func resumeCurrent(ctx context.Context, tx *ent.Tx, conference gid.ID) error {
	a, err := current(ctx, tx, conference)
	if err != nil || a == nil || a.ResumedAt != nil {
		return err
	}
	now := after(*a.StartedAt, store.Now(ctx))
	journal.Append(ctx, journal.OfConference(conference), journal.AgendaItemResumed{AgendaItemID: a.ID, SpentSeconds: a.SpentSeconds, ResumedAt: now})
	return a.Update().SetResumedAt(now).Exec(ctx)
}
