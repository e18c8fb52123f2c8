package conference

import (
	"context"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// ClockOf returns the clock of an agenda item.
func ClockOf(a *ent.AgendaItem) Clock {
	return Clock{
		PlannedMinutes: a.PlannedMinutes, StartedAt: a.StartedAt, EndedAt: a.EndedAt,
		SpentSeconds: a.SpentSeconds, ResumedAt: a.ResumedAt,
	}
}

// clockEffects is what a transition does to the clock of the current item. The caller holds the conference's
// lock.
var clockEffects = map[Transition]func(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error{
	TransitionPause: pauseCurrentItem, TransitionResume: resumeCurrentItem, TransitionClose: endCurrentItem,
}

// pauseCurrentItem stops the clock of the current item, if it runs, and publishes that.
func pauseCurrentItem(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	a, err := currentItem(ctx, tx, conferenceID)
	if err != nil || a == nil || a.ResumedAt == nil {
		return err
	}
	now := laterOf(*a.ResumedAt, tx.Now())
	spent := ClockOf(a).Elapsed(now)
	journal.Append(tx, journal.ConferenceStream(conferenceID), journal.AgendaItemPaused{
		AgendaItemID: a.ID, SpentSeconds: spent, PausedAt: now,
	})
	return a.Update().SetSpentSeconds(spent).ClearResumedAt().Exec(ctx)
}

// resumeCurrentItem resumes the clock of the current item, if it is paused, and publishes that.
func resumeCurrentItem(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	a, err := currentItem(ctx, tx, conferenceID)
	if err != nil || a == nil || a.ResumedAt != nil {
		return err
	}
	now := laterOf(*a.StartedAt, tx.Now())
	journal.Append(tx, journal.ConferenceStream(conferenceID), journal.AgendaItemResumed{
		AgendaItemID: a.ID, SpentSeconds: a.SpentSeconds, ResumedAt: now,
	})
	return a.Update().SetResumedAt(now).Exec(ctx)
}
