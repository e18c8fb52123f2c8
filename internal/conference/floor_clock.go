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
	return updateFloorRequest(ctx, s, id, conductorsOnly, inSessionStates, func(
		ctx context.Context, tx *store.Tx, r *ent.FloorRequest,
	) error {
		switch r.State {
		case floorrequest.StatePaused:
			return nil
		case floorrequest.StateSpeaking:
			return pauseCurrentTurn(ctx, tx, r.ConferenceID)
		}
		return fault.FloorNotGiven.With()
	})
}

// ResumeFloor resumes a paused turn. Idempotent. Called by the API. Errors: those of PauseFloor, and
// FLOOR_TAKEN while another speaks.
func ResumeFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return updateFloorRequest(ctx, s, id, conductorsOnly, inSessionStates, func(
		ctx context.Context, tx *store.Tx, r *ent.FloorRequest,
	) error {
		switch r.State {
		case floorrequest.StateSpeaking:
			return nil
		case floorrequest.StatePaused:
		default:
			return fault.FloorNotGiven.With()
		}
		taken, err := tx.FloorRequest.Query().
			Where(floorRequestsInState(r.ConferenceID, floorrequest.StateSpeaking)).Exist(ctx)
		if err != nil {
			return err
		}
		if taken {
			return fault.FloorTaken.With()
		}
		if err := tx.FloorRequest.UpdateOneID(r.ID).SetState(floorrequest.StateSpeaking).
			SetResumedAt(laterOf(*r.GivenAt, tx.Now())).Exec(ctx); err != nil {
			return err
		}
		return appendFloorEvent(ctx, tx, r.ID, func(t journal.FloorRequestState) journal.Change {
			return journal.FloorResumed{Entry: t}
		})
	})
}

// turnEndStates are the states of a conference in which a turn may end.
var turnEndStates = []conference.State{conference.StateInSession, conference.StateOnBreak}

// YieldFloor ends a turn. Idempotent. A turn that it interrupted stays paused until it is resumed. Called by
// the API, also for the requester. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE, FLOOR_NOT_GIVEN.
func YieldFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return updateFloorRequest(ctx, s, id, conductorsAndRequester, turnEndStates, func(
		ctx context.Context, tx *store.Tx, r *ent.FloorRequest,
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
func applyFloorEffects(ctx context.Context, tx *store.Tx, conferenceID gid.ID, to conference.State) error {
	switch to {
	case conference.StateOnBreak:
		return pauseCurrentTurn(ctx, tx, conferenceID)
	case conference.StateClosed:
		return yieldAllTurns(ctx, tx, conferenceID)
	}
	return nil
}

// yieldAllTurns ends all turns, the one given last first.
func yieldAllTurns(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	rows, err := tx.FloorRequest.Query().
		Where(floorRequestsInState(conferenceID, floorrequest.StateSpeaking, floorrequest.StatePaused)).
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

func yieldTurn(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
	now := tx.Now()
	err := tx.FloorRequest.UpdateOneID(r.ID).SetState(floorrequest.StateYielded).
		SetSpentSeconds(SpokenSeconds(r, now)).ClearResumedAt().
		SetEndedAt(laterOf(*r.GivenAt, now)).Exec(ctx)
	if err != nil {
		return err
	}
	return appendFloorEvent(ctx, tx, r.ID, func(t journal.FloorRequestState) journal.Change {
		return journal.FloorYielded{Entry: t}
	})
}

// pauseCurrentTurn pauses the turn of the speaker, if there is one. The caller has locked the conference.
func pauseCurrentTurn(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	r, err := tx.FloorRequest.Query().Where(floorRequestsInState(conferenceID, floorrequest.StateSpeaking)).
		Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.Update().SetState(floorrequest.StatePaused).SetSpentSeconds(SpokenSeconds(r, tx.Now())).
		ClearResumedAt().Exec(ctx); err != nil {
		return err
	}
	return appendFloorEvent(ctx, tx, r.ID, func(t journal.FloorRequestState) journal.Change {
		return journal.FloorPaused{Entry: t}
	})
}
