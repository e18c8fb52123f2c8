package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/membership"
	"thidua/ent/predicate"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// The commands of the floor take and return the id of a request. Those that the requester may not call are
// for the conductors of the conference.

// updateFloorRequest runs do with a request, in a transaction that keeps the conference in one of the states.
func updateFloorRequest(
	ctx context.Context, s *store.Store, id gid.ID, access requesterAccess, allowed []conference.State,
	do func(context.Context, *store.Tx, *ent.FloorRequest) error,
) (gid.ID, error) {
	c, err := authorizeRequestChange(ctx, s, id, access)
	if err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, allowed...); err != nil {
			return err
		}
		r, err := readFloorRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		return do(ctx, tx, r)
	})
}

// requesterAccess says whether the requester may call a command, besides the conductors of the conference.
type requesterAccess bool

const (
	conductorsOnly         requesterAccess = false
	conductorsAndRequester requesterAccess = true // and whoever may make the request
)

// authorizeRequestChange returns the conference of a request. Errors: NOT_FOUND, FORBIDDEN.
func authorizeRequestChange(
	ctx context.Context, s *store.Store, id gid.ID, access requesterAccess,
) (*ent.Conference, error) {
	c, err := findConference(ctx, s, conference.HasFloorRequestsWith(floorrequest.ID(id)))
	if err != nil {
		return nil, err
	}
	if access == conductorsOnly {
		return c, viewer.Require(ctx, conductors.rules(c)...)
	}
	r, err := notFoundAsFault(s.Reader().FloorRequest.Query().Where(floorrequest.ID(id)).WithSite().Only(ctx))
	if err != nil {
		return nil, err
	}
	if slices.Contains(conductorOnlyKinds, r.Kind) {
		return c, viewer.Require(ctx, conductors.rules(c)...)
	}
	return c, authorizeRequester(ctx, s, c, deref(r.UnitID), r.Edges.Site)
}

// authorizeRequester returns FORBIDDEN if the viewer may not request the floor for a unit, 0 for none, from
// a site, nil for none. Delegates of the unit may, its editors if it takes part, and the screen of a site for
// the unit that operates it.
func authorizeRequester(
	ctx context.Context, s *store.Store, c *ent.Conference, unit gid.ID, siteRow *ent.Site,
) error {
	rules := conductors.rules(c)
	if unit != 0 {
		rules = append(rules, viewer.AllowDelegate(c.ID, unit))
	}
	if siteRow != nil && siteRow.UnitID != nil && (unit == 0 || unit == *siteRow.UnitID) {
		rules = append(rules, viewer.AllowScreen(c.ID, *siteRow.UnitID))
	}
	err := viewer.Require(ctx, rules...)
	if err == nil || unit == 0 || viewer.Require(ctx, viewer.AllowEditor(unit, c.SchoolYear)) != nil {
		return err
	}
	if member, memberErr := unitTakesPart(ctx, s, c, unit); memberErr != nil || member {
		return memberErr
	}
	return err
}

// unitTakesPart reports whether a unit is a member of the cluster that holds the
// conference, or is on its roll.
func unitTakesPart(ctx context.Context, s *store.Store, c *ent.Conference, unit gid.ID) (bool, error) {
	if c.ClusterID == nil {
		return true, nil
	}
	member, err := s.Reader().Membership.Query().
		Where(membership.ClusterID(*c.ClusterID), membership.UnitID(unit),
			membership.SchoolYear(c.SchoolYear)).Exist(ctx)
	if member || err != nil {
		return member, err
	}
	return unitOnRoll(ctx, s, c.ID, unit)
}

func readFloorRequest(ctx context.Context, tx *store.Tx, id gid.ID) (*ent.FloorRequest, error) {
	return notFoundAsFault(tx.FloorRequest.Query().Where(floorrequest.ID(id)).WithUnit().WithSite().Only(ctx))
}

// floorRequestsInState selects the requests of a conference in one of the states.
func floorRequestsInState(conferenceID gid.ID, states ...floorrequest.State) predicate.FloorRequest {
	return floorrequest.And(floorrequest.ConferenceID(conferenceID), floorrequest.StateIn(states...))
}

// requireWaiting returns a fault if a request is not in the queue.
func requireWaiting(r *ent.FloorRequest) error {
	switch r.State {
	case floorrequest.StateWaiting:
		return nil
	case floorrequest.StateWithdrawn:
		return fault.FloorRequestWithdrawn.With()
	}
	return fault.FloorAlreadyGiven.With()
}

// appendFloorEvent appends an event with a request to the journal. It reads the row again, so that both
// agree.
func appendFloorEvent(
	ctx context.Context, tx *store.Tx, id gid.ID, change func(journal.FloorRequestState) journal.Change,
) error {
	r, err := readFloorRequest(ctx, tx, id)
	if err != nil {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(r.ConferenceID), change(FloorRequestStateOf(r)))
	return nil
}

// FloorRequestStateOf returns a request as in journal events. The row was read with its unit and its site.
func FloorRequestStateOf(r *ent.FloorRequest) journal.FloorRequestState {
	t := journal.FloorRequestState{
		RequestID: r.ID, Kind: r.Kind, State: r.State, Speaker: r.Speaker, Subject: r.Subject,
		AgendaItemID: r.AgendaItemID, SiteID: r.SiteID, UnitID: r.UnitID, PersonID: r.PersonID,
		SpeechID: r.SpeechID, Place: r.Place, PlaceReason: r.PlaceReason, AllottedSeconds: r.AllottedSeconds,
		SpentSeconds: r.SpentSeconds, RequestedAt: r.RequestedAt.UTC(), GivenAt: utcPtr(r.GivenAt),
		ResumedAt: utcPtr(r.ResumedAt), EndedAt: utcPtr(r.EndedAt),
	}
	if u := r.Edges.Unit; u != nil {
		t.UnitCode, t.UnitName = &u.Code, &u.Name
	}
	if s := r.Edges.Site; s != nil {
		t.SiteCode, t.SiteName = &s.Code, &s.Name
	}
	return t
}
