package conference

import "thidua/internal/journal"

// ReplayedFloor holds the newest state of each request for the floor, in the order in which they were made.
type ReplayedFloor struct{ FloorRequests []journal.FloorTurn }

func (r *ReplayedFloor) apply(change journal.Change) {
	if t, ok := floorRequestIn(change); ok {
		*findOrAppend(&r.FloorRequests, func(known *journal.FloorTurn) bool {
			return known.RequestID == t.RequestID
		}, t) = t
	}
	if c, ok := change.(journal.SitesArranged); ok {
		for i := range r.FloorRequests {
			renameSite(c.Sites, r.FloorRequests[i].SiteID, &r.FloorRequests[i].SiteName)
		}
	}
}

// floorRequestIn returns the request that a change contains.
func floorRequestIn(change journal.Change) (journal.FloorTurn, bool) {
	switch c := change.(type) {
	case journal.FloorRequested:
		return c.Request, true
	case journal.FloorRequestWithdrawn:
		return c.Request, true
	case journal.FloorRequestRestored:
		return c.Request, true
	case journal.FloorRequestPlaced:
		return c.Request, true
	case journal.FloorGiven:
		return c.Request, true
	case journal.FloorPaused:
		return c.Request, true
	case journal.FloorResumed:
		return c.Request, true
	case journal.FloorYielded:
		return c.Request, true
	case journal.FloorExtended:
		return c.Request, true
	}
	return journal.FloorTurn{}, false
}
