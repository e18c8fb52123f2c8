package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// WithdrawFloorRequest removes a request from the queue. Idempotent. Called by the API, also for the
// requester. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE, FLOOR_ALREADY_GIVEN.
func WithdrawFloorRequest(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return withSharedLockRequest(ctx, s, id, func(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
		switch r.State {
		case floorrequest.StateWithdrawn:
			return nil
		case floorrequest.StateWaiting:
		default:
			return fault.FloorAlreadyGiven.With()
		}
		if err := closeQueueGap(ctx, tx, r); err != nil {
			return err
		}
		n, err := tx.FloorRequest.Update().
			Where(floorrequest.ID(id), floorrequest.StateEQ(floorrequest.StateWaiting)).
			SetState(floorrequest.StateWithdrawn).SetEndedAt(laterOf(r.RequestedAt, tx.Now())).
			Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 { // it was given the floor or withdrawn concurrently
			return resolveRace(ctx, tx, id, floorrequest.StateWithdrawn)
		}
		return appendFloorEvent(ctx, tx, id, func(t journal.FloorRequestState) journal.Change {
			return journal.FloorRequestWithdrawn{Entry: t}
		})
	})
}

// RestoreFloorRequest returns a withdrawn request to the queue as if it were new. Idempotent. Called by the
// API, also for the requester. Errors: those of WithdrawFloorRequest, and FLOOR_REQUESTED_ENOUGH.
func RestoreFloorRequest(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return withSharedLockRequest(ctx, s, id, func(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
		switch r.State {
		case floorrequest.StateWaiting:
			return nil
		case floorrequest.StateWithdrawn:
		default:
			return fault.FloorAlreadyGiven.With()
		}
		requester := r.UnitID
		if requester == nil {
			requester = r.SiteID
		}
		if _, err := lockAndCheckRequestLimit(ctx, tx, r.ConferenceID, deref(requester)); err != nil {
			return err
		}
		n, err := tx.FloorRequest.Update().
			Where(floorrequest.ID(id), floorrequest.StateEQ(floorrequest.StateWithdrawn)).
			SetState(floorrequest.StateWaiting).SetRequestedAt(tx.Now()).ClearEndedAt().ClearPlace().
			ClearPlaceReason().Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return resolveRace(ctx, tx, id, floorrequest.StateWaiting)
		}
		return appendFloorEvent(ctx, tx, id, func(t journal.FloorRequestState) journal.Change {
			return journal.FloorRequestRestored{Entry: t}
		})
	})
}

// withSharedLockRequest runs do with a request, also for the requester. It updates no row that requesters
// share.
func withSharedLockRequest(
	ctx context.Context, s *store.Store, id gid.ID,
	do func(context.Context, *store.Tx, *ent.FloorRequest) error,
) (gid.ID, error) {
	if _, err := authorizeRequestChange(ctx, s, id, conductorsAndRequester); err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		r, err := readFloorRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := lockInStateShared(ctx, tx, r.ConferenceID, liveStates...); err != nil {
			return err
		}
		return do(ctx, tx, r)
	})
}

// resolveRace returns nil if a concurrent command reached the same state, and FLOOR_ALREADY_GIVEN otherwise.
func resolveRace(ctx context.Context, tx *store.Tx, id gid.ID, wanted floorrequest.State) error {
	r, err := tx.FloorRequest.Get(ctx, id)
	if err != nil || r.State == wanted {
		return err
	}
	return fault.FloorAlreadyGiven.With()
}
