package conference

import (
	"cmp"
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/person"
	"thidua/ent/site"
	"thidua/internal/command"
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
	minTurnSeconds         = 10
	maxTurnSeconds         = 7200
	maxWaitingPerRequester = 5
)

// defaultSeconds is the allotted time of a kind if it is not specified, in seconds.
var defaultSeconds = map[floorrequest.Kind]int{
	floorrequest.KindPresentation: 600, floorrequest.KindRemark: 180, floorrequest.KindPointOfOrder: 60,
	floorrequest.KindQuestion: 60, floorrequest.KindAnswer: 180,
	floorrequest.KindOpening: 600, floorrequest.KindWelcome: 600, floorrequest.KindGuidance: 900,
}

// conductorOnlyKinds are the kinds that only the conductors of the conference may request.
var conductorOnlyKinds = []floorrequest.Kind{
	floorrequest.KindOpening, floorrequest.KindWelcome, floorrequest.KindGuidance,
}

// RequestFloor requests the floor. Not idempotent: each call creates a request. Called by the API, for the
// conductors of the conference, delegates and editors of the unit, and the screen of its site. Errors:
// NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE, WRONG_STATE, FLOOR_REQUESTED_ENOUGH.
func RequestFloor(ctx context.Context, s *store.Store, in NewFloorRequest) (id gid.ID, err error) {
	c, err := findConference(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	siteRow, err := s.Reader().Site.Query().Where(site.ConferenceID(c.ID), site.Code(in.Site)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return 0, err
	}
	if err := authorizeRequester(ctx, s, c, deref(optionalID(registry.UnitID, in.Unit)), siteRow); err != nil {
		return 0, err
	}
	if slices.Contains(conductorOnlyKinds, in.Kind) {
		if err := viewer.Require(ctx, conductors.rules(c)...); err != nil {
			return 0, err
		}
	}
	if err := command.Validate(in, checkFloorRequest); err != nil {
		return 0, err
	}
	err = retryOnConflict(ctx, s, func(ctx context.Context, tx *store.Tx) error {
		id, err = insertRequest(ctx, tx, c.ID, in)
		tx.SetResultIDs(id)
		return err
	})
	return id, err
}

func checkFloorRequest(in NewFloorRequest, v *command.Validator) {
	v.Enum("kind", floorrequest.KindValidator(in.Kind))
	v.Require(in.Unit != "" || in.Site != "", "unit", command.ReasonMissing)
	v.OptionalText("speaker", in.Speaker)
	v.OptionalText("subject", in.Subject)
	v.AtMost("speaker", len(in.Speaker), maxNameBytes)
	v.AtMost("subject", len(in.Subject), maxTextBytes)
	if in.AllottedSeconds != 0 {
		checkAllottedSeconds(in.AllottedSeconds, v)
	}
}

func checkAllottedSeconds(seconds int, v *command.Validator) {
	v.Require(seconds >= minTurnSeconds && seconds <= maxTurnSeconds, "allottedSeconds", command.ReasonBadValue)
}

func insertRequest(
	ctx context.Context, tx *store.Tx, conferenceID gid.ID, in NewFloorRequest,
) (gid.ID, error) {
	if err := lockInStateShared(ctx, tx, conferenceID, liveStates...); err != nil {
		return 0, err
	}
	r := tx.FloorRequest.Create().SetConferenceID(conferenceID).SetKind(in.Kind).
		SetNillableSubject(command.NilIfZero(in.Subject)).
		SetRequestedAt(tx.Now()).SetAllottedSeconds(defaultSeconds[in.Kind])
	if in.AllottedSeconds != 0 {
		r.SetAllottedSeconds(in.AllottedSeconds)
	}
	if err := setReferences(ctx, tx, r, conferenceID, in); err != nil {
		return 0, err
	}
	requester := SiteID(in.Conference, in.Site)
	if in.Unit != "" {
		requester = registry.UnitID(in.Unit)
	}
	first, err := lockAndCheckRequestLimit(ctx, tx, conferenceID, requester)
	if err != nil {
		return 0, err
	}
	id := firstRequestID(conferenceID, requester)
	if !first {
		id = gid.New(gid.FloorRequest)
	}
	if err := r.SetID(id).Exec(ctx); err != nil {
		return 0, err
	}
	return id, appendFloorEvent(ctx, tx, id, func(t journal.FloorRequestState) journal.Change {
		return journal.FloorRequested{Entry: t}
	})
}

// setReferences sets the unit, site, person and agenda item of a request. Errors: UNKNOWN_CODE.
func setReferences(
	ctx context.Context, tx *store.Tx, r *ent.FloorRequestCreate, conferenceID gid.ID, in NewFloorRequest,
) error {
	var refs command.Refs
	r.SetNillableUnitID(command.OptionalRef(&refs, "unit", registry.UnitID, in.Unit))
	if in.Site != "" {
		siteID, err := tx.Site.Query().Where(site.ConferenceID(conferenceID), site.Code(in.Site)).OnlyID(ctx)
		switch {
		case ent.IsNotFound(err):
			refs.AddUnknown("site", gid.Site, fault.SanitizeWord(in.Site))
		case err != nil:
			return err
		default:
			r.SetSiteID(siteID)
		}
	}
	speaker := in.Speaker
	if in.Person != "" {
		p, err := tx.Person.Query().Where(person.Code(in.Person)).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			refs.AddUnknown("person", gid.Person, fault.SanitizeWord(in.Person))
		case err != nil:
			return err
		default:
			r.SetPersonID(p.ID)
			speaker = cmp.Or(speaker, p.Name)
		}
	}
	r.SetNillableSpeaker(command.NilIfZero(speaker))
	item := isCurrentItem(conferenceID)
	if in.AgendaItem != nil {
		item = agendaitem.And(agendaitem.ConferenceID(conferenceID), agendaitem.ID(*in.AgendaItem))
	}
	itemID, err := tx.AgendaItem.Query().Where(item).OnlyID(ctx)
	switch {
	case err == nil:
		r.SetAgendaItemID(itemID)
	case !ent.IsNotFound(err):
		return err
	case in.AgendaItem != nil:
		refs.AddUnknown("agendaItem", gid.AgendaItem, in.AgendaItem.String())
	}
	return refs.Check(ctx, tx)
}

