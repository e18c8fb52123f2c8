package conference

import (
	"time"

	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/vi"
)

// ReplayedCourse is the conference itself: its plan, later settings and its state.
type ReplayedCourse struct {
	ConferenceID     gid.ID
	Code             string // empty before the plan
	Kind             conference.Kind
	Title            string
	SchoolYear       vi.SchoolYear
	ClusterNumber    *int
	HostCode         *string
	HeldOn           vi.Date
	PartOfDay        conference.PartOfDay
	Place            *string
	Online           bool
	PlannedStartAt   *time.Time
	QuorumPercent    *int
	UnitQuotaSeconds *int
	SiteQuotaSeconds *int
	InState          conference.State
	StateReason      *string
	ClosedAt         *time.Time
}

// isPlanned reports whether the journal begins with a plan. That of a recorded conference does not.
func (r *ReplayedCourse) isPlanned() bool { return r.Code != "" }

func (r *ReplayedCourse) apply(change journal.Change) {
	switch c := change.(type) {
	case journal.ConferencePlanned:
		*r = ReplayedCourse{
			ConferenceID: c.ConferenceID, Code: c.Code, Kind: c.Kind, Title: c.Title,
			SchoolYear: c.SchoolYear, ClusterNumber: c.ClusterNumber, HostCode: c.HostCode, HeldOn: c.HeldOn,
			PartOfDay: c.PartOfDay, Place: c.Place, Online: c.Online, PlannedStartAt: c.StartAt,
			QuorumPercent: c.QuorumPercent, UnitQuotaSeconds: r.UnitQuotaSeconds,
			SiteQuotaSeconds: r.SiteQuotaSeconds,
			InState:          conference.StatePlanned, // only a planned conference is planned again
		}
	case journal.ConferenceStateChanged:
		r.ConferenceID, r.InState, r.StateReason, r.ClosedAt = c.ConferenceID, c.State, c.Reason, c.ClosedAt
	case journal.QuorumSet:
		r.QuorumPercent = c.Percent
	case journal.FloorQuotaSet:
		r.UnitQuotaSeconds, r.SiteQuotaSeconds = c.UnitSeconds, c.SiteSeconds
	}
}
