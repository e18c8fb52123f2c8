package conference

import (
	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// NewFloorRequest is a wish to speak.
type NewFloorRequest struct {
	Conference string // code
	Kind       floorrequest.Kind
	Unit       string // code; one of unit and site at least
	Site       string // code within the conference
	Speaker    string // empty for an unnamed delegate
	Person     string // code, where it is somebody on record
	Subject    string
	AgendaItem *gid.ID // the current one if nil
	Seconds    int     // allotted; what is usual for the kind if 0
}

// FloorPlace is a place in the queue that the chair gives.
type FloorPlace struct {
	Request gid.ID
	Place   *int // nil for the fair order again
	Reason  string
}

// FloorTime is another time that a request is allotted.
type FloorTime struct {
	Request gid.ID
	Seconds int
}

// FloorQuota is how long one may speak before others go first.
type FloorQuota struct {
	Conference  string // code
	UnitSeconds int    // 0 for no limit
	SiteSeconds int
}
