package conference

import (
	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// NewFloorRequest is the input of RequestFloor.
type NewFloorRequest struct {
	Conference      string // code
	Kind            floorrequest.Kind
	Unit            string // code; at least one of unit and site
	Site            string // code within the conference
	Speaker         string // empty for an unnamed delegate
	Person          string // code of a registered person; empty if not registered
	Subject         string
	AgendaItem      *gid.ID // nil for the current one
	AllottedSeconds int     // allotted; 0 for the default of the kind
}

// FloorPlace is the position in the queue that the chair assigns to a request.
type FloorPlace struct {
	Request gid.ID
	Place   *int // nil to return it to the computed order
	Reason  string
}

// FloorTime is the new allotted time of a request.
type FloorTime struct {
	Request         gid.ID
	AllottedSeconds int
}

// FloorQuota is how long a unit or a site may speak before others go first, in seconds.
type FloorQuota struct {
	Conference       string // code
	UnitQuotaSeconds int    // 0 for no limit
	SiteQuotaSeconds int
}
