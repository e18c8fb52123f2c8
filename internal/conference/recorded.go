package conference

import (
	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/task"
)

// IsRecorded reports whether a conference is known only from documents: it is closed, but was not
// closed in this system. No roll, count or time was taken at such a conference, so a figure of zero
// would state what no document does.
func IsRecorded(c *ent.Conference) bool {
	return c.State == conference.StateClosed && c.ClosedAt == nil
}

// HeldStates returns the states of a conference that is or was held.
func HeldStates() []conference.State {
	return []conference.State{conference.StateInSession, conference.StateOnBreak, conference.StateClosed}
}

// RollWasTaken reports whether the figures of a roll are meaningful. Until a conference is closed, delegates
// who were not called are not present yet; once it is closed, a roll without any called delegate does not
// show who was present.
func RollWasTaken(c *ent.Conference, called int) bool {
	return c.State != conference.StateClosed || called > 0
}

// WasCalled reports whether a delegate was called in the roll call.
func WasCalled(p attendance.Presence) bool {
	return p != attendance.PresenceNotCalled && p != attendance.PresenceNotStated
}

// hasEnded reports whether the recorded conference is over, so that conducting it cannot add what
// the record does not state.
func (c Conference) hasEnded() bool { return c.State == conference.StateClosed }

// defaultPresence returns the presence of a delegate whom the record lists.
func (c Conference) defaultPresence() attendance.Presence {
	if c.hasEnded() {
		return attendance.PresenceNotStated
	}
	return attendance.DefaultPresence
}

// defaultTaskState returns the state of a task of which the record states only that it was set.
func (c Conference) defaultTaskState() task.State {
	if c.hasEnded() {
		return task.StateNotStated
	}
	return task.DefaultState
}
