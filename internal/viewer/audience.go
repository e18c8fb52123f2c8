package viewer

import (
	"fmt"
	"slices"
	"strings"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Audience is who, of those that may follow something, is told: everybody, or who has one of some scopes and who sees
// the whole record.
type Audience struct{ scopes []Scope }

// Everybody is the audience of what is told to all who may follow.
func Everybody() Audience { return Audience{} }

// Only is the audience of those who see one of the scopes.
func Only(scopes ...Scope) Audience { return Audience{scopes} }

// Includes tells whether a viewer belongs to it.
func (a Audience) Includes(v Viewer) bool {
	return len(a.scopes) == 0 || v.SeesRecord() || slices.ContainsFunc(v.Scopes(), func(s Scope) bool {
		return slices.ContainsFunc(a.scopes, s.covers)
	})
}

// covers tells whether who has the scope s sees what is told to other.
func (s Scope) covers(other Scope) bool {
	year := s.SchoolYear
	s.SchoolYear = other.SchoolYear
	return s == other && (year == 0 || year == other.SchoolYear)
}

// String is the audience as the journal keeps it; empty for everybody.
func (a Audience) String() string {
	parts := make([]string, len(a.scopes))
	for i, s := range a.scopes {
		parts[i] = fmt.Sprintf("%d/%d/%d/%d", s.Cluster, s.Unit, s.Conference, s.SchoolYear)
	}
	return strings.Join(parts, " ")
}

// ParseAudience reads what String wrote.
func ParseAudience(text string) (Audience, error) {
	var a Audience
	for part := range strings.FieldsSeq(text) {
		var cluster, unit, conference int64
		var year int
		if _, err := fmt.Sscanf(part, "%d/%d/%d/%d", &cluster, &unit, &conference, &year); err != nil {
			return Audience{}, fmt.Errorf("viewer: %q is no audience: %w", part, err)
		}
		a.scopes = append(a.scopes, Scope{gid.ID(cluster), gid.ID(unit), gid.ID(conference), vi.SchoolYear(year)})
	}
	return a, nil
}
