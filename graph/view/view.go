// Package view holds the shapes of the API that are no table: what a reader wants to see at one glance. They are plain
// values; graph fills them. Most are generated from graph/schema (view_gen.go); those written here carry a key that the
// API does not show.
package view

import (
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// ClusterYear is a cluster in one school year; its fields are resolved by the cluster's id.
type ClusterYear struct {
	Cluster    gid.ID        `sql:"cluster_id"`
	SchoolYear vi.SchoolYear `sql:"school_year"`

	family []*ClusterYear
}

// Family makes rows the siblings of each other.
func Family(rows []*ClusterYear) {
	for _, r := range rows {
		r.family = rows
	}
}

// Siblings are the rows that were read together with this one, itself among them.
func (y *ClusterYear) Siblings() []*ClusterYear { return y.family }
