package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// findDelegate returns a delegate as seen by the caller, with their conference, unit and site. Errors:
// NOT_FOUND.
func delegateOf(ctx context.Context, s *store.Store, id gid.ID) (*ent.Attendance, error) {
	return seen(s.Reader().Attendance.Query().Where(attendance.ID(id)).
		WithConference().WithUnit().WithSite().Only(ctx))
}

// updateAttendance updates the status of a delegate, and publishes it if it changed. It writes only to the
// delegate's row, because hundreds check in at once.
func enter(
	ctx context.Context, tx *ent.Tx, a *ent.Attendance, allowed []conference.State,
	update func(Called) (Called, error),
) error {
	if err := standTogether(ctx, tx, a.ConferenceID, allowed...); err != nil {
		return err
	}
	row, err := tx.Attendance.Get(ctx, a.ID)
	if ent.IsNotFound(err) { // removed from the roll concurrently
		return fault.NotFound.With()
	}
	if err != nil {
		return err
	}
	was := calledOf(row)
	is, err := update(was)
	if err != nil || is.Equal(was) && is.WrongCodes == was.WrongCodes {
		return err
	}
	n, err := is.put(tx.Attendance.Update().Where(attendance.ID(a.ID), as(was))).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 { // changed concurrently: retry from the new status
		return enter(ctx, tx, a, allowed, update)
	}
	if !is.Equal(was) {
		is.onto(row)
		row.Edges = a.Edges
		// The site may have been assigned concurrently.
		if at := a.Edges.Site; row.SiteID != nil && (at == nil || at.ID != *row.SiteID) {
			if row.Edges.Site, err = tx.Site.Get(ctx, *row.SiteID); err != nil {
				return err
			}
		}
		journal.Append(ctx, journal.OfConference(a.ConferenceID), journal.AttendanceChanged{
			Attendances: []journal.Attendance{AttendanceOf(row)},
		})
	}
	return nil
}

func calledOf(a *ent.Attendance) Called {
	return Called{
		Presence: a.Presence, ArrivedAt: a.ArrivedAt, LeftAt: a.LeftAt, AbsenceReason: a.AbsenceReason,
		Substitute: a.Substitute, SubstituteAuthority: a.SubstituteAuthority, SiteID: a.SiteID,
		WrongCodes: a.WrongCodes,
	}
}

func (c Called) onto(a *ent.Attendance) {
	a.Presence, a.ArrivedAt, a.LeftAt, a.AbsenceReason = c.Presence, c.ArrivedAt, c.LeftAt, c.AbsenceReason
	a.Substitute, a.SubstituteAuthority = c.Substitute, c.SubstituteAuthority
	a.SiteID, a.WrongCodes = c.SiteID, c.WrongCodes
}

func (c Called) put(u *ent.AttendanceUpdate) *ent.AttendanceUpdate {
	u.SetPresence(c.Presence).SetWrongCodes(c.WrongCodes)
	setOr(c.ArrivedAt, u.SetArrivedAt, u.ClearArrivedAt)
	setOr(c.LeftAt, u.SetLeftAt, u.ClearLeftAt)
	setOr(c.AbsenceReason, u.SetAbsenceReason, u.ClearAbsenceReason)
	setOr(c.Substitute, u.SetSubstitute, u.ClearSubstitute)
	setOr(c.SubstituteAuthority, u.SetSubstituteAuthority, u.ClearSubstituteAuthority)
	setOr(c.SiteID, u.SetSiteID, u.ClearSiteID)
	return u
}

func setOr[T any](v *T, set func(T) *ent.AttendanceUpdate, clear func() *ent.AttendanceUpdate) {
	if v != nil {
		set(*v)
	} else {
		clear()
	}
}

// unchangedSince matches a delegate whose status is still what was read.
func as(was Called) predicate.Attendance {
	return attendance.And(
		attendance.PresenceEQ(was.Presence), attendance.WrongCodes(was.WrongCodes),
		isOr(was.ArrivedAt, attendance.ArrivedAt, attendance.ArrivedAtIsNil),
		isOr(was.LeftAt, attendance.LeftAt, attendance.LeftAtIsNil),
		isOr(was.AbsenceReason, attendance.AbsenceReason, attendance.AbsenceReasonIsNil),
		isOr(was.Substitute, attendance.Substitute, attendance.SubstituteIsNil),
		isOr(was.SubstituteAuthority, attendance.SubstituteAuthority, attendance.SubstituteAuthorityIsNil),
		isOr(was.SiteID, attendance.SiteID, attendance.SiteIDIsNil),
	)
}

func isOr[T any](
	v *T, equals func(T) predicate.Attendance, isNil func() predicate.Attendance,
) predicate.Attendance {
	if v != nil {
		return equals(*v)
	}
	return isNil()
}

// AttendanceOf returns a delegate as events contain them; the row's unit and site must be loaded.
func AttendanceOf(a *ent.Attendance) journal.Attendance {
	out := journal.Attendance{
		AttendanceID: a.ID, Ordinal: a.Ordinal, Capacity: a.Capacity, Role: a.Role, Presence: a.Presence,
		UnitID: a.UnitID, PersonID: a.PersonID, SiteID: a.SiteID,
		ArrivedAt: utc(a.ArrivedAt), LeftAt: utc(a.LeftAt), AbsenceReason: a.AbsenceReason,
		Substitute: a.Substitute, SubstituteAuthority: a.SubstituteAuthority,
	}
	if a.Edges.Unit != nil {
		out.UnitCode = &a.Edges.Unit.Code
	}
	if a.SiteID != nil && a.Edges.Site != nil {
		out.SiteCode = &a.Edges.Site.Code
	}
	return out
}
