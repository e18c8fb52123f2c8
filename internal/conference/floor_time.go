package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// AllotFloorTime changes the allotted time of a request, before or during its turn. Idempotent. Called by the
// API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE, FLOOR_REQUEST_WITHDRAWN, and FLOOR_ALREADY_GIVEN
// if the turn has ended.
func AllotFloorTime(ctx context.Context, s *store.Store, in FloorTime) (gid.ID, error) {
	check := func(in FloorTime, c *registry.Check) { checkAllotted(in.Seconds, c) }
	return arrangeFloor(ctx, s, in.Request, in, check, func(
		ctx context.Context, tx *ent.Tx, r *ent.FloorRequest,
	) error {
		if r.State == floorrequest.StateYielded || r.State == floorrequest.StateWithdrawn {
			return onlyWaiting(r)
		}
		if r.AllottedSeconds == in.Seconds {
			return nil
		}
		still := floorrequest.And(floorrequest.ID(r.ID), floorrequest.StateEQ(r.State))
		if err := stillThere(tx.FloorRequest.Update().Where(still).SetAllottedSeconds(in.Seconds).
			Save(ctx)); err != nil {
			return err
		}
		return tellTurn(ctx, tx, r.ID, func(t journal.FloorTurn) journal.Change {
			return journal.FloorExtended{Request: t}
		})
	})
}

// maxQuotaSeconds is the largest quota: a day.
const quotaMost = 24 * 60 * 60

// SetFloorQuota sets how long a unit or a site may speak before others go first. Idempotent. Called by the
// API; it returns the id of the conference. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func SetFloorQuota(ctx context.Context, s *store.Store, in FloorQuota) (gid.ID, error) {
	c, err := conducted(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := registry.Checked(in, checkFloorQuota); err != nil {
		return 0, err
	}
	return c.ID, s.Tx(store.WithOutcome(ctx, c.ID), func(ctx context.Context, tx *ent.Tx) error {
		if err := stand(ctx, tx, c.ID, notYetOver...); err != nil {
			return err
		}
		now, err := tx.Conference.Get(ctx, c.ID)
		if err != nil || QuotaOf(now) == (Quota{in.UnitSeconds, in.SiteSeconds}) {
			return err
		}
		set := journal.FloorQuotaSet{
			UnitSeconds: registry.Given(in.UnitSeconds), SiteSeconds: registry.Given(in.SiteSeconds),
		}
		journal.Append(ctx, journal.OfConference(c.ID), set)
		return tx.Conference.UpdateOneID(c.ID).ClearUnitQuotaSeconds().ClearSiteQuotaSeconds().
			SetNillableUnitQuotaSeconds(set.UnitSeconds).SetNillableSiteQuotaSeconds(set.SiteSeconds).
			Exec(ctx)
	})
}

func checkFloorQuota(in FloorQuota, c *registry.Check) {
	c.Natural("unitSeconds", in.UnitSeconds)
	c.Natural("siteSeconds", in.SiteSeconds)
	c.That(in.UnitSeconds <= quotaMost, "unitSeconds", registry.TooLarge)
	c.That(in.SiteSeconds <= quotaMost, "siteSeconds", registry.TooLarge)
}
