package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent"
	"thidua/ent/floorrequest"
)

// Arguments of the floor's rules (queue.go, totals.go), converted from rows.

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
func WaitingRequestsOf(rows []*ent.FloorRequest) (waiting []WaitingRequest, at []int) {
	for i, r := range rows {
		if r.State == floorrequest.StateWaiting {
			waiting = append(waiting, WaitingRequest{
				r.ID, r.Kind, deref(r.UnitID), deref(r.SiteID), r.RequestedAt, r.AllottedSeconds,
				deref(r.Place),
			})
			at = append(at, i)
		}
	}
	return waiting, at
}

// QuotaOf returns the quota of a conference.
func QuotaOf(c *ent.Conference) Quota {
	return Quota{deref(c.UnitQuotaSeconds), deref(c.SiteQuotaSeconds)}
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
