package conference

import "thidua/ent/attendance"

// Quorum is how many delegates have to be present, and are.
type Quorum struct {
	Percent int // of those on the roll
	Needed  int
	Present int
}

// QuorumOf returns the quorum of 1 to 100 percent of a roll, rounded up: half of 9 is 5.
func QuorumOf(percent, invited, present int) Quorum {
	return Quorum{Percent: percent, Needed: (percent*invited + 99) / 100, Present: present}
}

// Met reports whether enough delegates are present. The quorum of an empty roll is never met.
func (q Quorum) Met() bool { return q.Needed > 0 && q.Present >= q.Needed }

// CountsForQuorum reports whether delegates in a capacity count for the quorum. Guests and honoured persons
// do not.
func CountsForQuorum(capacity attendance.Capacity) bool {
	return capacity != attendance.CapacityGuest && capacity != attendance.CapacityHonoured
}
