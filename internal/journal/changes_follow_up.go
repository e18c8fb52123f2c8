package journal

import (
	"time"

	"thidua/ent/proposal"
	"thidua/ent/task"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Changes of the follow-up of a conference: proposals, directives and tasks. Each contains the complete
// subject in its new state. They continue after the conference has closed.

// ProposalState is the state of a proposal.
type ProposalState struct {
	ProposalID      gid.ID               `json:"proposalId"`
	ConferenceID    gid.ID               `json:"conferenceId"`
	Code            string               `json:"code"`
	Ordinal         int                  `json:"ordinal"`
	Kind            proposal.Kind        `json:"kind"`
	Content         string               `json:"content"`
	State           proposal.State       `json:"state"`
	UnitID          *gid.ID              `json:"unitId"`
	UnitCode        *string              `json:"unitCode"`
	UnitName        *string              `json:"unitName"`
	ClusterID       *gid.ID              `json:"clusterId"`
	SpeechID        *gid.ID              `json:"speechId"` // nil for a written proposal
	TopicCodes      []string             `json:"topicCodes"`
	SponsorIDs      []gid.ID             `json:"sponsorIds"`
	AddresseeStated *string              `json:"addresseeStated"`
	AddresseeID     *gid.ID              `json:"addresseeId"`
	AssigneeID      *gid.ID              `json:"assigneeId"`
	AssigneeName    *string              `json:"assigneeName"`
	AnsweredByID    *gid.ID              `json:"answeredById"`
	MergedIntoID    *gid.ID              `json:"mergedIntoId"`
	Response        *string              `json:"response"`
	DueOn           vi.Date              `json:"dueOn"`
	SubmittedAt     *time.Time           `json:"submittedAt"`
	StateAt         *time.Time           `json:"stateAt"`
	Attribution     proposal.Attribution `json:"attribution"`
}

// ProposalSubmitted reports that a proposal was submitted.
type ProposalSubmitted struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalSponsored reports that another unit sponsored the proposal.
type ProposalSponsored struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalMerged reports that a proposal was merged into another, which keeps its sponsors. If that is in
// another conference, it is reported there as sponsored, because subscribers of this one may not be allowed
// to see it.
type ProposalMerged struct {
	publicAudience
	Entry     ProposalState  `json:"proposal"`
	IntoEntry *ProposalState `json:"into"` // nil if it is in another conference
}

// ProposalSent reports that the proposal was sent to the Ministry.
type ProposalSent struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalAcknowledged reports that the Ministry acknowledged the proposal.
type ProposalAcknowledged struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalAssigned reports that the proposal was assigned to a ministry department, with a due date.
type ProposalAssigned struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalAnswered reports that the proposal was answered.
type ProposalAnswered struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalDone reports that the proposal was carried out.
type ProposalDone struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// ProposalRefused reports that the proposal was refused, with a reason.
type ProposalRefused struct {
	publicAudience
	Entry ProposalState `json:"proposal"`
}

// DirectiveGiven reports that a directive was given.
type DirectiveGiven struct {
	publicAudience
	DirectiveID     gid.ID     `json:"directiveId"`
	Ordinal         int        `json:"ordinal"`
	Content         string     `json:"content"`
	AddresseeStated string     `json:"addressee"`
	SpeechID        *gid.ID    `json:"speechId"`
	PersonID        *gid.ID    `json:"personId"`
	IssuerID        *gid.ID    `json:"issuerId"`
	IssuerCode      *string    `json:"issuerCode"`
	DueOn           vi.Date    `json:"dueOn"`
	GivenAt         *time.Time `json:"givenAt"`
}

// Entry returns the directive, as the events of other rows have it.
func (d DirectiveGiven) Entry() DirectiveGiven { return d }

// TaskState is the state of a task and of its assignments.
type TaskState struct {
	TaskID        gid.ID            `json:"taskId"`
	Ordinal       int               `json:"ordinal"`
	SchoolYear    vi.SchoolYear     `json:"schoolYear"`
	Content       string            `json:"content"`
	State         task.State        `json:"state"`
	ClusterID     *gid.ID           `json:"clusterId"`
	ClusterNumber *int              `json:"clusterNumber"`
	DirectiveID   *gid.ID           `json:"directiveId"`
	DueOn         vi.Date           `json:"dueOn"`
	SetAt         *time.Time        `json:"setAt"`
	Assignments   []AssignmentState `json:"assignments"`
}

// AssignmentState is the state of a unit's part of a task.
type AssignmentState struct {
	AssignmentID gid.ID     `json:"assignmentId"`
	Ordinal      int        `json:"ordinal"`
	UnitID       gid.ID     `json:"unitId"`
	UnitCode     string     `json:"unitCode"`
	UnitName     string     `json:"unitName"`
	Percent      int        `json:"percent"`
	Evidence     *string    `json:"evidence"`
	Note         *string    `json:"note"`
	ReportedAt   *time.Time `json:"reportedAt"`
}

// TaskSet reports that a task was set, with its units and due date.
type TaskSet struct {
	publicAudience
	Entry TaskState `json:"task"`
}

// TaskProgressed reports that a unit reported progress on its part.
type TaskProgressed struct {
	publicAudience
	Entry TaskState `json:"task"`
}

// TaskCompleted reports that all parts of a task are done.
type TaskCompleted struct {
	publicAudience
	Entry TaskState `json:"task"`
}

// TaskDropped reports that a task was dropped.
type TaskDropped struct {
	publicAudience
	Entry TaskState `json:"task"`
}
