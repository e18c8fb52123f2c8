package conference

import (
	"time"

	"thidua/internal/journal"
)

// State is a conference as its journal tells it: what the tables hold of what is conducted, and nothing else. Each noun has
// a part of it, in a file fold_<noun>.go.
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

// part is what a noun has of a State. Of changes that are another noun's it takes nothing.
type part interface{ apply(journal.Change) }

func (s *State) parts() []part {
	return []part{
		&s.ReplayedCourse, &s.ReplayedAgenda, &s.ReplayedSites, &s.ReplayedAnnouncements, &s.ReplayedRoll, &s.ReplayedFloor,
		&s.ReplayedProposals, &s.ReplayedDirectives, &s.ReplayedTasks,
	}
}

// Apply takes a change in. Changes are taken in their order; those that come again, from wherever on, leave the same.
func (s *State) Apply(change journal.Change) {
	for _, p := range s.parts() {
		p.apply(change)
	}
}

// Replay is a conference as it was at a position, as far as its viewer was told.
type Replay struct {
	State
	// Position is where it was so.
	Position journal.Position
	// At is when the last change up to there was made.
	At time.Time
}

// of finds the element that is meant, or makes one at the end.
func of[T any](all *[]T, meant func(*T) bool, fresh T) *T {
	for i := range *all {
		if meant(&(*all)[i]) {
			return &(*all)[i]
		}
	}
	*all = append(*all, fresh)
	return &(*all)[len(*all)-1]
}
