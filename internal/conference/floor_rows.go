package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/floorqueue"
)

// Arguments of the floor's rules (package floorqueue, totals.go), converted from rows.

// SpokenSeconds returns for how many seconds a request has had the floor until now.
func SpokenSeconds(r *ent.FloorRequest, now time.Time) int {
	return elapsedSeconds(r.SpentSeconds, r.ResumedAt, now)
}

// TurnsOf returns the turns among the requests.
func TurnsOf(rows []*ent.FloorRequest, now time.Time) (turns []Turn) {
	for _, r := range rows {
		if r.GivenAt != nil {
			t := Turn{deref(r.UnitID), deref(r.SiteID), deref(r.Speaker), SpokenSeconds(r, now), 0}
			if r.State != floorrequest.StateYielded {
				t.SecondsLeft = max(0, r.AllottedSeconds-t.Seconds)
			}
			turns = append(turns, t)
		}
	}
	return turns
}

// WaitingRequestsOf returns the requests that are in the queue, and their indexes in rows.
func WaitingRequestsOf(rows []*ent.FloorRequest) (waiting []floorqueue.WaitingRequest, indexes []int) {
	for i, r := range rows {
		if r.State == floorrequest.StateWaiting {
			waiting = append(waiting, floorqueue.WaitingRequest{
				ID: r.ID, Precedence: precedenceOf(r.Kind), Unit: deref(r.UnitID), Site: deref(r.SiteID),
				RequestedAt: r.RequestedAt, Allotted: r.AllottedSeconds, Place: deref(r.Place),
			})
			indexes = append(indexes, i)
		}
	}
	return waiting, indexes
}

// precedenceOf returns the precedence in the queue of requests of a kind.
func precedenceOf(kind floorrequest.Kind) floorqueue.Precedence {
	switch kind {
	case floorrequest.KindPointOfOrder:
		return floorqueue.PrecedencePointOfOrder
	case floorrequest.KindQuestion, floorrequest.KindAnswer:
		return floorqueue.PrecedenceQuestion
	}
	return floorqueue.PrecedenceOrdinary
}

// QuotaOf returns the quota of a conference.
func QuotaOf(c *ent.Conference) floorqueue.Quota {
	return floorqueue.Quota{Unit: deref(c.UnitQuotaSeconds), Site: deref(c.SiteQuotaSeconds)}
}

// SortHolders sorts the requests that have the floor: the speaker first, then paused turns,
// the one given last first.
func SortHolders(rows []*ent.FloorRequest) {
	slices.SortFunc(rows, func(a, b *ent.FloorRequest) int {
		if a.State != b.State &&
			(a.State == floorrequest.StateSpeaking || b.State == floorrequest.StateSpeaking) {
			return cmp.Compare(b.State, a.State) // SPEAKING sorts after PAUSED
		}
		return cmp.Or(b.GivenAt.Compare(*a.GivenAt), cmp.Compare(b.ID, a.ID))
	})
}
