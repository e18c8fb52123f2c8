package journal

import (
	"time"

	"thidua/ent/proposal"
	"thidua/ent/task"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// What follows from a conference: proposals upwards, directives and tasks downwards. Each change tells the whole of what it
// is about, as it is from now on. These go on after the conference is closed.

// ProposalState is a proposal as it is.
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
	SpeechID        *gid.ID              `json:"speechId"` // nil for one in writing
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

// ProposalSubmitted says that something is proposed.
type ProposalSubmitted struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalSponsored says that another unit proposes the same.
type ProposalSponsored struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalMerged says that a proposal went into another, whose sponsors it kept. That of another conference is told of there,
// as sponsored: who follows this one may not be one to see it.
type ProposalMerged struct {
	public
	Proposal ProposalState  `json:"proposal"`
	Into     *ProposalState `json:"into"` // nil for one of another conference
}

// ProposalSent says that it was sent to the Ministry.
type ProposalSent struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalAcknowledged says that the Ministry took it in.
type ProposalAcknowledged struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalAssigned says which ministry department is to deal with it, and until when.
type ProposalAssigned struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalAnswered says what the answer is.
type ProposalAnswered struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalDone says that it was carried out.
type ProposalDone struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// ProposalRefused says that it was refused, and why.
type ProposalRefused struct {
	public
	Proposal ProposalState `json:"proposal"`
}

// DirectiveGiven says what is directed.
type DirectiveGiven struct {
	public
	DirectiveID gid.ID     `json:"directiveId"`
	Ordinal     int        `json:"ordinal"`
	Content     string     `json:"content"`
	Addressee   string     `json:"addressee"`
	SpeechID    *gid.ID    `json:"speechId"`
	PersonID    *gid.ID    `json:"personId"`
	IssuerID    *gid.ID    `json:"issuerId"`
	IssuerCode  *string    `json:"issuerCode"`
	DueOn       vi.Date    `json:"dueOn"`
	GivenAt     *time.Time `json:"givenAt"`
}

// TaskState is a task with the parts of its units, as they are.
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

// AssignmentState is a unit's part in a task, as it is.
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

// TaskSet says what is to be done, by whom and until when.
type TaskSet struct {
	public
	Task TaskState `json:"task"`
}

// TaskProgressed says how far a unit is with its part.
type TaskProgressed struct {
	public
	Task TaskState `json:"task"`
}

// TaskCompleted says that all parts of a task are done.
type TaskCompleted struct {
	public
	Task TaskState `json:"task"`
}

// TaskDropped says that a task is no longer to be done.
type TaskDropped struct {
	public
	Task TaskState `json:"task"`
}
