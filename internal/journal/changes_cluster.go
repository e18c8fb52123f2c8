package journal

import (
	"time"

	"thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// What happens in a cluster's school year. The verbs of internal/report append these; each is a member of ClusterChange.

// ReportPublished says that everybody may read a report from now on.
type ReportPublished struct {
	public
	ReportSubject
	ReportID    gid.ID        `json:"reportId"`
	Title       string        `json:"title"`
	SchoolYear  vi.SchoolYear `json:"schoolYear"`
	Period      report.Period `json:"period"`
	PublishedAt time.Time     `json:"publishedAt"`
}

// ReportWithdrawn says that a report is no longer there to be read.
type ReportWithdrawn struct {
	public
	ReportSubject
	ReportID    gid.ID        `json:"reportId"`
	Title       *string       `json:"title"` // nil if the viewer may not see the report
	SchoolYear  vi.SchoolYear `json:"schoolYear"`
	Period      report.Period `json:"period"`
	Reason      *string       `json:"reason"` // nil as the title, or once the report is published again
	WithdrawnAt time.Time     `json:"withdrawnAt"`
}

// ReportSubject is whom a report is about: a unit of the cluster, or the cluster itself.
type ReportSubject struct {
	UnitID        *gid.ID `json:"unitId"`
	UnitCode      *string `json:"unitCode"`
	UnitName      *string `json:"unitName"`
	ClusterID     *gid.ID `json:"clusterId"`
	ClusterNumber *int    `json:"clusterNumber"`
}

// Subject is the report.
func (c ReportPublished) Subject() gid.ID { return c.ReportID }

// Revises is true: the report may have been published before, and withdrawn.
func (ReportPublished) Revises() bool { return true }

// Now is nil if the report is hidden.
func (c ReportPublished) Now(s SubjectState) Change {
	if !s.Visible {
		return nil
	}
	return c
}

// Subject is the report.
func (c ReportWithdrawn) Subject() gid.ID { return c.ReportID }

// Revises is true: the report is hidden from most.
func (ReportWithdrawn) Revises() bool { return true }

// Now omits the reason unless the report is withdrawn now, and everything but the identity of a report that
// is hidden.
func (c ReportWithdrawn) Now(s SubjectState) Change {
	if !s.Visible || !s.Withdrawn {
		c.Reason = nil
	}
	if !s.Visible {
		c.Title, c.ReportSubject = nil, ReportSubject{}
	}
	return c
}
