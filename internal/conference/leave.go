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

// over are the states of a conference that is not held any more.
var over = []conference.State{conference.StateClosed, conference.StateCancelled}

// heard are the sites that a conference hears of.
var heard = site.LinkIn(site.LinkConnected, site.LinkLagging)

// leaveHall is what a step does to who waits for the floor, to the sites and to the delegates: nobody waits where the conference
// is over, no site is heard of where it is not gathered, and nobody is at one that is postponed. Who waits there does so until it
// is held.
func leaveHall(ctx context.Context, tx *ent.Tx, of gid.ID, to conference.State) error {
	if slices.Contains(over, to) {
		if err := dismiss(ctx, tx, of); err != nil {
			return err
		}
	}
	if slices.Contains(gathered, to) {
		return nil
	}
	if to == conference.StatePostponed {
		if err := goHome(ctx, tx, of); err != nil {
			return err
		}
	}
	return hangUp(ctx, tx, of)
}

// goHome has delegates and sites that are there leave, and tells it: whoever comes another day has to come again. A code that
// hung on a wall is worth nothing by then.
func goHome(ctx context.Context, tx *ent.Tx, of gid.ID) error {
	there := attendance.PresenceIn(attendance.PresenceInHall, attendance.PresenceOnline)
	rows, err := tx.Attendance.Query().Where(attendance.ConferenceID(of), there).Order(attendance.ByOrdinal()).All(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(rows, rollMost) {
		ids, left := make([]gid.ID, len(some)), store.Now(ctx)
		for i, a := range some {
			ids[i], left = a.ID, after(said(a.ArrivedAt), left)
		}
		if err := tx.Attendance.Update().Where(attendance.IDIn(ids...)).SetPresence(attendance.PresenceLeft).SetLeftAt(left).Exec(ctx); err != nil {
			return err
		}
		if err := tell(ctx, tx, of, attendance.IDIn(ids...)); err != nil {
			return err
		}
	}
	if err := tx.Site.Update().Where(site.ConferenceID(of)).ClearCheckInCode().Exec(ctx); err != nil {
		return err
	}
	sites, err := tx.Site.Query().Where(site.ConferenceID(of), site.CheckedInAtNotNil(), site.CheckedOutAtIsNil()).Order(site.ByID()).All(ctx)
	if err != nil {
		return err
	}
	for _, at := range sites {
		left := after(*at.CheckedInAt, store.Now(ctx))
		if err := tx.Site.Update().Where(site.ID(at.ID)).SetCheckedOutAt(left).Exec(ctx); err != nil {
			return err
		}
		journal.Append(ctx, journal.OfConference(of), journal.SiteCheckedOut{SiteID: at.ID, Code: at.Code, Name: at.Name, CheckedOutAt: left})
	}
	return nil
}

// dismiss withdraws every request that waits, and tells it. Nobody withdraws, or gives the floor, at the same moment: they all
// stand.
func dismiss(ctx context.Context, tx *ent.Tx, of gid.ID) error {
	waiting := on(of, floorrequest.StateWaiting)
	rows, err := tx.FloorRequest.Query().Where(waiting).
		Order(ent.Asc(floorrequest.FieldRequestedAt, floorrequest.FieldID)).WithUnit().WithSite().All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	end := after(rows[len(rows)-1].RequestedAt, store.Now(ctx))
	for _, r := range rows {
		r.State, r.EndedAt = floorrequest.StateWithdrawn, &end
		journal.Append(ctx, journal.OfConference(of), journal.FloorRequestWithdrawn{Request: TurnOf(r)})
	}
	return tx.FloorRequest.Update().Where(waiting).SetState(floorrequest.StateWithdrawn).SetEndedAt(end).Exec(ctx)
}

// hangUp has every site be lost that was heard of, and tells it.
func hangUp(ctx context.Context, tx *ent.Tx, of gid.ID) error {
	sites, err := tx.Site.Query().Where(site.ConferenceID(of), heard).Order(site.ByID()).All(ctx)
	if err != nil || len(sites) == 0 {
		return err
	}
	now := store.Now(ctx)
	for _, at := range sites {
		since := after(said(at.LinkedAt), now)
		if err := tx.Site.Update().Where(site.ID(at.ID)).SetLink(site.LinkLost).SetLinkedAt(since).Exec(ctx); err != nil {
			return err
		}
		journal.Append(ctx, journal.OfConference(of), linked(at, site.LinkLost, since))
	}
	return nil
}
