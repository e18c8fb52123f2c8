package journal

import (
	"slices"

	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// Changes of the nation, which are members of NationChange, besides ReportPublished and ReportWithdrawn. The
// commands of internal/conference append them.

// ConferenceUpdated reports that a conference was planned, or its plan or state changed.
type ConferenceUpdated struct {
	ConferenceID  gid.ID            `json:"conferenceId"`
	Code          *string           `json:"code"`  // nil if the viewer may not see the conference
	Title         *string           `json:"title"` // nil if the code is
	Kind          conference.Kind   `json:"kind"`
	SchoolYear    vi.SchoolYear     `json:"schoolYear"`
	ClusterNumber *int              `json:"clusterNumber"` // nil for a national conference
	PreviousState *conference.State `json:"previousState"` // nil if the state did not change
	State         conference.State  `json:"state"`
	Recipients    viewer.Audience   `json:"-"` // stored beside the payload
}

// publicStates are the states of conferences that everybody may see, as in package access; a test compares
// them.
var publicStates = []conference.State{conference.StateOpen, conference.StateInSession,
	conference.StateOnBreak, conference.StateClosed}

// ReachesEveryone reports whether everybody may see the conference, or could before the change.
func (c ConferenceUpdated) ReachesEveryone() bool {
	return slices.Contains(publicStates, c.State) || c.wasPublic()
}

func (c ConferenceUpdated) wasPublic() bool {
	return c.PreviousState != nil && slices.Contains(publicStates, *c.PreviousState)
}

// Audience returns the recipients: everybody for a public conference, else its participants.
func (c ConferenceUpdated) Audience() viewer.Audience { return c.Recipients }

// RowID returns the id of the conference.
func (c ConferenceUpdated) RowID() gid.ID { return c.ConferenceID }

// ChangesVisibility returns true: the conference may have become public, or hidden.
func (ConferenceUpdated) ChangesVisibility() bool { return true }

// RedactedFor omits the code and the title for those from whom the change hid the conference. A hidden
// conference is not shown otherwise.
func (c ConferenceUpdated) RedactedFor(s RowVisibility) Change {
	switch {
	case s.Visible:
		return c
	case c.wasPublic() && !slices.Contains(publicStates, c.State):
		c.Code, c.Title = nil, nil
		return c
	}
	return nil
}
