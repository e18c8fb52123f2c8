package conference

import "thidua/internal/journal"

// ReplayedDirectives are the directives that were given until then, the first one first.
type ReplayedDirectives struct{ Directives []journal.DirectiveGiven }

func (r *ReplayedDirectives) apply(change journal.Change) {
	if d, ok := change.(journal.DirectiveGiven); ok {
		*of(&r.Directives, func(known *journal.DirectiveGiven) bool { return known.DirectiveID == d.DirectiveID }, d) = d
	}
}
