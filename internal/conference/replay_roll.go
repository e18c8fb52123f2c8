package conference

import "thidua/internal/journal"

// ReplayedRoll holds the newest state of each delegate, in the order in which they were put on the roll.
type ReplayedRoll struct{ Attendances []journal.Attendance }

func (r *ReplayedRoll) apply(change journal.Change) {
	c, ok := change.(journal.AttendanceChanged)
	if !ok {
		return
	}
	for _, a := range c.Attendances {
		*findOrAppend(&r.Attendances, func(known *journal.Attendance) bool {
			return known.AttendanceID == a.AttendanceID
		}, a) = a
	}
}
