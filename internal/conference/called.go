package conference

import (
	"reflect"
	"time"

	"thidua/ent/attendance"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry"
)

// Called is what the calling of the roll says of a delegate.
type Called struct {
	Presence            attendance.Presence
	ArrivedAt, LeftAt   *time.Time
	AbsenceReason       *string
	Substitute          *string
	SubstituteAuthority *string
	SiteID              *gid.ID // nil where nobody said
	WrongCodes          int     // that they tried to check in by, since they last did
}

// WrongCodesMost is how many wrong codes a delegate may try. Of a million codes that is a chance of one in a hundred thousand,
// however fast they are tried and on however many nodes; who mistypes more often goes to the secretary.
const WrongCodesMost = 10

// There tells whether the delegate is there, in the hall or over the network.
func (c Called) There() bool {
	return c.Presence == attendance.PresenceInHall || c.Presence == attendance.PresenceOnline
}

// Arrive has the delegate be there, or somebody in their place. Who is there already came when they did.
func (c Called) Arrive(presence attendance.Presence, substitute, authority string, now time.Time) Called {
	since := &now
	if c.There() {
		since = c.ArrivedAt
	}
	return Called{
		Presence: presence, ArrivedAt: since, SiteID: c.SiteID,
		Substitute: registry.Given(substitute), SubstituteAuthority: registry.Given(authority),
	}
}

// ArriveBy has the delegate be in a hall by the code that it shows. Who is there already stays as they are, and whoever was
// in their place still is. Refusals: TOO_MANY_WRONG_CODES.
func (c Called) ArriveBy(hall gid.ID, now time.Time) (Called, error) {
	if c.WrongCodes >= WrongCodesMost {
		return c, fault.TooManyWrongCodes.With()
	}
	if !c.There() {
		c.Presence, c.ArrivedAt, c.LeftAt, c.AbsenceReason = attendance.PresenceInHall, &now, nil, nil
	}
	if c.SiteID == nil {
		c.SiteID = &hall
	}
	c.WrongCodes = 0
	return c, nil
}

// Mistake counts a wrong code. Refusals: TOO_MANY_WRONG_CODES.
func (c Called) Mistake() (Called, error) {
	if c.WrongCodes >= WrongCodesMost {
		return c, fault.TooManyWrongCodes.With()
	}
	c.WrongCodes++
	return c, nil
}

// Leave has the delegate leave; who has left stays so. Refusals: DELEGATE_NOT_PRESENT.
func (c Called) Leave(now time.Time) (Called, error) {
	if c.Presence == attendance.PresenceLeft {
		return c, nil
	}
	if !c.There() {
		return c, fault.DelegateNotPresent.With()
	}
	c.Presence, c.LeftAt = attendance.PresenceLeft, new(after(*c.ArrivedAt, now))
	return c, nil
}

// Miss has the delegate be absent. It also puts right who was called by mistake.
func (c Called) Miss(reason string) Called {
	return Called{Presence: attendance.PresenceAbsent, AbsenceReason: &reason, SiteID: c.SiteID, WrongCodes: c.WrongCodes}
}

// Equal tells whether both say the same, in all that is told: how many wrong codes were tried is not.
func (c Called) Equal(other Called) bool {
	c.WrongCodes = other.WrongCodes
	return reflect.DeepEqual(c, other)
}
