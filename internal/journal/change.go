package journal

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"thidua/internal/gid"
	"thidua/internal/viewer"
)

// Change is something that happened: a struct, named in the past tense, that the API shows as a member of its unions.
type Change interface {
	// Audience is who of those that may follow the stream is told.
	Audience() viewer.Audience
}

// Narrowing is a change after which fewer may follow its stream: who does is asked for again before it is told more.
type Narrowing interface {
	Narrows() bool
}

// Revisable is a change that contains data of a row which may be hidden later from some who received it. Its
// audience receives it as it happens; whoever reads it later receives what the state of the row permits at
// that time.
type Revisable interface {
	Change
	// Subject is the row.
	Subject() gid.ID
	// Now returns the part of the change that may be shown while its subject is in a state; nil for none.
	Now(SubjectState) Change
}

// Revising is a change of who may see its subject, so that earlier changes of the subject are revised.
type Revising interface {
	Revises() bool
}

// SubjectState is the state of the subject of a change, as a viewer sees it.
type SubjectState struct {
	Visible   bool // the viewer may see the row
	Withdrawn bool // it was withdrawn
}

// public is embedded by changes that everybody is told.
type public struct{}

func (public) Audience() viewer.Audience { return viewer.Everybody() }

// Event is a change at its place in a stream, as the API shows it.
type Event struct {
	Position Position
	At       time.Time
	Change   Change
}

// Heartbeat says that nothing happened up to its position, and that the subscription is alive. It is in no journal.
type Heartbeat struct {
	public
	// SentAt is when.
	SentAt time.Time `json:"sentAt"`
}

// ScopeChanged says that the viewer now sees more or less than when the subscription began: what it shows may no longer
// be its to see. It is in no journal.
type ScopeChanged struct {
	public
	// ChangedAt is when it was found out.
	ChangedAt time.Time `json:"changedAt"`
}

// GrantsChanged is of the stream Access: what an account may do changed, or how it signs in. It is not in the API.
type GrantsChanged struct {
	public
	Account gid.ID `json:"account"`
}

// decode reads a stored change.
func decode(kind string, payload []byte) (Change, error) {
	t, ok := changeTypes[kind]
	if !ok {
		return nil, fmt.Errorf("journal: an entry of unknown kind %q", kind)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(payload, v.Interface()); err != nil {
		return nil, fmt.Errorf("journal: an entry of kind %q: %w", kind, err)
	}
	return v.Elem().Interface().(Change), nil
}
