package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/internal/command"
	"thidua/internal/floorqueue"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// AllotFloorTime changes the allotted time of a request, before or during its turn. Idempotent. Called by the
// API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE, FLOOR_REQUEST_WITHDRAWN, and FLOOR_ALREADY_GIVEN
// if the turn has ended.
func AllotFloorTime(ctx context.Context, s *store.Store, in FloorTime) (gid.ID, error) {
	check := func(in FloorTime, v *command.Validator) { checkAllottedSeconds(in.AllottedSeconds, v) }
	return withValidatedRequest(ctx, s, in.Request, in, check, func(
		ctx context.Context, tx *store.Tx, r *ent.FloorRequest,
	) error {
		if r.State == floorrequest.StateYielded || r.State == floorrequest.StateWithdrawn {
			return requireWaiting(r)
		}
		if r.AllottedSeconds == in.AllottedSeconds {
			return nil
		}
		still := floorrequest.And(floorrequest.ID(r.ID), floorrequest.StateEQ(r.State))
		if err := withdrawnIfNoRows(tx.FloorRequest.Update().Where(still).SetAllottedSeconds(in.AllottedSeconds).
			Save(ctx)); err != nil {
			return err
		}
		return appendFloorEvent(ctx, tx, r.ID, func(t journal.FloorRequestState) journal.Change {
			return journal.FloorExtended{Entry: t}
		})
	})
}

// maxQuotaSeconds is the largest quota: a day.
const maxQuotaSeconds = 24 * 60 * 60

// SetFloorQuota sets how long a unit or a site may speak before others go first. Idempotent. Called by the
// API; it returns the id of the conference. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func SetFloorQuota(ctx context.Context, s *store.Store, in FloorQuota) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkFloorQuota); err != nil {
		return 0, err
	}
	return c.ID, s.Tx(store.WithResultIDs(ctx, c.ID), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		current, err := tx.Conference.Get(ctx, c.ID)
		same := floorqueue.Quota{Unit: in.UnitQuotaSeconds, Site: in.SiteQuotaSeconds}
		if err != nil || QuotaOf(current) == same {
			return err
		}
		set := journal.FloorQuotaSet{
			UnitQuotaSeconds: command.NilIfZero(in.UnitQuotaSeconds),
			SiteQuotaSeconds: command.NilIfZero(in.SiteQuotaSeconds),
		}
		journal.Append(tx, journal.ConferenceStream(c.ID), set)
		return tx.Conference.UpdateOneID(c.ID).ClearUnitQuotaSeconds().ClearSiteQuotaSeconds().
			SetNillableUnitQuotaSeconds(set.UnitQuotaSeconds).SetNillableSiteQuotaSeconds(set.SiteQuotaSeconds).
			Exec(ctx)
	})
}

func checkFloorQuota(in FloorQuota, v *command.Validator) {
	v.NonNegative("unitQuotaSeconds", in.UnitQuotaSeconds)
	v.NonNegative("siteQuotaSeconds", in.SiteQuotaSeconds)
	v.AtMost("unitQuotaSeconds", in.UnitQuotaSeconds, maxQuotaSeconds)
	v.AtMost("siteQuotaSeconds", in.SiteQuotaSeconds, maxQuotaSeconds)
}
