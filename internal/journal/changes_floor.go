package journal

import (
	"time"

	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// Changes of the floor of a conference. Each contains the complete request in its new state.

// FloorRequestState is the state of a request for the floor.
type FloorRequestState struct {
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
	SpeechID        *gid.ID            `json:"speechId"` // nil before the floor was given
	Place           *int               `json:"place"`    // nil if the computed order applies
	PlaceReason     *string            `json:"placeReason"`
	AllottedSeconds int                `json:"allottedSeconds"`
	SpentSeconds    int                `json:"spentSeconds"`
	RequestedAt     time.Time          `json:"requestedAt"`
	GivenAt         *time.Time         `json:"givenAt"`
	ResumedAt       *time.Time         `json:"resumedAt"`
	EndedAt         *time.Time         `json:"endedAt"`
}

// FloorRequested reports that the floor was requested.
type FloorRequested struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorRequestWithdrawn reports that a request was withdrawn.
type FloorRequestWithdrawn struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorRequestRestored reports that a withdrawn request was restored at the end of the queue.
type FloorRequestRestored struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorRequestPlaced reports that the chair set or reset a request's place in the queue, or it moved up
// because earlier ones left.
type FloorRequestPlaced struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorGiven reports that the floor was given.
type FloorGiven struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorPaused reports that the clock of the current turn was paused.
type FloorPaused struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorResumed reports that the clock of the current turn was resumed.
type FloorResumed struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorYielded reports that the current turn ended, and nobody has the floor.
type FloorYielded struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorExtended reports that the allotted time of a turn or a request changed.
type FloorExtended struct {
	publicAudience
	Entry FloorRequestState `json:"request"`
}

// FloorQuotaSet reports that the speaking times after which a unit or a site yields to others changed.
type FloorQuotaSet struct {
	publicAudience
	UnitQuotaSeconds *int `json:"unitSeconds"` // nil for no limit
	SiteQuotaSeconds *int `json:"siteSeconds"`
}
