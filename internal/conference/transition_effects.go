package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// endedStates are the final states of a conference.
var endedStates = []conference.State{conference.StateClosed, conference.StateCancelled}

// reachableSites matches the sites from which heartbeats are expected.
var reachableSites = site.LinkIn(site.LinkConnected, site.LinkLagging)

// applyEndEffects applies a transition to floor requests, sites and delegates: an ended conference has no
// waiting requests, one that is not live has no connected sites, and a postponed one has nobody present, but
// keeps its waiting requests until it is held.
func applyEndEffects(ctx context.Context, tx *store.Tx, conferenceID gid.ID, to conference.State) error {
	if slices.Contains(endedStates, to) {
		if err := withdrawWaiting(ctx, tx, conferenceID); err != nil {
			return err
		}
	}
	if slices.Contains(liveStates, to) {
		return nil
	}
	if to == conference.StatePostponed {
		if err := checkOutAll(ctx, tx, conferenceID); err != nil {
			return err
		}
	}
	return disconnectSites(ctx, tx, conferenceID)
}

// checkOutAll marks all present delegates and sites as left, and publishes that: they check in again on the
// new day. It also invalidates the check-in codes.
func checkOutAll(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	present := attendance.PresenceIn(attendance.PresenceInHall, attendance.PresenceOnline)
	rows, err := tx.Attendance.Query().Where(attendance.ConferenceID(conferenceID), present).
		Order(attendance.ByOrdinal()).All(ctx)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(rows, attendanceBatchSize) {
		ids, left := make([]gid.ID, len(batch)), tx.Now()
		for i, a := range batch {
			ids[i], left = a.ID, laterOf(deref(a.ArrivedAt), left)
		}
		err := tx.Attendance.Update().Where(attendance.IDIn(ids...)).
			SetPresence(attendance.PresenceLeft).SetLeftAt(left).Exec(ctx)
		if err != nil {
			return err
		}
		if err := publishAttendances(ctx, tx, conferenceID, attendance.IDIn(ids...)); err != nil {
			return err
		}
	}
	if err := tx.Site.Update().Where(site.ConferenceID(conferenceID)).ClearCheckInCode().Exec(ctx); err != nil {
		return err
	}
	sites, err := tx.Site.Query().
		Where(site.ConferenceID(conferenceID), site.CheckedInAtNotNil(), site.CheckedOutAtIsNil()).
		Order(site.ByID()).All(ctx)
	if err != nil {
		return err
	}
	for _, siteRow := range sites {
		left := laterOf(*siteRow.CheckedInAt, tx.Now())
		if err := tx.Site.Update().Where(site.ID(siteRow.ID)).SetCheckedOutAt(left).Exec(ctx); err != nil {
			return err
		}
		journal.Append(tx, journal.ConferenceStream(conferenceID), journal.SiteCheckedOut{
			SiteID: siteRow.ID, Code: siteRow.Code, Name: siteRow.Name, CheckedOutAt: left,
		})
	}
	return nil
}

// withdrawWaiting withdraws all waiting requests and publishes that. The conference's lock keeps out
// concurrent withdrawals and turns.
func withdrawWaiting(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	waiting := floorRequestsInState(conferenceID, floorrequest.StateWaiting)
	rows, err := tx.FloorRequest.Query().Where(waiting).
		Order(ent.Asc(floorrequest.FieldRequestedAt, floorrequest.FieldID)).WithUnit().WithSite().All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	end := laterOf(rows[len(rows)-1].RequestedAt, tx.Now())
	for _, r := range rows {
		r.State, r.EndedAt = floorrequest.StateWithdrawn, &end
		journal.Append(tx, journal.ConferenceStream(conferenceID),
			journal.FloorRequestWithdrawn{Entry: FloorRequestStateOf(r)})
	}
	return tx.FloorRequest.Update().Where(waiting).
		SetState(floorrequest.StateWithdrawn).SetEndedAt(end).Exec(ctx)
}

// disconnectSites marks all reachable sites as lost and publishes that.
func disconnectSites(ctx context.Context, tx *store.Tx, conferenceID gid.ID) error {
	sites, err := tx.Site.Query().Where(site.ConferenceID(conferenceID), reachableSites).
		Order(site.ByID()).All(ctx)
	if err != nil || len(sites) == 0 {
		return err
	}
	now := tx.Now()
	for _, siteRow := range sites {
		since := laterOf(deref(siteRow.LinkedAt), now)
		err := tx.Site.Update().Where(site.ID(siteRow.ID)).SetLink(site.LinkLost).SetLinkedAt(since).Exec(ctx)
		if err != nil {
			return err
		}
		journal.Append(tx, journal.ConferenceStream(conferenceID), linkEvent(siteRow, site.LinkLost, since))
	}
	return nil
}
