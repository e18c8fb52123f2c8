package conference

import "thidua/internal/journal"

// ReplayedRoll is the roll as it was: each delegate as they were told last, in the order in which they were put on it.
type ReplayedRoll struct{ Attendances []journal.Attendance }

func (r *ReplayedRoll) apply(change journal.Change) {
	c, ok := change.(journal.AttendanceChanged)
	if !ok {
		return
	}
	for _, a := range c.Attendances {
		*of(&r.Attendances, func(known *journal.Attendance) bool { return known.AttendanceID == a.AttendanceID }, a) = a
	}
}
