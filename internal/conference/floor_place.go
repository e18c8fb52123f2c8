package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/floorqueue"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// PlaceFloorRequest assigns a position in the queue to a request, or returns it to the computed order. The
// order of the others stays; an event is published for each placed request whose position changes. Called by
// the API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE, FLOOR_ALREADY_GIVEN,
// FLOOR_REQUEST_WITHDRAWN.
func PlaceFloorRequest(ctx context.Context, s *store.Store, in FloorPlace) (gid.ID, error) {
	return withValidatedRequest(ctx, s, in.Request, in, checkFloorPlace, func(
		ctx context.Context, tx *store.Tx, r *ent.FloorRequest,
	) error {
		if err := requireWaiting(r); err != nil {
			return err
		}
		q, err := readQueue(ctx, tx, r.ConferenceID)
		if err != nil {
			return err
		}
		i := q.indexOf(r.ID)
		update := tx.FloorRequest.Update().
			Where(floorrequest.ID(r.ID), floorrequest.StateEQ(floorrequest.StateWaiting))
		var moved []floorqueue.PlaceChange
		if in.Place == nil {
			if r.Place == nil {
				return nil
			}
			moved = floorqueue.ChangesOnUnplace(q.waiting, q.speakingTime, q.quota, q.entries, i)
			update.ClearPlace().ClearPlaceReason()
		} else {
			place, others := floorqueue.ChangesOnMove(q.waiting, q.entries, i, *in.Place)
			if deref(r.Place) == place && deref(r.PlaceReason) == in.Reason {
				return nil
			}
			moved = others
			update.SetPlace(place).SetPlaceReason(in.Reason)
		}
		if err := withdrawnIfNoRows(update.Save(ctx)); err != nil {
			return err
		}
		if err := appendFloorEvent(ctx, tx, r.ID, placedEvent); err != nil {
			return err
		}
		return q.applyChanges(ctx, tx, moved)
	})
}

// withdrawnIfNoRows returns FLOOR_REQUEST_WITHDRAWN if no row was updated: the requester has just withdrawn
// it.
func withdrawnIfNoRows(n int, err error) error {
	if err == nil && n == 0 {
		err = fault.FloorRequestWithdrawn.With()
	}
	return err
}

func placedEvent(t journal.FloorRequestState) journal.Change {
	return journal.FloorRequestPlaced{Entry: t}
}

func checkFloorPlace(in FloorPlace, v *command.Validator) {
	if in.Place == nil {
		v.Require(in.Reason == "", "reason", command.ReasonNotAllowed)
		return
	}
	v.Positive("place", *in.Place)
	v.Prose("reason", in.Reason)
	v.AtMost("reason", len(in.Reason), maxTextBytes)
}

// withValidatedRequest validates the input and runs do with a request of a live
// conference, for its conductors.
func withValidatedRequest[In any](
	ctx context.Context, s *store.Store, id gid.ID, in In, check func(In, *command.Validator),
	do func(context.Context, *store.Tx, *ent.FloorRequest) error,
) (gid.ID, error) {
	if _, err := authorizeRequestChange(ctx, s, id, conductorsOnly); err != nil {
		return 0, err
	}
	if err := command.Validate(in, check); err != nil {
		return 0, err
	}
	return updateFloorRequest(ctx, s, id, conductorsOnly, liveStates, do)
}

// queueState is the current queue of a conference.
type queueState struct {
	rows         []*ent.FloorRequest // of the waiting requests
	waiting      []floorqueue.WaitingRequest
	speakingTime floorqueue.SpeakingTime
	quota        floorqueue.Quota
	entries      []floorqueue.Entry
}

func readQueue(ctx context.Context, tx *store.Tx, conferenceID gid.ID) (q queueState, err error) {
	c, err := tx.Conference.Get(ctx, conferenceID)
	if err != nil {
		return q, err
	}
	rows, err := tx.FloorRequest.Query().
		Where(floorrequest.ConferenceID(conferenceID), floorrequest.StateNEQ(floorrequest.StateWithdrawn)).
		All(ctx)
	if err != nil {
		return q, err
	}
	var indexes []int
	q.waiting, indexes = WaitingRequestsOf(rows)
	for _, i := range indexes {
		q.rows = append(q.rows, rows[i])
	}
	q.speakingTime, q.quota = SpeakingTimeOf(TurnsOf(rows, tx.Now())), QuotaOf(c)
	q.entries = floorqueue.Order(q.waiting, q.speakingTime, q.quota)
	return q, nil
}

// indexOf returns the index of a request among those that wait, or -1.
func (q queueState) indexOf(id gid.ID) int {
	for i, r := range q.rows {
		if r.ID == id {
			return i
		}
	}
	return -1
}

// applyChanges changes the positions of placed requests that still wait, and publishes them.
func (q queueState) applyChanges(ctx context.Context, tx *store.Tx, moved []floorqueue.PlaceChange) error {
	for _, m := range moved {
		id := q.rows[m.Index].ID
		n, err := tx.FloorRequest.Update().
			Where(floorrequest.ID(id), floorrequest.StateEQ(floorrequest.StateWaiting),
				floorrequest.PlaceGT(-m.Delta)).AddPlace(m.Delta).Save(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			if err := appendFloorEvent(ctx, tx, id, placedEvent); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeQueueGap moves up the placed requests behind a request that is about to leave the queue.
func closeQueueGap(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
	placedBehind, err := tx.FloorRequest.Query().
		Where(floorRequestsInState(r.ConferenceID, floorrequest.StateWaiting), floorrequest.PlaceNotNil(),
			floorrequest.IDNEQ(r.ID)).Exist(ctx)
	if err != nil || !placedBehind {
		return err
	}
	q, err := readQueue(ctx, tx, r.ConferenceID)
	if err != nil {
		return err
	}
	if i := q.indexOf(r.ID); i >= 0 {
		return q.applyChanges(ctx, tx, floorqueue.ChangesOnLeave(q.waiting, q.entries, i))
	}
	return nil
}
