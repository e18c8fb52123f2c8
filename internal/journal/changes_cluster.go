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
	Title       string        `json:"title"`
	SchoolYear  vi.SchoolYear `json:"schoolYear"`
	Period      report.Period `json:"period"`
	Reason      string        `json:"reason"`
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

func init() { declare(ReportPublished{}, ReportWithdrawn{}) }
