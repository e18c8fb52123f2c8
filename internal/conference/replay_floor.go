package conference

import "thidua/internal/journal"

// ReplayedFloor holds the newest state of each request for the floor, in the order in which they were made.
type ReplayedFloor struct{ FloorRequests []journal.FloorRequestState }

func (r *ReplayedFloor) apply(change journal.Change) {
	if t, ok := floorRequestIn(change); ok {
		*findOrAppend(&r.FloorRequests, func(existing *journal.FloorRequestState) bool {
			return existing.RequestID == t.RequestID
		}, t) = t
	}
	if change, ok := change.(journal.SitesArranged); ok {
		for i := range r.FloorRequests {
			renameSite(change.Sites, r.FloorRequests[i].SiteID, &r.FloorRequests[i].SiteName)
		}
	}
}

// floorRequestIn returns the request that a change contains.
func floorRequestIn(change journal.Change) (journal.FloorRequestState, bool) {
	switch change := change.(type) {
	case journal.FloorRequested:
		return change.Entry, true
	case journal.FloorRequestWithdrawn:
		return change.Entry, true
	case journal.FloorRequestRestored:
		return change.Entry, true
	case journal.FloorRequestPlaced:
		return change.Entry, true
	case journal.FloorGiven:
		return change.Entry, true
	case journal.FloorPaused:
		return change.Entry, true
	case journal.FloorResumed:
		return change.Entry, true
	case journal.FloorYielded:
		return change.Entry, true
	case journal.FloorExtended:
		return change.Entry, true
	}
	return journal.FloorRequestState{}, false
}
