package conference

import "thidua/internal/journal"

// ReplayedFloor holds the newest state of each request for the floor, in the order in which they were made.
type ReplayedFloor struct{ FloorRequests []journal.FloorTurn }

func (r *ReplayedFloor) apply(change journal.Change) {
	if t, ok := floorRequestIn(change); ok {
		*findOrAppend(&r.FloorRequests, func(existing *journal.FloorTurn) bool {
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
func floorRequestIn(change journal.Change) (journal.FloorTurn, bool) {
	switch change := change.(type) {
	case journal.FloorRequested:
		return change.Request, true
	case journal.FloorRequestWithdrawn:
		return change.Request, true
	case journal.FloorRequestRestored:
		return change.Request, true
	case journal.FloorRequestPlaced:
		return change.Request, true
	case journal.FloorGiven:
		return change.Request, true
	case journal.FloorPaused:
		return change.Request, true
	case journal.FloorResumed:
		return change.Request, true
	case journal.FloorYielded:
		return change.Request, true
	case journal.FloorExtended:
		return change.Request, true
	}
	return journal.FloorTurn{}, false
}
