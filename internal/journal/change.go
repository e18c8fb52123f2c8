package journal

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"thidua/internal/gid"
	"thidua/internal/viewer"
)

// Change is something that happened: a struct, named in the past tense, that is a member of the API's unions.
type Change interface {
	// Audience returns which subscribers of the stream receive the change.
	Audience() viewer.Audience
}

// AccessRestricting is a change after which fewer viewers may subscribe to its stream, so their access is
// checked again.
type AccessRestricting interface {
	RestrictsAccess() bool
}

// Redactable is a change that contains data of a row which may later be hidden from some of its audience. The
// audience receives it as it happens; later readers receive what the state of the row permits then.
type Redactable interface {
	Change
	// RowID returns the id of the row.
	RowID() gid.ID
	// RedactedFor returns what of the change may be shown while the row is visible or not; nil for
	// nothing.
	RedactedFor(RowVisibility) Change
}

// VisibilityChanging is a change that affects who may see its row, so earlier changes of the row are
// redacted.
type VisibilityChanging interface {
	ChangesVisibility() bool
}

// RowVisibility is whether a viewer may see the row of a change, and in what state.
type RowVisibility struct {
	Visible   bool // the viewer may see the row
	Withdrawn bool // the row was withdrawn
}

// publicAudience is embedded by changes whose audience is everybody.
type publicAudience struct{}

func (publicAudience) Audience() viewer.Audience { return viewer.AudienceAll() }

// Event is a change with its position in a stream, as in the API.
type Event struct {
	Position Position
	At       time.Time
	Change   Change
}

// Heartbeat reports that nothing happened up to its position and that the subscription is alive. It is not
// stored.
type Heartbeat struct {
	publicAudience
	// SentAt is when the heartbeat was sent.
	SentAt time.Time `json:"sentAt"`
}

// ScopeChanged reports that the viewer's access has changed since the subscription began, so data received
// before may no longer be visible. It is not stored.
type ScopeChanged struct {
	publicAudience
	// ChangedAt is when the change was detected.
	ChangedAt time.Time `json:"changedAt"`
}

// GrantsChanged is in the stream AccessChanges: the grants or credentials of an account changed. It is not in
// the API.
type GrantsChanged struct {
	publicAudience
	Account gid.ID `json:"account"`
}

// decodeChange decodes a stored change.
func decodeChange(kind string, payload []byte) (Change, error) {
	t, ok := typeByKind[kind]
	if !ok {
		return nil, fmt.Errorf("journal: an entry of unknown kind %q", kind)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(payload, v.Interface()); err != nil {
		return nil, fmt.Errorf("journal: an entry of kind %q: %w", kind, err)
	}
	return v.Elem().Interface().(Change), nil
}
