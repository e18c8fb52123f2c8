package conference

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// InviteDelegates appends delegates to the roll of a conference and returns their ids in the same order. Not
// idempotent: a unit may send several unnamed delegates, so each call adds them. Called by the API. Errors:
// NOT_FOUND, FORBIDDEN, TOO_MANY_AT_ONCE, BAD_INPUT, UNKNOWN_CODE, WRONG_STATE.
func InviteDelegates(ctx context.Context, s *store.Store, in Invitation) ([]gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return nil, err
	}
	if err := checkListLength("delegates", in.Delegates, maxInviteDelegates); err != nil {
		return nil, err
	}
	if err := command.Validate(in, checkInvitation); err != nil {
		return nil, err
	}
	ids := make([]gid.ID, len(in.Delegates))
	for i := range ids {
		ids[i] = gid.New(gid.Attendance)
	}
	return ids, s.Tx(store.WithResultIDs(ctx, ids...), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil { // also reserves the ordinals
			return err
		}
		if err := insertDelegates(ctx, tx, c.ID, ids, in.Delegates); err != nil {
			return err
		}
		return publishAttendances(ctx, tx, c.ID, attendance.IDIn(ids...))
	})
}

func checkInvitation(in Invitation, v *command.Validator) {
	v.Require(len(in.Delegates) > 0, "delegates", command.ReasonEmpty)
	for i, d := range in.Delegates {
		element := v.Element("delegates", i)
		element.Enum("capacity", attendance.CapacityValidator(d.Capacity))
		element.Text("title", d.Title)
		checkOptionalLine("title", d.Title, element)
	}
}

func insertDelegates(
	ctx context.Context, tx *store.Tx, conference gid.ID, ids []gid.ID, delegates []Invited,
) error {
	var refs command.Refs
	sites, err := siteIDsByCode(ctx, tx, conference)
	if err != nil {
		return err
	}
	for i, d := range delegates {
		path := fmt.Sprintf("delegates[%d].", i)
		command.OptionalRef(&refs, path+"unit", registry.UnitID, d.Unit)
		command.OptionalRef(&refs, path+"person", registry.PersonID, d.Person)
		if _, ok := sites[d.Site]; d.Site != "" && !ok {
			refs.AddUnknown(path+"site", gid.Site, fault.SanitizeWord(d.Site))
		}
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	last, err := tx.Attendance.Query().Where(attendance.ConferenceID(conference)).
		Order(ent.Desc(attendance.FieldOrdinal)).Limit(1).Select(attendance.FieldOrdinal).Ints(ctx)
	if err != nil {
		return err
	}
	last = append(last, 0)
	return tx.Attendance.MapCreateBulk(delegates, func(create *ent.AttendanceCreate, i int) {
		d := delegates[i]
		create.SetID(ids[i]).SetConferenceID(conference).SetOrdinal(last[0] + i + 1).
			SetCapacity(d.Capacity).SetTitle(d.Title).
			SetNillableUnitID(optionalID(registry.UnitID, d.Unit)).
			SetNillablePersonID(optionalID(registry.PersonID, d.Person))
		if d.Site != "" {
			create.SetSiteID(sites[d.Site])
		}
	}).Exec(ctx)
}

// siteIDsByCode returns the ids of a conference's sites by code.
func siteIDsByCode(ctx context.Context, tx *store.Tx, conferenceID gid.ID) (map[string]gid.ID, error) {
	rows, err := tx.Site.Query().Where(site.ConferenceID(conferenceID)).All(ctx)
	if err != nil {
		return nil, err
	}
	sites := make(map[string]gid.ID, len(rows))
	for _, row := range rows {
		sites[row.Code] = row.ID
	}
	return sites, nil
}
