package journal

import (
	"time"

	"thidua/ent/attendance"
	"thidua/ent/site"
	"thidua/internal/gid"
)

// Changes of the attendance, the site links and the agenda of a conference.

// AttendanceChanged reports that the attendance of delegates changed; it contains all that one command
// changed.
type AttendanceChanged struct {
	publicAudience
	Entries []Attendance `json:"attendances"`
}

// Attendance is the state of a delegate on the roll.
type Attendance struct {
	AttendanceID        gid.ID              `json:"attendanceId"`
	Ordinal             int                 `json:"ordinal"`
	Capacity            attendance.Capacity `json:"capacity"`
	Title               string              `json:"role"`
	Presence            attendance.Presence `json:"presence"`
	UnitID              *gid.ID             `json:"unitId"`
	UnitCode            *string             `json:"unitCode"`
	PersonID            *gid.ID             `json:"personId"`
	SiteID              *gid.ID             `json:"siteId"`
	SiteCode            *string             `json:"siteCode"`
	ArrivedAt           *time.Time          `json:"arrivedAt"`
	LeftAt              *time.Time          `json:"leftAt"`
	AbsenceReason       *string             `json:"absenceReason"`
	Substitute          *string             `json:"substitute"`
	SubstituteAuthority *string             `json:"substituteAuthority"`
}

// QuorumSet reports that the required share of the delegates on the roll changed.
type QuorumSet struct {
	publicAudience
	QuorumPercent *int `json:"percent"` // nil if no quorum is required
}

// SiteLinkChanged reports that the link of a site changed.
type SiteLinkChanged struct {
	publicAudience
	SiteID   gid.ID    `json:"siteId"`
	Code     string    `json:"code"`
	Name     string    `json:"name"`
	Link     site.Link `json:"link"`
	LinkedAt time.Time `json:"linkedAt"`
}

// SitesArranged contains all sites in their new order. What a site reported remains valid; a site that is
// missing was removed together with its reports.
type SitesArranged struct {
	publicAudience
	Sites []PlannedSite `json:"sites"`
}

// AgendaChanged contains the complete new agenda in its order. The progress of items remains valid.
type AgendaChanged struct {
	publicAudience
	AgendaItems []PlannedAgendaItem `json:"agendaItems"`
}

// AgendaItemPaused reports that the clock of the current item was paused.
type AgendaItemPaused struct {
	publicAudience
	AgendaItemID gid.ID    `json:"agendaItemId"`
	SpentSeconds int       `json:"spentSeconds"`
	PausedAt     time.Time `json:"pausedAt"`
}

// AgendaItemResumed reports that the clock of the current item was resumed.
type AgendaItemResumed struct {
	publicAudience
	AgendaItemID gid.ID    `json:"agendaItemId"`
	SpentSeconds int       `json:"spentSeconds"`
	ResumedAt    time.Time `json:"resumedAt"`
}
