package conference

import (
	"thidua/ent/proposal"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// NewProposal is something to propose, in a turn on the floor or in writing.
type NewProposal struct {
	Conference   string // code
	Kind         proposal.Kind
	Content      string
	Unit         string   // code; empty where the cluster proposes it as a whole
	Topics       []string // codes
	Addressee    string   // code of a unit
	FloorRequest *gid.ID  // turn in which it was raised; nil for one in writing
	Sponsors     []string // codes of units
	DueOn        vi.Date
}

// Assignment gives a proposal to a ministry department.
type Assignment struct {
	Proposal   gid.ID
	Department string // code of a unit
	DueOn      vi.Date
}

// Reply is an answer to a proposal, or why it was refused.
type Reply struct {
	Proposal gid.ID
	Response string
	Unit     string // code of the body that replies
}

// NewDirective is an instruction from above.
type NewDirective struct {
	Conference   string // code
	Content      string
	Addressee    string
	Issuer       string  // code of a unit
	Person       string  // code
	FloorRequest *gid.ID // turn in which it was given
	DueOn        vi.Date
}

// NewTask is something to be done by units.
type NewTask struct {
	Conference string // code
	Content    string
	SchoolYear vi.SchoolYear
	Cluster    int      // number; 0 for the whole sector
	Directive  *gid.ID  // that it follows from
	Units      []string // codes of who is to do it
	DueOn      vi.Date
}

// Progress is how far a unit is with its part in a task.
type Progress struct {
	Task     gid.ID
	Unit     string // code
	Percent  int
	Evidence string // asked for at 100 percent
	Note     string
}
