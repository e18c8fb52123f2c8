package journal

import (
	"slices"
	"time"

	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// Changes of a conference, which are members of ConferenceChange. The commands of internal/conference append
// them.

// ConferencePlanned reports that a conference was planned, or its plan was changed.
type ConferencePlanned struct {
	publicAudience
	ConferenceID  gid.ID               `json:"conferenceId"`
	Code          string               `json:"code"`
	Kind          conference.Kind      `json:"kind"`
	Title         string               `json:"title"`
	SchoolYear    vi.SchoolYear        `json:"schoolYear"`
	ClusterNumber *int                 `json:"clusterNumber"` // nil for a national conference
	HostCode      *string              `json:"hostCode"`
	HeldOn        vi.Date              `json:"heldOn"`
	PartOfDay     conference.PartOfDay `json:"partOfDay"`
	Venue         *string              `json:"place"`
	Online        bool                 `json:"online"`
	StartAt       *time.Time           `json:"plannedStartAt"`
	QuorumPercent *int                 `json:"quorumPercent"` // nil if no quorum is required
	Sites         []PlannedSite        `json:"sites"`
	AgendaItems   []PlannedAgendaItem  `json:"agendaItems"`
}

// PlannedSite is a site of a planned conference.
type PlannedSite struct {
	SiteID       gid.ID    `json:"siteId"`
	Ordinal      int       `json:"ordinal"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	Kind         site.Kind `json:"kind"`
	ProvinceCode *string   `json:"provinceCode"`
	UnitCode     *string   `json:"unitCode"`
	ParentID     *gid.ID   `json:"parentId"`
}

// PlannedAgendaItem is an agenda item of a planned conference.
type PlannedAgendaItem struct {
	AgendaItemID   gid.ID          `json:"agendaItemId"`
	Ordinal        int             `json:"ordinal"`
	Kind           agendaitem.Kind `json:"kind"`
	Title          string          `json:"title"`
	PlannedMinutes *int            `json:"plannedMinutes"`
	Speaker        *string         `json:"speaker"`
	UnitID         *gid.ID         `json:"unitId"`
	UnitCode       *string         `json:"unitCode"`
	DocumentIDs    []gid.ID        `json:"documentIds"`
	DocumentCodes  []string        `json:"documentCodes"` // in the order of the ids
}

// ConferenceStateChanged reports that the state of a conference changed.
type ConferenceStateChanged struct {
	publicAudience
	ConferenceID  gid.ID           `json:"conferenceId"`
	PreviousState conference.State `json:"from"`
	State         conference.State `json:"state"`
	Reason        *string          `json:"reason"`   // if cancelled or postponed
	ClosedAt      *time.Time       `json:"closedAt"` // if closed
}

// RestrictsAccess reports whether the conference is now visible to its participants only.
func (c ConferenceStateChanged) RestrictsAccess() bool {
	return !slices.Contains(publicStates, c.State)
}

// AgendaItemStarted reports that an agenda item became the current one. The previous one, if any, ended at
// the same time.
type AgendaItemStarted struct {
	publicAudience
	AgendaItemID      gid.ID          `json:"agendaItemId"`
	Ordinal           int             `json:"ordinal"`
	Kind              agendaitem.Kind `json:"kind"`
	Title             string          `json:"title"`
	PlannedMinutes    *int            `json:"plannedMinutes"`
	StartedAt         time.Time       `json:"startedAt"`
	SpentSeconds      int             `json:"spentSeconds"` // before this start
	EndedAgendaItemID *gid.ID         `json:"endedAgendaItemId"`
	EndedSpentSeconds *int            `json:"endedSpentSeconds"` // of the item that ended
}

// AgendaItemEnded reports that the current agenda item ended, and there is none now.
type AgendaItemEnded struct {
	publicAudience
	AgendaItemID gid.ID          `json:"agendaItemId"`
	Ordinal      int             `json:"ordinal"`
	Kind         agendaitem.Kind `json:"kind"`
	Title        string          `json:"title"`
	StartedAt    time.Time       `json:"startedAt"`
	EndedAt      time.Time       `json:"endedAt"`
	SpentSeconds int             `json:"spentSeconds"`
}

// AnnouncementMade reports that an announcement was made to those who may read it.
type AnnouncementMade struct {
	AnnouncementID gid.ID                `json:"announcementId"`
	Text           string                `json:"text"`
	To             announcement.Audience `json:"audience"` // named audience in the API, like the row's field
	SiteID         *gid.ID               `json:"siteId"`
	SiteCode       *string               `json:"siteCode"`
	SiteName       *string               `json:"siteName"`
	Screen         *string               `json:"screen"` // nil for all screens
	MadeAt         time.Time             `json:"madeAt"`
	Recipients     viewer.Audience       `json:"-"` // stored beside the payload
}

// Audience returns who may read the announcement.
func (a AnnouncementMade) Audience() viewer.Audience { return a.Recipients }

// RowID returns the id of the announcement.
func (a AnnouncementMade) RowID() gid.ID { return a.AnnouncementID }

// RedactedFor returns nil if the announcement is hidden.
func (a AnnouncementMade) RedactedFor(s RowVisibility) Change {
	if !s.Visible {
		return nil
	}
	return a
}

// AnnouncementWithdrawn reports that an announcement was withdrawn. Its audience is that of the announcement.
type AnnouncementWithdrawn struct {
	AnnouncementID gid.ID          `json:"announcementId"`
	WithdrawnAt    time.Time       `json:"withdrawnAt"`
	Recipients     viewer.Audience `json:"-"`
}

// Audience returns who may read the announcement.
func (a AnnouncementWithdrawn) Audience() viewer.Audience { return a.Recipients }

// ChangesVisibility returns true: the announcement is hidden from viewers outside the conference.
func (AnnouncementWithdrawn) ChangesVisibility() bool { return true }

// SiteCheckedIn reports that a site checked in with a number of delegates. A repeated one overwrites the
// number.
type SiteCheckedIn struct {
	publicAudience
	SiteID           gid.ID    `json:"siteId"`
	Code             string    `json:"code"`
	Name             string    `json:"name"`
	DelegatesPresent int       `json:"delegates"`
	CheckedInAt      time.Time `json:"checkedInAt"`
}

// SiteCheckedOut reports that a site checked out.
type SiteCheckedOut struct {
	publicAudience
	SiteID       gid.ID    `json:"siteId"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	CheckedOutAt time.Time `json:"checkedOutAt"`
}
