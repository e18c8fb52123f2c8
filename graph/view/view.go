// Package view contains the types of the API that are not tables. They are plain values, which package graph
// fills. Most are generated from graph/schema (view_gen.go); those written by hand contain keys that the API
// does not expose.
package view

import (
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// ClusterYear is a cluster in one school year. Its fields are resolved from the cluster's id.
type ClusterYear struct {
	Cluster    gid.ID        `sql:"cluster_id"`
	SchoolYear vi.SchoolYear `sql:"school_year"`

	siblings []*ClusterYear
}

// SetSiblings makes rows siblings of each other.
func SetSiblings(rows []*ClusterYear) {
	for _, r := range rows {
		r.siblings = rows
	}
}

// Siblings returns the rows that were read together with this one, including itself.
func (y *ClusterYear) Siblings() []*ClusterYear { return y.siblings }

// MarshalText marshals a String.
func MarshalText(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalText unmarshals a String: valid UTF-8 without NUL, which both databases can store. null is treated
// as an omitted value.
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
