package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// PlaceFloorRequest assigns a position in the queue to a request, or returns it to the computed order. The
// order of the others stays; an event is published for each placed request whose position changes. Called by
// the API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE, FLOOR_ALREADY_GIVEN,
// FLOOR_REQUEST_WITHDRAWN.
func PlaceFloorRequest(ctx context.Context, s *store.Store, in FloorPlace) (gid.ID, error) {
	return arrangeFloor(ctx, s, in.Request, in, checkFloorPlace, func(
		ctx context.Context, tx *ent.Tx, r *ent.FloorRequest,
	) error {
		if err := onlyWaiting(r); err != nil {
			return err
		}
		q, err := queueOf(ctx, tx, r.ConferenceID)
		if err != nil {
			return err
		}
		i := q.index(r.ID)
		update := tx.FloorRequest.Update().
			Where(floorrequest.ID(r.ID), floorrequest.StateEQ(floorrequest.StateWaiting))
		var moved []Shift
		if in.Place == nil {
			if r.Place == nil {
				return nil
			}
			moved = Release(q.waiting, q.heard, q.quota, q.places, i)
			update.ClearPlace().ClearPlaceReason()
		} else {
			place, others := Move(q.waiting, q.places, i, *in.Place)
			if said(r.Place) == place && said(r.PlaceReason) == in.Reason {
				return nil
			}
			moved = others
			update.SetPlace(place).SetPlaceReason(in.Reason)
		}
		if err := stillThere(update.Save(ctx)); err != nil {
			return err
		}
		if err := tellTurn(ctx, tx, r.ID, placed); err != nil {
			return err
		}
		return q.shift(ctx, tx, moved)
	})
}

// requireUpdated returns FLOOR_REQUEST_WITHDRAWN if no row was updated: the requester has just withdrawn it.
func stillThere(n int, err error) error {
	if err == nil && n == 0 {
		err = fault.FloorRequestWithdrawn.With()
	}
	return err
}

func placed(t journal.FloorTurn) journal.Change { return journal.FloorRequestPlaced{Request: t} }

func checkFloorPlace(in FloorPlace, c *registry.Check) {
	if in.Place == nil {
		c.That(in.Reason == "", "reason", registry.NotAllowed)
		return
	}
	c.Positive("place", *in.Place)
	c.Prose("reason", in.Reason)
	c.That(len(in.Reason) <= proseMax, "reason", registry.TooLarge)
}

// withValidatedRequest validates the input and runs do with a request of a live
// conference, for its conductors.
func arrangeFloor[In any](
	ctx context.Context, s *store.Store, id gid.ID, in In, check func(In, *registry.Check),
	do func(context.Context, *ent.Tx, *ent.FloorRequest) error,
) (gid.ID, error) {
	if _, err := mayOnFloor(ctx, s, id, nobodyElse); err != nil {
		return 0, err
	}
	if err := registry.Checked(in, check); err != nil {
		return 0, err
	}
	return onFloor(ctx, s, id, nobodyElse, gathered, do)
}

// queueState is the current queue of a conference.
type queue struct {
	rows    []*ent.FloorRequest // of the waiting requests
	waiting []Waiting
	heard   Heard
	quota   Quota
	places  []Place
}

func queueOf(ctx context.Context, tx *ent.Tx, conferenceID gid.ID) (q queue, err error) {
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
	var at []int
	q.waiting, at = WaitingOf(rows)
	for _, i := range at {
		q.rows = append(q.rows, rows[i])
	}
	q.heard, q.quota = HeardIn(TurnsOf(rows, store.Now(ctx))), QuotaOf(c)
	q.places = Queue(q.waiting, q.heard, q.quota)
	return q, nil
}

// indexOf returns the index of a request among those that wait, or -1.
func (q queue) index(id gid.ID) int {
	for i, r := range q.rows {
		if r.ID == id {
			return i
		}
	}
	return -1
}

// applyChanges changes the positions of placed requests that still wait, and publishes them.
func (q queue) shift(ctx context.Context, tx *ent.Tx, moved []Shift) error {
	for _, m := range moved {
		id := q.rows[m.Of].ID
		n, err := tx.FloorRequest.Update().
			Where(floorrequest.ID(id), floorrequest.StateEQ(floorrequest.StateWaiting),
				floorrequest.PlaceGT(-m.By)).AddPlace(m.By).Save(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			if err := tellTurn(ctx, tx, id, placed); err != nil {
				return err
			}
		}
	}
	return nil
}

// movePlacedUp moves up the placed requests behind a request that is about to leave the queue.
func leaveQueue(ctx context.Context, tx *ent.Tx, r *ent.FloorRequest) error {
	placedBehind, err := tx.FloorRequest.Query().
		Where(on(r.ConferenceID, floorrequest.StateWaiting), floorrequest.PlaceNotNil(),
			floorrequest.IDNEQ(r.ID)).Exist(ctx)
	if err != nil || !placedBehind {
		return err
	}
	q, err := queueOf(ctx, tx, r.ConferenceID)
	if err != nil {
		return err
	}
	if i := q.index(r.ID); i >= 0 {
		return q.shift(ctx, tx, Leave(q.waiting, q.places, i))
	}
	return nil
}
