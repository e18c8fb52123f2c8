package graph

import (
	"thidua/ent"
	entattendance "thidua/ent/attendance"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
)

// headcount holds counts of delegates on a roll.
type headcount struct {
	view.AttendanceCounts
	quorumMembers, quorumPresent int // delegates who count for the quorum, and those of them present
	called                       int // delegates who were called
}

// counts returns the counts, or nil if no roll was taken of these delegates.
func (h *headcount) counts(c *ent.Conference) *view.AttendanceCounts {
	if !conference.RollWasTaken(c, h.called) {
		return nil
	}
	return &h.AttendanceCounts
}

// headcountRow is the number of delegates with the same site, capacity and presence.
type headcountRow struct {
	Conference  gid.ID                 `sql:"conference_id"`
	Site        *gid.ID                `sql:"site_id"`
	Capacity    entattendance.Capacity `sql:"capacity"`
	Presence    entattendance.Presence `sql:"presence"`
	Delegates   int                    `sql:"delegates"`
	Substitutes int                    `sql:"substitutes"`
}

// add adds the delegates of a row.
func (h *headcount) add(c headcountRow) {
	h.Invited += c.Delegates
	if conference.WasCalled(c.Presence) {
		h.called += c.Delegates
	}
	there := 0
	switch c.Presence {
	case entattendance.PresenceInHall:
		h.InHall, there = h.InHall+c.Delegates, c.Delegates
	case entattendance.PresenceOnline:
		h.Online, there = h.Online+c.Delegates, c.Delegates
	case entattendance.PresenceAbsent:
		h.Absent += c.Delegates
	case entattendance.PresenceLeft:
		h.Left += c.Delegates
	default:
		h.NotCalled += c.Delegates
	}
	h.Present += there
	if there > 0 {
		h.Substitutes += c.Substitutes
	}
	if conference.CountsForQuorum(c.Capacity) {
		h.quorumMembers, h.quorumPresent = h.quorumMembers+c.Delegates, h.quorumPresent+there
	}
}
