package conference

import "thidua/internal/journal"

// ReplayedRoll holds the newest state of each delegate, in the order in which they were put on the roll.
type ReplayedRoll struct{ Attendances []journal.Attendance }

func (r *ReplayedRoll) apply(change journal.Change) {
	changed, ok := change.(journal.AttendanceChanged)
	if !ok {
		return
	}
	for _, a := range changed.Entries {
		*findOrAppend(&r.Attendances, func(existing *journal.Attendance) bool {
			return existing.AttendanceID == a.AttendanceID
		}, a) = a
	}
}
