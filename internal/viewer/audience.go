package viewer

import (
	"fmt"
	"slices"
	"strings"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Audience selects who receives an entry of a stream: all who may subscribe to it, or only viewers with one
// of some scopes and those who see the whole record.
type Audience struct{ scopes []Scope }

// AudienceAll returns the audience of all who may subscribe to the stream.
func AudienceAll() Audience { return Audience{} }

// AudienceOf returns the audience of viewers with one of the scopes.
func AudienceOf(scopes ...Scope) Audience { return Audience{scopes} }

// Includes reports whether a viewer belongs to the audience.
func (a Audience) Includes(v Viewer) bool {
	return len(a.scopes) == 0 || v.SeesAllUnpublished() || slices.ContainsFunc(v.Scopes(), func(s Scope) bool {
		return slices.ContainsFunc(a.scopes, s.covers)
	})
}

// covers reports whether scope s includes the scope other.
func (s Scope) covers(other Scope) bool {
	year := s.SchoolYear
	s.SchoolYear = other.SchoolYear
	return s == other && (year == 0 || year == other.SchoolYear)
}

// String returns the format stored in the journal; empty for everybody.
func (a Audience) String() string {
	parts := make([]string, len(a.scopes))
	for i, s := range a.scopes {
		parts[i] = fmt.Sprintf("%d/%d/%d/%d", s.Cluster, s.Unit, s.Conference, s.SchoolYear)
	}
	return strings.Join(parts, " ")
}

// ParseAudience parses the format of String.
func ParseAudience(text string) (Audience, error) {
	var a Audience
	for part := range strings.FieldsSeq(text) {
		var cluster, unit, conference int64
		var year int
		if _, err := fmt.Sscanf(part, "%d/%d/%d/%d", &cluster, &unit, &conference, &year); err != nil {
			return Audience{}, fmt.Errorf("viewer: %q is no audience: %w", part, err)
		}
		a.scopes = append(a.scopes, Scope{gid.ID(cluster), gid.ID(unit), gid.ID(conference),
			vi.SchoolYear(year)})
	}
	return a, nil
}
