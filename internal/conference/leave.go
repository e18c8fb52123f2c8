package conference

import (
	"context"
	"log/slog"
	"slices"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/predicate"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// over are the states of a conference that is not held any more.
var over = []conference.State{conference.StateClosed, conference.StateCancelled}

// heard are the sites that a conference hears of.
var heard = site.LinkIn(site.LinkConnected, site.LinkLagging)

// leaveHall is what a step does to who waits for the floor and to the sites: nobody waits where the conference is over, and no
// site is heard of where it is not gathered. Who waits at one that is postponed does so until it is held.
func leaveHall(ctx context.Context, tx *ent.Tx, of gid.ID, to conference.State) error {
	if slices.Contains(over, to) {
		if err := dismiss(ctx, tx, of); err != nil {
			return err
		}
	}
	if slices.Contains(gathered, to) {
		return nil
	}
	return hangUp(ctx, tx, of)
}

// dismiss withdraws every request that waits, and tells it.
func dismiss(ctx context.Context, tx *ent.Tx, of gid.ID) error {
	rows, err := tx.FloorRequest.Query().Where(on(of, floorrequest.StateWaiting)).
		Order(ent.Asc(floorrequest.FieldRequestedAt, floorrequest.FieldID)).All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	end := after(rows[len(rows)-1].RequestedAt, store.Now(ctx))
	for some := range slices.Chunk(rows, rollMost) {
		these := floorrequest.IDIn(idsOf(some)...)
		if err := tx.FloorRequest.Update().Where(these, floorrequest.StateEQ(floorrequest.StateWaiting)).
			SetState(floorrequest.StateWithdrawn).SetEndedAt(end).Exec(ctx); err != nil {
			return err
		}
		// Those that their own people withdrew at this very moment may well be told twice.
		gone, err := tx.FloorRequest.Query().Where(these).Order(ent.Asc(floorrequest.FieldRequestedAt, floorrequest.FieldID)).WithUnit().WithSite().All(ctx)
		if err != nil {
			return err
		}
		for _, r := range gone {
			journal.Append(ctx, journal.OfConference(of), journal.FloorRequestWithdrawn{Request: TurnOf(r)})
		}
	}
	return nil
}

func idsOf(rows []*ent.FloorRequest) []gid.ID {
	ids := make([]gid.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
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

// settle looks once more, after a commit, that a conference was left by all. On PostgreSQL neither who asks for the floor nor a
// site that is heard of waits for who closes it, so one of the two may see nothing of the other. What the verb did stays done.
func settle(ctx context.Context, s *store.Store, id gid.ID) {
	left, err := s.Reader().Conference.Query().Where(conference.ID(id), unsettled()).Exist(viewer.With(ctx, viewer.Operator()))
	if err == nil && left {
		err = s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
			c, err := tx.Conference.Get(ctx, id)
			if err != nil {
				return err
			}
			return leaveHall(ctx, tx, id, c.State)
		})
	}
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "it was not seen whether all left a conference", "error", err)
	}
}

// unsettled are conferences that somebody did not leave.
func unsettled() predicate.Conference {
	return conference.Or(
		conference.And(conference.StateIn(over...), conference.HasFloorRequestsWith(floorrequest.StateEQ(floorrequest.StateWaiting))),
		conference.And(conference.StateNotIn(gathered...), conference.HasSitesWith(heard)),
	)
}