// lockAndCheckRequestLimit serialises the requests of one unit, or of one site, by locking the first of them,
// and nothing else. It reports whether there are none yet. Errors: FLOOR_REQUESTED_ENOUGH if
// maxWaitingPerRequester requests wait.
func lockAndCheckRequestLimit(
	ctx context.Context, tx *store.Tx, conferenceID, requester gid.ID,
) (first bool, err error) {
	one := tx.FloorRequest.Query().Where(floorrequest.ID(firstRequestID(conferenceID, requester)))
	one.Modify(store.Lock)
	exists, err := one.Exist(ctx)
	if !exists || err != nil {
		return true, err
	}
	own := floorrequest.UnitID(requester)
	if kind, _ := requester.Kind(); kind == gid.Site {
		own = floorrequest.And(floorrequest.SiteID(requester), floorrequest.UnitIDIsNil())
	}
	n, err := tx.FloorRequest.Query().Where(floorRequestsInState(conferenceID, floorrequest.StateWaiting), own).
		Count(ctx)
	if err == nil && n >= maxWaitingPerRequester {
		err = fault.FloorRequestedEnough.With("max", maxWaitingPerRequester, "value", n)
	}
	return false, err
}

// firstRequestID returns the id of the first request of a unit, or of a site without a unit. Its row is the
// lock that later requests take.
func firstRequestID(conference, requester gid.ID) gid.ID {
	return gid.Derive(gid.FloorRequest, conference.String(), requester.String())
}

func unitOnRoll(ctx context.Context, s *store.Store, conferenceID, unit gid.ID) (bool, error) {
	return s.Reader().Attendance.Query().
		Where(attendance.ConferenceID(conferenceID), attendance.UnitID(unit)).
		Exist(ctx)
}
