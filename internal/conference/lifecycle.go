package conference

import (
	"slices"
	"strings"

	"thidua/ent/conference"
	"thidua/internal/fault"
)

// Transition is a transition between states of a conference: PLANNED, OPEN, IN_SESSION with ON_BREAK,
// CLOSED; or CANCELLED, or POSTPONED until it is planned again.
type Step int

// The transitions.
const (
	Opening Step = iota
	Starting
	Pausing
	Resuming
	Closing
	Cancelling
	Postponing
	Replanning
)

// roleSet is who may run a command, besides the Ministry.
type circle int

const (
	// The cluster's head and deputy head of the year, and the conference's secretary.
	conducting circle = iota
	// Only the cluster's head of the year, who decides whether the conference is held.
	directing
)

// transitions lists the target, the sources and the roles of every transition. CLOSED and CANCELLED are
// final.
var lifecycle = map[Step]struct {
	to   conference.State
	from []conference.State
	by   circle
}{
	Opening:  {conference.StateOpen, []conference.State{conference.StatePlanned}, conducting},
	Starting: {conference.StateInSession, []conference.State{conference.StateOpen}, conducting},
	Pausing:  {conference.StateOnBreak, []conference.State{conference.StateInSession}, conducting},
	Resuming: {conference.StateInSession, []conference.State{conference.StateOnBreak}, conducting},
	Closing: {
		conference.StateClosed,
		[]conference.State{conference.StateInSession, conference.StateOnBreak}, conducting,
	},
	Cancelling: {
		conference.StateCancelled,
		[]conference.State{conference.StatePlanned, conference.StateOpen, conference.StatePostponed}, directing,
	},
	Postponing: {
		conference.StatePostponed,
		[]conference.State{conference.StatePlanned, conference.StateOpen}, directing,
	},
	Replanning: {conference.StatePlanned, []conference.State{conference.StatePostponed}, directing},
}

// Next returns the state after a transition. It is idempotent: a conference that is in the target state stays
// there, so that a client may retry when the response was lost. Errors: WRONG_STATE.
func (s Step) Next(from conference.State) (conference.State, error) {
	step := lifecycle[s]
	if from == step.to {
		return from, nil
	}
	return step.to, stateIn(from, step.from...)
}

// The states in which other commands are allowed.
var (
	inSession  = []conference.State{conference.StateInSession}
	gathered   = []conference.State{conference.StateOpen, conference.StateInSession, conference.StateOnBreak}
	notYetOver = []conference.State{
		conference.StatePlanned, conference.StatePostponed,
		conference.StateOpen, conference.StateInSession, conference.StateOnBreak,
	}
)

// requireState returns WRONG_STATE unless the state is one of the allowed ones.
func stateIn[S ~string](state S, allowed ...S) error {
	if slices.Contains(allowed, state) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = string(a)
	}
	return fault.WrongState.With("state", string(state), "allowed", strings.Join(names, ", "))
}
