package conference

import (
	"time"

	"thidua/internal/journal"
)

// State is a conference rebuilt from its journal: exactly what the tables hold of how it was conducted. Each
// subject has a part of it, in a file replay_<subject>.go.
type State struct {
	ReplayedCourse
	ReplayedAgenda
	ReplayedSites
	ReplayedAnnouncements
	ReplayedRoll
	ReplayedFloor
	ReplayedProposals
	ReplayedDirectives
	ReplayedTasks
}

// replayedPart is the part of a State for one subject. It ignores changes of other subjects.
type replayedPart interface{ apply(journal.Change) }

func (s *State) parts() []replayedPart {
	return []replayedPart{
		&s.ReplayedCourse, &s.ReplayedAgenda, &s.ReplayedSites, &s.ReplayedAnnouncements, &s.ReplayedRoll,
		&s.ReplayedFloor, &s.ReplayedProposals, &s.ReplayedDirectives, &s.ReplayedTasks,
	}
}

// Apply applies a change. Changes are applied in order; applying all changes from any position on once more
// leaves the same state.
func (s *State) Apply(change journal.Change) {
	for _, p := range s.parts() {
		p.apply(change)
	}
}

// Replay is a conference at a position, as far as the viewer may see it.
type Replay struct {
	State
	// Position is the position in the journal.
	Position journal.Position
	// At is the time of the last change up to the position.
	At time.Time
}

// findOrAppend returns the first element that matches, or appends fresh and returns that.
func findOrAppend[T any](list *[]T, matches func(*T) bool, added T) *T {
	for i := range *list {
		if matches(&(*list)[i]) {
			return &(*list)[i]
		}
	}
	*list = append(*list, added)
	return &(*list)[len(*list)-1]
}
