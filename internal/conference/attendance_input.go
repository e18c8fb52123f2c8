package conference

import (
	"thidua/ent/attendance"
	"thidua/internal/gid"
)

// Invitation puts delegates on the roll of a conference.
type Invitation struct {
	Conference string // code
	Delegates  []Invited
}

// Invited is one of them.
type Invited struct {
	Capacity attendance.Capacity
	Role     string // who they are
	Unit     string // code
	Person   string // code, where it is somebody on record
	Site     string // code within the conference
}

// CheckIn is a delegate who is there, or somebody in their place.
type CheckIn struct {
	Attendance          gid.ID
	Presence            attendance.Presence // IN_HALL or ONLINE
	Substitute          string
	SubstituteAuthority string
}

// RollCall is the delegates of a site who are there.
type RollCall struct {
	Conference  string // code
	Site        string // code within the conference
	Presence    attendance.Presence
	Attendances []gid.ID // nil for all of the site that were not called yet
}

// SelfCheckIn is a delegate who checks in by the code that the hall shows.
type SelfCheckIn struct {
	Conference string // code
	Code       string
	Attendance gid.ID
}

// Absence is a delegate who does not come, and why.
type Absence struct {
	Attendance gid.ID
	Reason     string
}

// NewQuorum is which share of the roll has to be there.
type NewQuorum struct {
	Conference string // code
	Percent    int    // 0 for none
}

// CheckInCode is a code by which delegates check themselves in at a site.
type CheckInCode struct {
	Conference string
	Site       string
	Code       string
}
