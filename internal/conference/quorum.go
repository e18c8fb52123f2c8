package conference

import "thidua/ent/attendance"

// Quorum is how many delegates have to be there, and are.
type Quorum struct {
	Percent int // of those on the roll
	Needed  int
	Present int
}

// QuorumOf is the quorum of so many percent, 1 to 100, of a roll. A part of a delegate counts as one more: half of 9 is 5.
func QuorumOf(percent, invited, present int) Quorum {
	return Quorum{Percent: percent, Needed: (percent*invited + 99) / 100, Present: present}
}

// Met tells whether enough are there. Of an empty roll nobody is, so it is not.
func (q Quorum) Met() bool { return q.Needed > 0 && q.Present >= q.Needed }

// CountsForQuorum tells whether somebody in this capacity makes up a quorum. Guests and who is honoured do not: they came to
// see it.
func CountsForQuorum(c attendance.Capacity) bool {
	return c != attendance.CapacityGuest && c != attendance.CapacityHonoured
}
