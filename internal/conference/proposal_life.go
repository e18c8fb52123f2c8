package conference

import (
	"slices"
	"time"

	"thidua/ent/conference"
	"thidua/ent/proposal"
	"thidua/internal/vi"
)

// ProposalStep is a transition of a proposal: from SUBMITTED to MERGED, or to SENT, ACKNOWLEDGED, ASSIGNED,
// ANSWERED and DONE; or to REFUSED on the way.
type ProposalStep int

// The steps.
const (
	ProposalStepMerge ProposalStep = iota
	ProposalStepSend
	ProposalStepAcknowledge
	ProposalStepAssign
	ProposalStepAnswer
	ProposalStepComplete
	ProposalStepRefuse
)

// proposalSteps holds the target, the source states and the actor of each step. MERGED,
// DONE and REFUSED are final.
var proposalSteps = map[ProposalStep]struct {
	to       proposal.State
	from     []proposal.State
	ministry bool // only the Ministry may; otherwise only conductors
}{
	ProposalStepMerge:       {proposal.StateMerged, []proposal.State{proposal.StateSubmitted}, false},
	ProposalStepSend:        {proposal.StateSent, []proposal.State{proposal.StateSubmitted}, false},
	ProposalStepAcknowledge: {proposal.StateAcknowledged, []proposal.State{proposal.StateSent}, true},
	ProposalStepAssign: {proposal.StateAssigned,
		[]proposal.State{proposal.StateAcknowledged, proposal.StateAssigned}, true},
	ProposalStepAnswer: {proposal.StateAnswered,
		[]proposal.State{proposal.StateAcknowledged, proposal.StateAssigned, proposal.StateAnswered}, true},
	ProposalStepComplete: {proposal.StateDone, []proposal.State{proposal.StateAnswered}, true},
	ProposalStepRefuse: {proposal.StateRefused,
		[]proposal.State{proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned}, true},
}

// Next returns the state after a step. Errors: WRONG_STATE.
func (s ProposalStep) Next(from proposal.State) (proposal.State, error) {
	move := proposalSteps[s]
	return move.to, requireState(from, move.from...)
}

// UnansweredStates are the states in which a proposal awaits a response, and may be overdue.
var UnansweredStates = []proposal.State{
	proposal.StateSubmitted, proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned,
}

// States in which others may be merged into a proposal, and in which other units may sponsor it.
var (
	mergeTargetStates = append(slices.Clone(UnansweredStates), proposal.StateAnswered)
	sponsorableStates = []proposal.State{proposal.StateSubmitted}
)

// SubmitGrace is how long after the end of a conference proposals may still be submitted.
const SubmitGrace = 24 * time.Hour

// followUpStates are the states of a conference in which directives and tasks may be
// created, and proposals changed.
var followUpStates = append(slices.Clone(liveStates), conference.StateClosed)

// checkSubmitPeriod returns WRONG_STATE if a conference is neither live nor was closed within SubmitGrace.
// The closing time of a conference recorded from documents is not known.
func checkSubmitPeriod(state conference.State, closedAt *time.Time, now time.Time) error {
	if state == conference.StateClosed && closedAt != nil && !now.After(closedAt.Add(SubmitGrace)) {
		return nil
	}
	return requireState(state, liveStates...)
}

// vietnamZone is the time zone in which days begin. It has no daylight saving time.
var vietnamZone = time.FixedZone("ICT", 7*60*60)

// Today returns the date in Vietnam at a moment.
func Today(now time.Time) vi.Date {
	day, err := vi.ParseDate(now.In(vietnamZone).Format(time.DateOnly))
	if err != nil {
		panic(err) // a year after 9999
	}
	return day
}

// IsPastDue reports whether the last day that a due date may mean is before today. It is false for no date
// and for one without a year.
func IsPastDue(due, today vi.Date) bool {
	last, isKnown := due.Latest()
	day, _ := today.Earliest()
	return isKnown && last.Before(day)
}

// IsProposalOverdue reports whether a proposal is past its due date and not answered.
func IsProposalOverdue(state proposal.State, due, today vi.Date) bool {
	return slices.Contains(UnansweredStates, state) && IsPastDue(due, today)
}
