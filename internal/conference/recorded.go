package conference

import (
	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/task"
)

// Recorded reports whether only documents tell of a conference: it is closed, and was not closed here. Nothing was called,
// counted or timed at such a conference, so that a figure of zero would state what no document says.
func Recorded(c *ent.Conference) bool {
	return c.State == conference.StateClosed && c.ClosedAt == nil
}

// HeldStates are the states of a conference that was or is held.
func HeldStates() []conference.State {
	return []conference.State{conference.StateInSession, conference.StateOnBreak, conference.StateClosed}
}

// RollTaken reports whether the figures of a roll mean anything: while the conference lasts, who was not called yet is not there
// yet; once it is closed, a roll of which nobody was ever called says nothing about who was there.
func RollTaken(c *ent.Conference, called int) bool {
	return c.State != conference.StateClosed || called > 0
}

// WasCalled reports whether the calling of the roll came to a delegate.
func WasCalled(p attendance.Presence) bool {
	return p != attendance.PresenceNotCalled && p != attendance.PresenceNotStated
}

// past reports whether the conference to record is over. What a recording does not say of it will not be added later by
// conducting it.
func (in Conference) past() bool { return in.State == conference.StateClosed }

// presence is that of a delegate whom a recording lists.
func (in Conference) presence() attendance.Presence {
	if in.past() {
		return attendance.PresenceNotStated
	}
	return attendance.DefaultPresence
}

// taskState is that of a task of which a recording says only that it was set.
func (in Conference) taskState() task.State {
	if in.past() {
		return task.StateNotStated
	}
	return task.DefaultState
}
