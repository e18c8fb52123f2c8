package conference

import "thidua/internal/journal"

// ReplayedDirectives are the directives, in the order in which they were given.
type ReplayedDirectives struct{ Directives []journal.DirectiveGiven }

func (r *ReplayedDirectives) apply(change journal.Change) {
	if d, ok := change.(journal.DirectiveGiven); ok {
		*findOrAppend(&r.Directives, func(existing *journal.DirectiveGiven) bool {
			return existing.DirectiveID == d.DirectiveID
		}, d) = d
	}
}
