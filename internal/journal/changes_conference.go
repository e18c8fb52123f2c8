package journal

import (
	"time"

	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// What happens at a conference. The verbs of internal/conference append these; each is a member of ConferenceChange.

// ConferencePlanned says what is planned: when a conference is planned, and when it is again.
type ConferencePlanned struct {
	public
	ConferenceID  gid.ID               `json:"conferenceId"`
	Code          string               `json:"code"`
	Kind          conference.Kind      `json:"kind"`
	Title         string               `json:"title"`
	SchoolYear    vi.SchoolYear        `json:"schoolYear"`
	ClusterNumber *int                 `json:"clusterNumber"` // nil for a national one
	HostCode      *string              `json:"hostCode"`
	HeldOn        vi.Date              `json:"heldOn"`
	PartOfDay     conference.PartOfDay `json:"partOfDay"`
	Place         *string              `json:"place"`
	Online        bool                 `json:"online"`
	StartAt       *time.Time           `json:"plannedStartAt"`
	QuorumPercent *int                 `json:"quorumPercent"` // nil where none is asked for
	Sites         []PlannedSite        `json:"sites"`
	AgendaItems   []PlannedAgendaItem  `json:"agendaItems"`
}

// PlannedSite is a hall of a conference that is planned.
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

// PlannedAgendaItem is a step of a conference that is planned.
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

// ConferenceStateChanged says in which state a conference is from now on.
type ConferenceStateChanged struct {
	public
	ConferenceID gid.ID           `json:"conferenceId"`
	From         conference.State `json:"from"`
	State        conference.State `json:"state"`
	Reason       *string          `json:"reason"`   // of one that was cancelled or postponed
	ClosedAt     *time.Time       `json:"closedAt"` // of one that was closed
}

// Narrows is true of states in which a conference is seen by those alone who have a part in it.
func (c ConferenceStateChanged) Narrows() bool {
	switch c.State {
	case conference.StatePlanned, conference.StatePostponed, conference.StateCancelled:
		return true
	}
	return false
}

// AgendaItemStarted says which item of the agenda is the current one from now on. The one before it, if any, ended by
// it, at the same moment.
type AgendaItemStarted struct {
	public
	AgendaItemID      gid.ID          `json:"agendaItemId"`
	Ordinal           int             `json:"ordinal"`
	Kind              agendaitem.Kind `json:"kind"`
	Title             string          `json:"title"`
	PlannedMinutes    *int            `json:"plannedMinutes"`
	StartedAt         time.Time       `json:"startedAt"`
	SpentSeconds      int             `json:"spentSeconds"` // when it was dealt with before
	EndedAgendaItemID *gid.ID         `json:"endedAgendaItemId"`
	EndedSpentSeconds *int            `json:"endedSpentSeconds"` // of that one
}

// AgendaItemEnded says that there is no current item of the agenda from now on.
type AgendaItemEnded struct {
	public
	AgendaItemID gid.ID          `json:"agendaItemId"`
	Ordinal      int             `json:"ordinal"`
	Kind         agendaitem.Kind `json:"kind"`
	Title        string          `json:"title"`
	StartedAt    time.Time       `json:"startedAt"`
	EndedAt      time.Time       `json:"endedAt"`
	SpentSeconds int             `json:"spentSeconds"`
}

// AnnouncementMade is an announcement, told to those who may read it.
type AnnouncementMade struct {
	AnnouncementID gid.ID                `json:"announcementId"`
	Text           string                `json:"text"`
	To             announcement.Audience `json:"audience"` // the API calls it audience, as a row does
	SiteID         *gid.ID               `json:"siteId"`
	SiteCode       *string               `json:"siteCode"`
	SiteName       *string               `json:"siteName"`
	Screen         *string               `json:"screen"` // nil for all screens
	MadeAt         time.Time             `json:"madeAt"`
	Told           viewer.Audience       `json:"-"` // the journal keeps it beside the change
}

// Audience is who may read the announcement.
func (c AnnouncementMade) Audience() viewer.Audience { return c.Told }

// Subject is the announcement.
func (c AnnouncementMade) Subject() gid.ID { return c.AnnouncementID }

// Now is nil if the announcement is hidden.
func (c AnnouncementMade) Now(s SubjectState) Change {
	if !s.Visible {
		return nil
	}
	return c
}

// AnnouncementWithdrawn takes an announcement back. Who was told of it is told so.
type AnnouncementWithdrawn struct {
	AnnouncementID gid.ID          `json:"announcementId"`
	WithdrawnAt    time.Time       `json:"withdrawnAt"`
	Told           viewer.Audience `json:"-"`
}

// Audience is who may read the announcement.
func (c AnnouncementWithdrawn) Audience() viewer.Audience { return c.Told }

// Revises is true: the announcement is hidden from viewers without a part in the conference.
func (AnnouncementWithdrawn) Revises() bool { return true }

// SiteCheckedIn says that a site is there, with how many delegates. Said again, it is the new count.
type SiteCheckedIn struct {
	public
	SiteID      gid.ID    `json:"siteId"`
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Delegates   int       `json:"delegates"`
	CheckedInAt time.Time `json:"checkedInAt"`
}

// SiteCheckedOut says that a site has left.
type SiteCheckedOut struct {
	public
	SiteID       gid.ID    `json:"siteId"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	CheckedOutAt time.Time `json:"checkedOutAt"`
}
