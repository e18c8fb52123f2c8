// Package view holds the shapes of the API that are no table: what a reader wants to see at one glance. They are plain
// values; graph fills them. Most are generated from graph/schema (view_gen.go); those written here carry a key that the
// API does not show.
package view

import (
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

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

// MarshalText writes a String.
func MarshalText(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalText reads a String: text that both databases can hold, so without a NUL, and nothing but text. A null, which a
// nullable one may be, is as if it were not given.
func UnmarshalText(v any) (string, error) {
	s, ok := v.(string)
	switch {
	case v == nil:
	case !ok:
		return "", &vi.Error{Type: "String", Reason: vi.ReasonNotAString}
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return "", &vi.Error{Type: "String", Reason: vi.ReasonFormat}
	}
	return s, nil
}
