package view

import (
	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/gid"
)

// ProposalBoard is what was proposed at a conference. The rows are read when they are asked for.
type ProposalBoard struct {
	Conference *ent.Conference
	Total      int
	Columns    []*ProposalColumn
}

// ProposalColumn is the proposals of a conference in one state.
type ProposalColumn struct {
	Conference *ent.Conference
	State      proposal.State
	Count      int
}

// TaskBoard is what was set to be done at a conference. The tasks are read when they are asked for.
type TaskBoard struct {
	Conference       *ent.Conference
	Total, NotStated int
	Done, Overdue    *int
	Percent          *int
	Clusters         []*ClusterProgress
}

// ClusterProgress is how far a cluster is with the tasks of a conference; the whole sector where it has no id.
type ClusterProgress struct {
	Conference       *ent.Conference
	ClusterID        gid.ID
	Total, NotStated int
	Done, Overdue    *int
	Percent          *int
}
