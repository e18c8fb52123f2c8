package conference

import (
	"slices"
	"time"

	"thidua/ent/conference"
	"thidua/ent/proposal"
	"thidua/internal/vi"
)

// Following is a move in the life of a proposal: SUBMITTED; MERGED into another, or SENT, ACKNOWLEDGED, ASSIGNED, ANSWERED
// and DONE; or REFUSED on the way.
type Following int

// The moves.
const (
	Merging Following = iota
	Sending
	Acknowledging
	Assigning
	Answering
	Completing
	Refusing
)

// following is every move: where to, from where, and by whom. What is merged, done or refused stays so.
var following = map[Following]struct {
	to       proposal.State
	from     []proposal.State
	ministry bool // for the Ministry alone; else for those who conduct the conference
}{
	Merging:       {proposal.StateMerged, []proposal.State{proposal.StateSubmitted}, false},
	Sending:       {proposal.StateSent, []proposal.State{proposal.StateSubmitted}, false},
	Acknowledging: {proposal.StateAcknowledged, []proposal.State{proposal.StateSent}, true},
	Assigning:     {proposal.StateAssigned, []proposal.State{proposal.StateAcknowledged, proposal.StateAssigned}, true},
	Answering:     {proposal.StateAnswered, []proposal.State{proposal.StateAcknowledged, proposal.StateAssigned, proposal.StateAnswered}, true},
	Completing:    {proposal.StateDone, []proposal.State{proposal.StateAnswered}, true},
	Refusing:      {proposal.StateRefused, []proposal.State{proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned}, true},
}

// Next is the state after a move. Refusals: WRONG_STATE.
func (f Following) Next(from proposal.State) (proposal.State, error) {
	move := following[f]
	return move.to, stateIn(from, move.from...)
}

// Unanswered are the states in which a proposal waits for what becomes of it, and may be overdue.
var Unanswered = []proposal.State{proposal.StateSubmitted, proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned}

// States of a proposal: into which others may be merged, and in which other units may join.
var (
	absorbing = append(slices.Clone(Unanswered), proposal.StateAnswered)
	joinable  = []proposal.State{proposal.StateSubmitted}
)

// Afterwards is how long after its end proposals may still be handed in at a conference.
const Afterwards = 24 * time.Hour

// opened are the states in which something may be directed or set, for as long as there is a conference.
var opened = append(slices.Clone(gathered), conference.StateClosed)

// mayPropose refuses a proposal at a conference that is not gathered, and was not within a day: WRONG_STATE. One that a
// document tells of was closed at no known moment.
func mayPropose(state conference.State, closedAt *time.Time, now time.Time) error {
	if state == conference.StateClosed && closedAt != nil && !now.After(closedAt.Add(Afterwards)) {
		return nil
	}
	return stateIn(state, gathered...)
}

// vietnam is the clock by which days begin. There is no summer time.
var vietnam = time.FixedZone("ICT", 7*60*60)

// Today is the day in Vietnam at a moment.
func Today(now time.Time) vi.Date {
	day, err := vi.ParseDate(now.In(vietnam).Format(time.DateOnly))
	if err != nil {
		panic(err) // a year beyond 9999
	}
	return day
}

// Past tells whether a due date is over on a day: whether the last day that it may mean lies before it. No date, and one
// without a year, never is.
func Past(due, today vi.Date) bool {
	last, known := due.Latest()
	day, _ := today.Earliest()
	return known && last.Before(day)
}

// ProposalOverdue tells whether a proposal was to be answered before a day, and is not.
func ProposalOverdue(state proposal.State, due, today vi.Date) bool {
	return slices.Contains(Unanswered, state) && Past(due, today)
}
