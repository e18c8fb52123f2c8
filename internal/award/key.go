package award

import (
	"strings"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// KindID is the id of the kind of award with this code.
func KindID(code string) gid.ID { return gid.Of(gid.AwardKind, code) }

// Key is the natural key of a nomination and of an award: a kind, by code, a unit, by code, and the year honoured.
type Key struct {
	Kind, Unit string
	SchoolYear vi.SchoolYear
}

// NominationID is the id of the nomination with this key.
func NominationID(k Key) gid.ID { return gid.Of(gid.Nomination, k.parts()...) }

// ID is the id of the award with this key.
func ID(k Key) gid.ID { return gid.Of(gid.Award, k.parts()...) }

// String is the key for people, as in a refusal.
func (k Key) String() string { return strings.Join(k.parts(), "/") }

func (k Key) parts() []string { return []string{k.Kind, k.Unit, k.SchoolYear.String()} }
