package conference

import (
	"thidua/ent/attendance"
	"thidua/internal/gid"
)

// Invitation adds delegates to the roll of a conference.
type Invitation struct {
	Conference string // code
	Delegates  []Invited
}

// Invited is a delegate to invite.
type Invited struct {
	Capacity attendance.Capacity
	Title    string // as stated on the roll
	Unit     string // code
	Person   string // code of a registered person; empty if there is none
	Site     string // code within the conference
}

// CheckIn marks a delegate, or a substitute, as present.
type CheckIn struct {
	Attendance          gid.ID
	Presence            attendance.Presence // IN_HALL or ONLINE
	Substitute          string
	SubstituteAuthority string
}

// RollCall marks delegates of a site as present.
type RollCall struct {
	Conference  string // code
	Site        string // code within the conference
	Presence    attendance.Presence
	Attendances []gid.ID // nil for all delegates of the site that are not called yet
}

// SelfCheckIn checks a delegate in by the code that their site shows.
type SelfCheckIn struct {
	Conference  string // code
	CheckInCode string
	Attendance  gid.ID
}

// Absence marks a delegate as absent.
type Absence struct {
	Attendance gid.ID
	Reason     string
}

// NewQuorum sets the share of the roll that has to be present.
type NewQuorum struct {
	Conference    string // code
	QuorumPercent int    // 0 for none
}

// CheckInCode is a code with which delegates check themselves in at a site.
type CheckInCode struct {
	SiteID      gid.ID
	CheckInCode string
}
