package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// PauseFloor pauses the clock of the speaker. Idempotent. Called by the API. Errors: NOT_FOUND, FORBIDDEN,
// WRONG_STATE, FLOOR_NOT_GIVEN.
func PauseFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return onFloor(ctx, s, id, nobodyElse, inSession, func(
		ctx context.Context, tx *ent.Tx, r *ent.FloorRequest,
	) error {
		switch r.State {
		case floorrequest.StatePaused:
			return nil
		case floorrequest.StateSpeaking:
			return stopClock(ctx, tx, r.ConferenceID)
		}
		return fault.FloorNotGiven.With()
	})
}

// ResumeFloor resumes a paused turn. Idempotent. Called by the API. Errors: those of PauseFloor, and
// FLOOR_TAKEN while another speaks.
func ResumeFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return onFloor(ctx, s, id, nobodyElse, inSession, func(
		ctx context.Context, tx *ent.Tx, r *ent.FloorRequest,
	) error {
		switch r.State {
		case floorrequest.StateSpeaking:
			return nil
		case floorrequest.StatePaused:
		default:
			return fault.FloorNotGiven.With()
		}
		taken, err := tx.FloorRequest.Query().Where(on(r.ConferenceID, floorrequest.StateSpeaking)).Exist(ctx)
		if err != nil {
			return err
		}
		if taken {
			return fault.FloorTaken.With()
		}
		if err := tx.FloorRequest.UpdateOneID(r.ID).SetState(floorrequest.StateSpeaking).
			SetResumedAt(after(*r.GivenAt, store.Now(ctx))).Exec(ctx); err != nil {
			return err
		}
		return tellTurn(ctx, tx, r.ID, func(t journal.FloorTurn) journal.Change {
			return journal.FloorResumed{Request: t}
		})
	})
}

// turnEndStates are the states of a conference in which a turn may end.
var spokenAt = []conference.State{conference.StateInSession, conference.StateOnBreak}

// YieldFloor ends a turn. Idempotent. A turn that it interrupted has the floor again, paused until
// it is resumed. Called by the API, also for the requester. Errors: NOT_FOUND, FORBIDDEN,
// WRONG_STATE, FLOOR_NOT_GIVEN.
func YieldFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return onFloor(ctx, s, id, itsOwn, spokenAt, func(
		ctx context.Context, tx *ent.Tx, r *ent.FloorRequest,
	) error {
		switch r.State {
		case floorrequest.StateYielded:
			return nil
		case floorrequest.StateSpeaking, floorrequest.StatePaused:
			return yieldTurn(ctx, tx, r)
		}
		return fault.FloorNotGiven.With()
	})
}

// applyFloorEffects applies a transition of the conference to its floor: a break pauses
// the turn, closing ends all.
func leaveFloor(ctx context.Context, tx *ent.Tx, conferenceID gid.ID, to conference.State) error {
	switch to {
	case conference.StateOnBreak:
		return stopClock(ctx, tx, conferenceID)
	case conference.StateClosed:
		return yieldAll(ctx, tx, conferenceID)
	}
	return nil
}

// yieldAllTurns ends all turns, the one given last first.
func yieldAll(ctx context.Context, tx *ent.Tx, conferenceID gid.ID) error {
	rows, err := tx.FloorRequest.Query().
		Where(on(conferenceID, floorrequest.StateSpeaking, floorrequest.StatePaused)).
		Order(ent.Desc(floorrequest.FieldGivenAt, floorrequest.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := yieldTurn(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func yieldTurn(ctx context.Context, tx *ent.Tx, r *ent.FloorRequest) error {
	now := store.Now(ctx)
	err := tx.FloorRequest.UpdateOneID(r.ID).SetState(floorrequest.StateYielded).
		SetSpentSeconds(Elapsed(r, now)).ClearResumedAt().
		SetEndedAt(after(*r.GivenAt, now)).Exec(ctx)
	if err != nil {
		return err
	}
	return tellTurn(ctx, tx, r.ID, func(t journal.FloorTurn) journal.Change {
		return journal.FloorYielded{Request: t}
	})
}

// stopSpeakerClock pauses the turn of the speaker, if there is one. The caller has locked the conference.
func stopClock(ctx context.Context, tx *ent.Tx, conferenceID gid.ID) error {
	r, err := tx.FloorRequest.Query().Where(on(conferenceID, floorrequest.StateSpeaking)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.Update().SetState(floorrequest.StatePaused).SetSpentSeconds(Elapsed(r, store.Now(ctx))).
		ClearResumedAt().Exec(ctx); err != nil {
		return err
	}
	return tellTurn(ctx, tx, r.ID, func(t journal.FloorTurn) journal.Change {
		return journal.FloorPaused{Request: t}
	})
}
