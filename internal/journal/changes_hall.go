package journal

import (
	"time"

	"thidua/ent/attendance"
	"thidua/ent/site"
	"thidua/internal/gid"
)

// What happens in the halls of a conference: who is there, how they are connected, and what the agenda is.

// AttendanceChanged tells delegates of the roll as they are from now on: all that one verb changed.
type AttendanceChanged struct {
	public
	Attendances []Attendance `json:"attendances"`
}

// Attendance is a delegate on the roll, as they are.
type Attendance struct {
	AttendanceID        gid.ID              `json:"attendanceId"`
	Ordinal             int                 `json:"ordinal"`
	Capacity            attendance.Capacity `json:"capacity"`
	Role                string              `json:"role"`
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

// QuorumSet says which share of the delegates on the roll has to be there.
type QuorumSet struct {
	public
	Percent *int `json:"percent"` // nil where no quorum is asked for
}

// SiteLinkChanged says how a site is connected from now on.
type SiteLinkChanged struct {
	public
	SiteID   gid.ID    `json:"siteId"`
	Code     string    `json:"code"`
	Name     string    `json:"name"`
	Link     site.Link `json:"link"`
	LinkedAt time.Time `json:"linkedAt"`
}

// SitesArranged are all the sites from now on, in their order. What a site reported stays as it was told; one that is not among
// them is no more, and what it reported neither.
type SitesArranged struct {
	public
	Sites []PlannedSite `json:"sites"`
}

// AgendaChanged is the whole agenda from now on, in its order. What an item was dealt with stays as it was told.
type AgendaChanged struct {
	public
	AgendaItems []PlannedAgendaItem `json:"agendaItems"`
}

// AgendaItemPaused says that the clock of the current item stands.
type AgendaItemPaused struct {
	public
	AgendaItemID gid.ID    `json:"agendaItemId"`
	SpentSeconds int       `json:"spentSeconds"`
	PausedAt     time.Time `json:"pausedAt"`
}

// AgendaItemResumed says that it runs again.
type AgendaItemResumed struct {
	public
	AgendaItemID gid.ID    `json:"agendaItemId"`
	SpentSeconds int       `json:"spentSeconds"`
	ResumedAt    time.Time `json:"resumedAt"`
}
