package conference

import (
	"slices"
	"strings"

	"thidua/ent/conference"
	"thidua/internal/fault"
)

// Transition is a transition between states of a conference: PLANNED, OPEN, IN_SESSION with ON_BREAK,
// CLOSED; or CANCELLED, or POSTPONED until it is planned again.
type Transition int

// The transitions.
const (
	TransitionOpen Transition = iota
	TransitionStart
	TransitionPause
	TransitionResume
	TransitionClose
	TransitionCancel
	TransitionPostpone
	TransitionReplan
)

// roleSet is who may run a command, besides the Ministry.
type roleSet int

const (
	// The cluster's head and deputy head of the year, and the conference's secretary.
	conductors roleSet = iota
	// Only the cluster's head of the year, who decides whether the conference is held.
	clusterHeads
)

// transitions lists the target, the sources and the roles of every transition. CLOSED and CANCELLED are
// final.
var transitions = map[Transition]struct {
	to    conference.State
	from  []conference.State
	roles roleSet
}{
	TransitionOpen:   {conference.StateOpen, []conference.State{conference.StatePlanned}, conductors},
	TransitionStart:  {conference.StateInSession, []conference.State{conference.StateOpen}, conductors},
	TransitionPause:  {conference.StateOnBreak, []conference.State{conference.StateInSession}, conductors},
	TransitionResume: {conference.StateInSession, []conference.State{conference.StateOnBreak}, conductors},
	TransitionClose: {
		conference.StateClosed,
		[]conference.State{conference.StateInSession, conference.StateOnBreak}, conductors,
	},
	TransitionCancel: {
		conference.StateCancelled,
		[]conference.State{conference.StatePlanned, conference.StateOpen, conference.StatePostponed},
		clusterHeads,
	},
	TransitionPostpone: {
		conference.StatePostponed,
		[]conference.State{conference.StatePlanned, conference.StateOpen}, clusterHeads,
	},
	TransitionReplan: {conference.StatePlanned, []conference.State{conference.StatePostponed}, clusterHeads},
}

// Next returns the state after a transition. It is idempotent: a conference that is in the target state stays
// there, so that a client may retry when the response was lost. Errors: WRONG_STATE.
func (t Transition) Next(from conference.State) (conference.State, error) {
	step := transitions[t]
	if from == step.to {
		return from, nil
	}
	return step.to, requireState(from, step.from...)
}

// The states in which other commands are allowed.
var (
	inSessionStates = []conference.State{conference.StateInSession}
	liveStates      = []conference.State{conference.StateOpen, conference.StateInSession,
		conference.StateOnBreak}
	unendedStates = []conference.State{
		conference.StatePlanned, conference.StatePostponed,
		conference.StateOpen, conference.StateInSession, conference.StateOnBreak,
	}
)

// requireState returns WRONG_STATE unless the state is one of the allowed ones.
func requireState[S ~string](state S, allowed ...S) error {
	if slices.Contains(allowed, state) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = string(a)
	}
	return fault.WrongState.With("state", string(state), "allowed", strings.Join(names, ", "))
}
