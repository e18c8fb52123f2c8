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
	Venue            *string
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
	switch change := change.(type) {
	case journal.ConferencePlanned:
		*r = ReplayedCourse{
			ConferenceID: change.ConferenceID, Code: change.Code, Kind: change.Kind, Title: change.Title,
			SchoolYear: change.SchoolYear, ClusterNumber: change.ClusterNumber, HostCode: change.HostCode,
			HeldOn: change.HeldOn, PartOfDay: change.PartOfDay, Venue: change.Venue, Online: change.Online,
			PlannedStartAt: change.StartAt,
			QuorumPercent:  change.QuorumPercent, UnitQuotaSeconds: r.UnitQuotaSeconds,
			SiteQuotaSeconds: r.SiteQuotaSeconds,
			InState:          conference.StatePlanned, // only a planned conference is planned again
		}
	case journal.ConferenceStateChanged:
		r.ConferenceID, r.InState = change.ConferenceID, change.State
		r.StateReason, r.ClosedAt = change.Reason, change.ClosedAt
	case journal.QuorumSet:
		r.QuorumPercent = change.QuorumPercent
	case journal.FloorQuotaSet:
		r.UnitQuotaSeconds, r.SiteQuotaSeconds = change.UnitQuotaSeconds, change.SiteQuotaSeconds
	}
}
