package conference

import (
	"reflect"
	"time"

	"thidua/ent/attendance"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
)

// AttendanceStatus is what the roll call recorded about a delegate.
type AttendanceStatus struct {
	Presence            attendance.Presence
	ArrivedAt, LeftAt   *time.Time
	AbsenceReason       *string
	Substitute          *string
	SubstituteAuthority *string
	SiteID              *gid.ID // nil if not specified
	WrongCodes          int     // tried since the last successful check-in
}

// MaxWrongCodes is how many wrong codes may be tried for a delegate. With a million codes that is a chance
// of one in a hundred thousand, regardless of speed and number of nodes. After that, the secretary checks
// them in.
const MaxWrongCodes = 10

// IsPresent reports whether the delegate is present, in a hall or online.
func (s AttendanceStatus) IsPresent() bool {
	return s.Presence == attendance.PresenceInHall || s.Presence == attendance.PresenceOnline
}

// CheckIn returns the status of a delegate, or substitute, who is present. One who already is keeps the time
// of arrival.
func (s AttendanceStatus) CheckIn(
	presence attendance.Presence, substitute, authority string, now time.Time,
) AttendanceStatus {
	since := &now
	if s.IsPresent() {
		since = s.ArrivedAt
	}
	return AttendanceStatus{
		Presence: presence, ArrivedAt: since, SiteID: s.SiteID,
		Substitute: command.NilIfZero(substitute), SubstituteAuthority: command.NilIfZero(authority),
	}
}

// CheckInByCode returns the status of a delegate who entered the code of a site. One who is present already
// keeps their presence, and their substitute. Errors: TOO_MANY_WRONG_CODES.
func (s AttendanceStatus) CheckInByCode(site gid.ID, now time.Time) (AttendanceStatus, error) {
	if s.WrongCodes >= MaxWrongCodes {
		return s, fault.TooManyWrongCodes.With("max", MaxWrongCodes, "value", s.WrongCodes)
	}
	if !s.IsPresent() {
		s.Presence, s.ArrivedAt, s.LeftAt, s.AbsenceReason = attendance.PresenceInHall, &now, nil, nil
	}
	if s.SiteID == nil {
		s.SiteID = &site
	}
	s.WrongCodes = 0
	return s, nil
}

// CountWrongCode counts a wrong code. Errors: TOO_MANY_WRONG_CODES.
func (s AttendanceStatus) CountWrongCode() (AttendanceStatus, error) {
	if s.WrongCodes >= MaxWrongCodes {
		return s, fault.TooManyWrongCodes.With("max", MaxWrongCodes, "value", s.WrongCodes)
	}
	s.WrongCodes++
	return s, nil
}

// CheckOut returns the status of a delegate who leaves; unchanged if they already left. Errors:
// DELEGATE_NOT_PRESENT.
func (s AttendanceStatus) CheckOut(now time.Time) (AttendanceStatus, error) {
	if s.Presence == attendance.PresenceLeft {
		return s, nil
	}
	if !s.IsPresent() {
		return s, fault.DelegateNotPresent.With()
	}
	s.Presence, s.LeftAt = attendance.PresenceLeft, new(laterOf(*s.ArrivedAt, now))
	return s, nil
}

// MarkAbsent returns the status of an absent delegate. It also corrects a mistaken check-in.
func (s AttendanceStatus) MarkAbsent(reason string) AttendanceStatus {
	return AttendanceStatus{
		Presence: attendance.PresenceAbsent, AbsenceReason: &reason, SiteID: s.SiteID,
		WrongCodes: s.WrongCodes,
	}
}

// Equal reports whether both are equal in all that events contain, which excludes the number of wrong codes.
func (s AttendanceStatus) Equal(other AttendanceStatus) bool {
	s.WrongCodes = other.WrongCodes
	return reflect.DeepEqual(s, other)
}
