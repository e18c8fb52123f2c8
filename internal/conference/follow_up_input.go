package conference

import (
	"thidua/ent/proposal"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// NewProposal is the input of SubmitProposal.
type NewProposal struct {
	Conference   string // code
	Kind         proposal.Kind
	Content      string
	Unit         string   // code; empty if the cluster as a whole proposes it
	Topics       []string // codes
	Addressee    string   // code of a unit
	FloorRequest *gid.ID  // turn in which it was made; nil if it is in writing
	Sponsors     []string // codes of units
	DueOn        vi.Date
}

// Assignment is the input of AssignProposal.
type Assignment struct {
	Proposal gid.ID
	Assignee string // code of a unit
	DueOn    vi.Date
}

// Reply is the response to a proposal: an answer, or the reason of a refusal.
type Reply struct {
	Proposal   gid.ID
	Response   string
	AnsweredBy string // code of the responding body
}

// NewDirective is the input of GiveDirective.
type NewDirective struct {
	Conference      string // code
	Content         string
	AddresseeStated string
	Issuer          string  // code of a unit
	Person          string  // code
	FloorRequest    *gid.ID // turn in which it was given
	DueOn           vi.Date
}

// NewTask is the input of SetTask.
type NewTask struct {
	Conference string // code
	Content    string
	SchoolYear vi.SchoolYear
	Cluster    int      // number; 0 for the whole sector
	Directive  *gid.ID  // directive that it implements
	Units      []string // codes of the units that carry it out
	DueOn      vi.Date
}

// Progress is the input of ReportTask: how far a unit is with its assignment.
type Progress struct {
	Task     gid.ID
	Unit     string // code
	Percent  int
	Evidence string // required at 100 percent
	Note     string
}
