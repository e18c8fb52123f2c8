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
func (c AttendanceStatus) IsPresent() bool {
	return c.Presence == attendance.PresenceInHall || c.Presence == attendance.PresenceOnline
}

// CheckIn returns the status of a delegate, or substitute, who is present. One who already is keeps the time
// of arrival.
func (c AttendanceStatus) CheckIn(
	presence attendance.Presence, substitute, authority string, now time.Time,
) AttendanceStatus {
	since := &now
	if c.IsPresent() {
		since = c.ArrivedAt
	}
	return AttendanceStatus{
		Presence: presence, ArrivedAt: since, SiteID: c.SiteID,
		Substitute: command.NilIfZero(substitute), SubstituteAuthority: command.NilIfZero(authority),
	}
}

// CheckInByCode returns the status of a delegate who entered the code of a site. One who is present already
// keeps their presence, and their substitute. Errors: TOO_MANY_WRONG_CODES.
func (c AttendanceStatus) CheckInByCode(site gid.ID, now time.Time) (AttendanceStatus, error) {
	if c.WrongCodes >= MaxWrongCodes {
		return c, fault.TooManyWrongCodes.With("max", MaxWrongCodes, "value", c.WrongCodes)
	}
	if !c.IsPresent() {
		c.Presence, c.ArrivedAt, c.LeftAt, c.AbsenceReason = attendance.PresenceInHall, &now, nil, nil
	}
	if c.SiteID == nil {
		c.SiteID = &site
	}
	c.WrongCodes = 0
	return c, nil
}

// CountWrongCode counts a wrong code. Errors: TOO_MANY_WRONG_CODES.
func (c AttendanceStatus) CountWrongCode() (AttendanceStatus, error) {
	if c.WrongCodes >= MaxWrongCodes {
		return c, fault.TooManyWrongCodes.With("max", MaxWrongCodes, "value", c.WrongCodes)
	}
	c.WrongCodes++
	return c, nil
}

// CheckOut returns the status of a delegate who leaves; unchanged if they already left. Errors:
// DELEGATE_NOT_PRESENT.
func (c AttendanceStatus) CheckOut(now time.Time) (AttendanceStatus, error) {
	if c.Presence == attendance.PresenceLeft {
		return c, nil
	}
	if !c.IsPresent() {
		return c, fault.DelegateNotPresent.With()
	}
	c.Presence, c.LeftAt = attendance.PresenceLeft, new(notBefore(*c.ArrivedAt, now))
	return c, nil
}

// MarkAbsent returns the status of an absent delegate. It also corrects a mistaken check-in.
func (c AttendanceStatus) MarkAbsent(reason string) AttendanceStatus {
	return AttendanceStatus{
		Presence: attendance.PresenceAbsent, AbsenceReason: &reason, SiteID: c.SiteID,
		WrongCodes: c.WrongCodes,
	}
}

// Equal reports whether both are equal in all that events contain, which excludes the number of wrong codes.
func (c AttendanceStatus) Equal(other AttendanceStatus) bool {
	c.WrongCodes = other.WrongCodes
	return reflect.DeepEqual(c, other)
}
