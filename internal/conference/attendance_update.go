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
func findDelegate(ctx context.Context, s *store.Store, id gid.ID) (*ent.Attendance, error) {
	return notFoundAsFault(s.Reader().Attendance.Query().Where(attendance.ID(id)).
		WithConference().WithUnit().WithSite().Only(ctx))
}

// updateAttendance updates the status of a delegate, and publishes it if it changed. It writes only to the
// delegate's row, because hundreds check in at once.
func updateAttendance(
	ctx context.Context, tx *store.Tx, a *ent.Attendance, allowed []conference.State,
	update func(AttendanceStatus) (AttendanceStatus, error),
) error {
	if err := lockInStateShared(ctx, tx, a.ConferenceID, allowed...); err != nil {
		return err
	}
	row, err := tx.Attendance.Get(ctx, a.ID)
	if ent.IsNotFound(err) { // removed from the roll concurrently
		return fault.NotFound.With()
	}
	if err != nil {
		return err
	}
	previous := attendanceStatusOf(row)
	updated, err := update(previous)
	if err != nil || updated.Equal(previous) && updated.WrongCodes == previous.WrongCodes {
		return err
	}
	n, err := updated.applyTo(tx.Attendance.Update().
		Where(attendance.ID(a.ID), unchangedSince(previous))).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 { // changed concurrently: retry from the new status
		return updateAttendance(ctx, tx, a, allowed, update)
	}
	if !updated.Equal(previous) {
		updated.copyTo(row)
		row.Edges = a.Edges
		// The site may have been assigned concurrently.
		if siteRow := a.Edges.Site; row.SiteID != nil && (siteRow == nil || siteRow.ID != *row.SiteID) {
			if row.Edges.Site, err = tx.Site.Get(ctx, *row.SiteID); err != nil {
				return err
			}
		}
		journal.Append(tx, journal.ConferenceStream(a.ConferenceID), journal.AttendanceChanged{
			Entries: []journal.Attendance{AttendanceOf(row)},
		})
	}
	return nil
}

func attendanceStatusOf(a *ent.Attendance) AttendanceStatus {
	return AttendanceStatus{
		Presence: a.Presence, ArrivedAt: a.ArrivedAt, LeftAt: a.LeftAt, AbsenceReason: a.AbsenceReason,
		Substitute: a.Substitute, SubstituteAuthority: a.SubstituteAuthority, SiteID: a.SiteID,
		WrongCodes: a.WrongCodes,
	}
}

func (s AttendanceStatus) copyTo(a *ent.Attendance) {
	a.Presence, a.ArrivedAt, a.LeftAt, a.AbsenceReason = s.Presence, s.ArrivedAt, s.LeftAt, s.AbsenceReason
	a.Substitute, a.SubstituteAuthority = s.Substitute, s.SubstituteAuthority
	a.SiteID, a.WrongCodes = s.SiteID, s.WrongCodes
}

func (s AttendanceStatus) applyTo(update *ent.AttendanceUpdate) *ent.AttendanceUpdate {
	update.SetPresence(s.Presence).SetWrongCodes(s.WrongCodes)
	setOrClear(s.ArrivedAt, update.SetArrivedAt, update.ClearArrivedAt)
	setOrClear(s.LeftAt, update.SetLeftAt, update.ClearLeftAt)
	setOrClear(s.AbsenceReason, update.SetAbsenceReason, update.ClearAbsenceReason)
	setOrClear(s.Substitute, update.SetSubstitute, update.ClearSubstitute)
	setOrClear(s.SubstituteAuthority, update.SetSubstituteAuthority, update.ClearSubstituteAuthority)
	setOrClear(s.SiteID, update.SetSiteID, update.ClearSiteID)
	return update
}

func setOrClear[T any](v *T, set func(T) *ent.AttendanceUpdate, clear func() *ent.AttendanceUpdate) {
	if v != nil {
		set(*v)
	} else {
		clear()
	}
}

// unchangedSince matches a delegate whose status is still what was read.
func unchangedSince(previous AttendanceStatus) predicate.Attendance {
	return attendance.And(
		attendance.PresenceEQ(previous.Presence), attendance.WrongCodes(previous.WrongCodes),
		equalsOrNil(previous.ArrivedAt, attendance.ArrivedAt, attendance.ArrivedAtIsNil),
		equalsOrNil(previous.LeftAt, attendance.LeftAt, attendance.LeftAtIsNil),
		equalsOrNil(previous.AbsenceReason, attendance.AbsenceReason, attendance.AbsenceReasonIsNil),
		equalsOrNil(previous.Substitute, attendance.Substitute, attendance.SubstituteIsNil),
		equalsOrNil(previous.SubstituteAuthority, attendance.SubstituteAuthority,
			attendance.SubstituteAuthorityIsNil),
		equalsOrNil(previous.SiteID, attendance.SiteID, attendance.SiteIDIsNil),
	)
}

func equalsOrNil[T any](
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
		AttendanceID: a.ID, Ordinal: a.Ordinal, Capacity: a.Capacity, Title: a.Title, Presence: a.Presence,
		UnitID: a.UnitID, PersonID: a.PersonID, SiteID: a.SiteID,
		ArrivedAt: utcPtr(a.ArrivedAt), LeftAt: utcPtr(a.LeftAt), AbsenceReason: a.AbsenceReason,
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
