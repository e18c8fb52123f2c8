package conference

import (
	"slices"
	"strings"

	"thidua/ent/conference"
	"thidua/internal/fault"
)

// Step is a move in the life of a conference: PLANNED, OPEN, IN_SESSION and back from ON_BREAK, CLOSED; or CANCELLED, or
// POSTPONED until it is planned again.
type Step int

// The steps.
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

// circle is who may take a step, besides the Ministry.
type circle int

const (
	conducting circle = iota // the cluster's head and deputy head of the year, and the conference's secretary
	directing                // the cluster's head of the year alone: whether there is a conference at all
)

// lifecycle is every step: where to, from where, and by whom. What is closed or cancelled stays so.
var lifecycle = map[Step]struct {
	to   conference.State
	from []conference.State
	by   circle
}{
	Opening:    {conference.StateOpen, []conference.State{conference.StatePlanned}, conducting},
	Starting:   {conference.StateInSession, []conference.State{conference.StateOpen}, conducting},
	Pausing:    {conference.StateOnBreak, []conference.State{conference.StateInSession}, conducting},
	Resuming:   {conference.StateInSession, []conference.State{conference.StateOnBreak}, conducting},
	Closing:    {conference.StateClosed, []conference.State{conference.StateInSession, conference.StateOnBreak}, conducting},
	Cancelling: {conference.StateCancelled, []conference.State{conference.StatePlanned, conference.StateOpen, conference.StatePostponed}, directing},
	Postponing: {conference.StatePostponed, []conference.State{conference.StatePlanned, conference.StateOpen}, directing},
	Replanning: {conference.StatePlanned, []conference.State{conference.StatePostponed}, directing},
}

// Next is the state after a step. Where the conference is there already, it stays: a step that is taken twice, because its
// answer was lost, is taken once. Refusals: WRONG_STATE.
func (s Step) Next(from conference.State) (conference.State, error) {
	step := lifecycle[s]
	if from == step.to {
		return from, nil
	}
	return step.to, stateIn(from, step.from...)
}

// What else is done at a conference, and when.
var (
	inSession  = []conference.State{conference.StateInSession}
	gathered   = []conference.State{conference.StateOpen, conference.StateInSession, conference.StateOnBreak}
	notYetOver = []conference.State{
		conference.StatePlanned, conference.StatePostponed, conference.StateOpen, conference.StateInSession, conference.StateOnBreak,
	}
)

// stateIn refuses a state that is none of those that are allowed: WRONG_STATE.
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
