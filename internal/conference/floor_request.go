package conference

import (
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/person"
	"thidua/ent/site"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Limits of the allotted seconds of a turn, and of the waiting requests of a unit or
// of a site without a unit.
const (
	turnLeast  = 10
	turnMost   = 7200
	waitingMax = 5
)

// defaultSeconds is the allotted time of a kind if it is not specified, in seconds.
var usual = map[floorrequest.Kind]int{
	floorrequest.KindPresentation: 600, floorrequest.KindRemark: 180, floorrequest.KindPointOfOrder: 60,
	floorrequest.KindQuestion: 60, floorrequest.KindAnswer: 180,
	floorrequest.KindOpening: 600, floorrequest.KindWelcome: 600, floorrequest.KindGuidance: 900,
}

// arrangedKinds are the kinds that only the conductors of the conference may request.
var arrangedKinds = []floorrequest.Kind{
	floorrequest.KindOpening, floorrequest.KindWelcome, floorrequest.KindGuidance,
}

// RequestFloor requests the floor. Not idempotent: each call creates a request. Called by the API, for the
// conductors of the conference, delegates and editors of the unit, and the screen of its site. Errors:
// NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE, WRONG_STATE, FLOOR_REQUESTED_ENOUGH.
func RequestFloor(ctx context.Context, s *store.Store, in NewFloorRequest) (id gid.ID, err error) {
	c, err := find(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	from, err := s.Reader().Site.Query().Where(site.ConferenceID(c.ID), site.Code(in.Site)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return 0, err
	}
	if err := mayAsk(ctx, s, c, said(to(registry.UnitID, in.Unit)), from); err != nil {
		return 0, err
	}
	if slices.Contains(arrangedKinds, in.Kind) {
		if err := viewer.Require(ctx, conducting.allows(c)...); err != nil {
			return 0, err
		}
	}
	if err := registry.Checked(in, checkFloorRequest); err != nil {
		return 0, err
	}
	err = orSecond(ctx, s, func(ctx context.Context, tx *ent.Tx) error {
		id, err = ask(ctx, tx, c.ID, in)
		store.SetOutcome(ctx, id)
		return err
	})
	return id, err
}

func checkFloorRequest(in NewFloorRequest, c *registry.Check) {
	c.Value("kind", floorrequest.KindValidator(in.Kind))
	c.That(in.Unit != "" || in.Site != "", "unit", registry.Missing)
	c.MaybeText("speaker", in.Speaker)
	c.MaybeText("subject", in.Subject)
	c.That(len(in.Speaker) <= proseMax && len(in.Subject) <= proseMax, "subject", registry.TooLarge)
	if in.Seconds != 0 {
		checkAllotted(in.Seconds, c)
	}
}

func checkAllotted(seconds int, c *registry.Check) {
	c.That(seconds >= turnLeast && seconds <= turnMost, "seconds", registry.BadValue)
}

func ask(ctx context.Context, tx *ent.Tx, conferenceID gid.ID, in NewFloorRequest) (gid.ID, error) {
	if err := standTogether(ctx, tx, conferenceID, gathered...); err != nil {
		return 0, err
	}
	r := tx.FloorRequest.Create().SetConferenceID(conferenceID).SetKind(in.Kind).
		SetNillableSubject(registry.Given(in.Subject)).
		SetRequestedAt(store.Now(ctx)).SetAllottedSeconds(usual[in.Kind])
	if in.Seconds != 0 {
		r.SetAllottedSeconds(in.Seconds)
	}
	if err := refer(ctx, tx, r, conferenceID, in); err != nil {
		return 0, err
	}
	requester := SiteID(in.Conference, in.Site)
	if in.Unit != "" {
		requester = registry.UnitID(in.Unit)
	}
	first, err := joinLine(ctx, tx, conferenceID, requester)
	if err != nil {
		return 0, err
	}
	id := firstOf(conferenceID, requester)
	if !first {
		id = gid.New(gid.FloorRequest)
	}
	if err := r.SetID(id).Exec(ctx); err != nil {
		return 0, err
	}
	return id, tellTurn(ctx, tx, id, func(t journal.FloorTurn) journal.Change {
		return journal.FloorRequested{Request: t}
	})
}

// setReferences sets the unit, site, person and agenda item of a request. Errors: UNKNOWN_CODE.
func refer(
	ctx context.Context, tx *ent.Tx, r *ent.FloorRequestCreate, conferenceID gid.ID, in NewFloorRequest,
) error {
	var refs registry.Refs
	r.SetNillableUnitID(registry.MaybeRef(&refs, registry.UnitID, in.Unit))
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	if in.Site != "" {
		from, err := tx.Site.Query().Where(site.ConferenceID(conferenceID), site.Code(in.Site)).OnlyID(ctx)
		if err != nil {
			return missing(err, gid.Site, in.Site)
		}
		r.SetSiteID(from)
	}
	speaker := in.Speaker
	if in.Person != "" {
		p, err := tx.Person.Query().Where(person.Code(in.Person)).Only(ctx)
		if err != nil {
			return missing(err, gid.Person, in.Person)
		}
		r.SetPersonID(p.ID)
		if speaker == "" {
			speaker = p.Name
		}
	}
	r.SetNillableSpeaker(registry.Given(speaker))
	item := running(conferenceID)
	if in.AgendaItem != nil {
		item = agendaitem.And(agendaitem.ConferenceID(conferenceID), agendaitem.ID(*in.AgendaItem))
	}
	itemID, err := tx.AgendaItem.Query().Where(item).OnlyID(ctx)
	if err == nil {
		r.SetAgendaItemID(itemID)
	} else if in.AgendaItem != nil || !ent.IsNotFound(err) {
		return missing(err, gid.AgendaItem, said(in.AgendaItem).String())
	}
	return nil
}

// lockRequester serialises the requests of one unit, or of one site, and locks nothing else. It reports
// whether there are none yet. Errors: FLOOR_REQUESTED_ENOUGH if maxWaitingPerRequester requests wait.
func joinLine(ctx context.Context, tx *ent.Tx, conferenceID, requester gid.ID) (first bool, err error) {
	n, err := tx.FloorRequest.Update().Where(floorrequest.ID(firstOf(conferenceID, requester))).
		AddSpentSeconds(0).Save(ctx)
	if n == 0 || err != nil {
		return true, err
	}
	own := floorrequest.UnitID(requester)
	if kind, _ := requester.Kind(); kind == gid.Site {
		own = floorrequest.And(floorrequest.SiteID(requester), floorrequest.UnitIDIsNil())
	}
	n, err = tx.FloorRequest.Query().Where(on(conferenceID, floorrequest.StateWaiting), own).Count(ctx)
	if err == nil && n >= waitingMax {
		err = fault.FloorRequestedEnough.With("max", waitingMax)
	}
	return false, err
}

// lockRequestID returns the id of the first request of a unit, or of a site without a unit. Its row is the
// lock that later requests take.
func firstOf(conference, requester gid.ID) gid.ID {
	return gid.Of(gid.FloorRequest, conference.String(), requester.String())
}

func onRoll(ctx context.Context, s *store.Store, conferenceID, unit gid.ID) (bool, error) {
	return s.Reader().Attendance.Query().
		Where(attendance.ConferenceID(conferenceID), attendance.UnitID(unit)).
		Exist(ctx)
}
