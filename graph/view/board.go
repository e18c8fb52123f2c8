package view

import (
	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/gid"
)

// ProposalBoard summarizes the proposals of a conference. The rows are loaded if selected.
type ProposalBoard struct {
	Conference *ent.Conference
	TotalCount int
	Columns    []*ProposalColumn
}

// ProposalColumn holds the proposals of a conference in one state.
type ProposalColumn struct {
	Conference *ent.Conference
	State      proposal.State
	Count      int
}

// TaskBoard summarizes the tasks of a conference. The tasks are loaded if selected.
type TaskBoard struct {
	Conference                 *ent.Conference
	TotalCount, NotStatedCount int
	DoneCount, OverdueCount    *int
	Percent                    *int
	ClusterProgress            []*ClusterProgress
}

// ClusterProgress is the progress of a cluster, or of the whole sector if ClusterID is 0, with the tasks of a
// conference.
type ClusterProgress struct {
	Conference                 *ent.Conference
	ClusterID                  gid.ID
	TotalCount, NotStatedCount int
	DoneCount, OverdueCount    *int
	Percent                    *int
}
