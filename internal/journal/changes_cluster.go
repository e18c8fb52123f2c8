package journal

import (
	"time"

	"thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Changes of a cluster's school year, which are members of ClusterChange. The commands of internal/report
// append them.

// ReportPublished reports that a report was published, and everybody may read it.
type ReportPublished struct {
	publicAudience
	ReportSubject
	ReportID    gid.ID        `json:"reportId"`
	Title       string        `json:"title"`
	SchoolYear  vi.SchoolYear `json:"schoolYear"`
	Period      report.Period `json:"period"`
	PublishedAt time.Time     `json:"publishedAt"`
}

// ReportWithdrawn reports that a published report was withdrawn.
type ReportWithdrawn struct {
	publicAudience
	ReportSubject
	ReportID    gid.ID        `json:"reportId"`
	Title       *string       `json:"title"` // nil if the viewer may not see the report
	SchoolYear  vi.SchoolYear `json:"schoolYear"`
	Period      report.Period `json:"period"`
	Reason      *string       `json:"reason"` // nil if the title is, or after the report was published again
	WithdrawnAt time.Time     `json:"withdrawnAt"`
}

// ReportSubject is what a report is about: a unit of the cluster, or the cluster itself.
type ReportSubject struct {
	UnitID        *gid.ID `json:"unitId"`
	UnitCode      *string `json:"unitCode"`
	UnitName      *string `json:"unitName"`
	ClusterID     *gid.ID `json:"clusterId"`
	ClusterNumber *int    `json:"clusterNumber"`
}

// RowID returns the id of the report.
func (r ReportPublished) RowID() gid.ID { return r.ReportID }

// ChangesVisibility returns true: the report may have been published and withdrawn before.
func (ReportPublished) ChangesVisibility() bool { return true }

// RedactedFor returns nil if the report is hidden.
func (r ReportPublished) RedactedFor(s RowVisibility) Change {
	if !s.Visible {
		return nil
	}
	return r
}

// RowID returns the id of the report.
func (r ReportWithdrawn) RowID() gid.ID { return r.ReportID }

// ChangesVisibility returns true: the report is hidden from most viewers.
func (ReportWithdrawn) ChangesVisibility() bool { return true }

// RedactedFor omits the reason if the report is not withdrawn, and everything but the ids if it is hidden.
func (r ReportWithdrawn) RedactedFor(s RowVisibility) Change {
	if !s.Visible || !s.Withdrawn {
		r.Reason = nil
	}
	if !s.Visible {
		r.Title, r.ReportSubject = nil, ReportSubject{}
	}
	return r
}
