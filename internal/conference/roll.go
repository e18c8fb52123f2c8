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

// delegateOf finds a delegate on a roll with the eyes of who is asking, with their conference, unit and site.
func delegateOf(ctx context.Context, s *store.Store, id gid.ID) (*ent.Attendance, error) {
	return seen(s.Reader().Attendance.Query().Where(attendance.ID(id)).WithConference().WithUnit().WithSite().Only(ctx))
}

// enter enters into the roll what a call says of a delegate, and tells it where it is anything new. It writes to the
// delegate's own row alone: five hundred come at once.
func enter(ctx context.Context, tx *ent.Tx, a *ent.Attendance, allowed []conference.State, say func(Called) (Called, error)) error {
	if err := standTogether(ctx, tx, a.ConferenceID, allowed...); err != nil {
		return err
	}
	row, err := tx.Attendance.Get(ctx, a.ID)
	if ent.IsNotFound(err) { // on no roll any more
		return fault.NotFound.With()
	}
	if err != nil {
		return err
	}
	was := calledOf(row)
	is, err := say(was)
	if err != nil || is.Equal(was) && is.WrongCodes == was.WrongCodes {
		return err
	}
	n, err := is.put(tx.Attendance.Update().Where(attendance.ID(a.ID), as(was))).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 { // somebody else was faster: from what it says now
		return enter(ctx, tx, a, allowed, say)
	}
	if !is.Equal(was) {
		is.onto(row)
		row.Edges = a.Edges
		if at := a.Edges.Site; row.SiteID != nil && (at == nil || at.ID != *row.SiteID) { // they came to another hall just now
			if row.Edges.Site, err = tx.Site.Get(ctx, *row.SiteID); err != nil {
				return err
			}
		}
		journal.Append(ctx, journal.OfConference(a.ConferenceID), journal.AttendanceChanged{Attendances: []journal.Attendance{AttendanceOf(row)}})
	}
	return nil
}

func calledOf(a *ent.Attendance) Called {
	return Called{
		Presence: a.Presence, ArrivedAt: a.ArrivedAt, LeftAt: a.LeftAt, AbsenceReason: a.AbsenceReason,
		Substitute: a.Substitute, SubstituteAuthority: a.SubstituteAuthority, SiteID: a.SiteID, WrongCodes: a.WrongCodes,
	}
}

func (c Called) onto(a *ent.Attendance) {
	a.Presence, a.ArrivedAt, a.LeftAt, a.AbsenceReason = c.Presence, c.ArrivedAt, c.LeftAt, c.AbsenceReason
	a.Substitute, a.SubstituteAuthority, a.SiteID, a.WrongCodes = c.Substitute, c.SubstituteAuthority, c.SiteID, c.WrongCodes
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

// as is a delegate of whom the roll still says what was read.
func as(was Called) predicate.Attendance {
	return attendance.And(
		attendance.PresenceEQ(was.Presence), attendance.WrongCodes(was.WrongCodes),
		isOr(was.ArrivedAt, attendance.ArrivedAt, attendance.ArrivedAtIsNil), isOr(was.LeftAt, attendance.LeftAt, attendance.LeftAtIsNil),
		isOr(was.AbsenceReason, attendance.AbsenceReason, attendance.AbsenceReasonIsNil),
		isOr(was.Substitute, attendance.Substitute, attendance.SubstituteIsNil),
		isOr(was.SubstituteAuthority, attendance.SubstituteAuthority, attendance.SubstituteAuthorityIsNil),
		isOr(was.SiteID, attendance.SiteID, attendance.SiteIDIsNil),
	)
}

func isOr[T any](v *T, is func(T) predicate.Attendance, none func() predicate.Attendance) predicate.Attendance {
	if v != nil {
		return is(*v)
	}
	return none()
}

// AttendanceOf is a delegate as they are told; the row has its unit and its site at hand.
func AttendanceOf(a *ent.Attendance) journal.Attendance {
	out := journal.Attendance{
		AttendanceID: a.ID, Ordinal: a.Ordinal, Capacity: a.Capacity, Role: a.Role, Presence: a.Presence,
		UnitID: a.UnitID, PersonID: a.PersonID, SiteID: a.SiteID, ArrivedAt: utc(a.ArrivedAt), LeftAt: utc(a.LeftAt),
		AbsenceReason: a.AbsenceReason, Substitute: a.Substitute, SubstituteAuthority: a.SubstituteAuthority,
	}
	if a.Edges.Unit != nil {
		out.UnitCode = &a.Edges.Unit.Code
	}
	if a.SiteID != nil && a.Edges.Site != nil {
		out.SiteCode = &a.Edges.Site.Code
	}
	return out
}
