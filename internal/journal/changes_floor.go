package journal

import (
	"time"

	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// What happens on the floor of a conference. Each change tells the whole request as it is from now on.

// FloorTurn is a request for the floor as it is.
type FloorTurn struct {
	RequestID       gid.ID             `json:"requestId"`
	Kind            floorrequest.Kind  `json:"kind"`
	State           floorrequest.State `json:"state"`
	Speaker         *string            `json:"speaker"` // nil for an unnamed delegate
	Subject         *string            `json:"subject"`
	AgendaItemID    *gid.ID            `json:"agendaItemId"`
	SiteID          *gid.ID            `json:"siteId"`
	SiteCode        *string            `json:"siteCode"`
	SiteName        *string            `json:"siteName"`
	UnitID          *gid.ID            `json:"unitId"`
	UnitCode        *string            `json:"unitCode"`
	UnitName        *string            `json:"unitName"`
	PersonID        *gid.ID            `json:"personId"`
	SpeechID        *gid.ID            `json:"speechId"` // once the floor was given
	Place           *int               `json:"place"`    // nil where the fair order holds
	PlaceReason     *string            `json:"placeReason"`
	AllottedSeconds int                `json:"allottedSeconds"`
	SpentSeconds    int                `json:"spentSeconds"`
	RequestedAt     time.Time          `json:"requestedAt"`
	GivenAt         *time.Time         `json:"givenAt"`
	ResumedAt       *time.Time         `json:"resumedAt"`
	EndedAt         *time.Time         `json:"endedAt"`
}

// FloorRequested says that somebody wants to speak.
type FloorRequested struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorRequestWithdrawn says that somebody no longer does.
type FloorRequestWithdrawn struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorRequestRestored says that somebody does again, from the end of the queue.
type FloorRequestRestored struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorRequestPlaced says that the chair gave a request a place in the queue, or took it back, or that its place moved up
// because those before it have gone.
type FloorRequestPlaced struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorGiven says who has the floor from now on.
type FloorGiven struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorPaused says that the clock of who has the floor stands.
type FloorPaused struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorResumed says that it runs again.
type FloorResumed struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorYielded says that nobody has the floor from now on.
type FloorYielded struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorExtended says that who has the floor, or waits for it, is allotted another time.
type FloorExtended struct {
	public
	Request FloorTurn `json:"request"`
}

// FloorQuotaSet says how long a unit, and a site, may speak before others go first.
type FloorQuotaSet struct {
	public
	UnitSeconds *int `json:"unitSeconds"` // nil for no limit
	SiteSeconds *int `json:"siteSeconds"`
}
