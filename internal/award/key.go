package award

import (
	"strings"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// KindID returns the id of the award kind with this code.
func KindID(code string) gid.ID { return gid.Derive(gid.AwardKind, code) }

// Key is the natural key of a nomination or an award: the codes of kind and unit, and the school year.
type Key struct {
	Kind, Unit string
	SchoolYear vi.SchoolYear
}

// NominationID returns the id of the nomination with this key.
func NominationID(k Key) gid.ID { return gid.Derive(gid.Nomination, k.keyParts()...) }

// ID returns the id of the award with this key.
func ID(k Key) gid.ID { return gid.Derive(gid.Award, k.keyParts()...) }

// String formats the key for error messages.
func (k Key) String() string { return strings.Join(k.keyParts(), "/") }

func (k Key) keyParts() []string { return []string{k.Kind, k.Unit, k.SchoolYear.String()} }
