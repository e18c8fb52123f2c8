package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent"
	"thidua/ent/floorrequest"
)

// What the rules of the floor (queue.go, totals.go) are asked with, of the rows.

// Elapsed is how many seconds a request has spoken until now.
func Elapsed(r *ent.FloorRequest, now time.Time) int {
	return elapsed(r.SpentSeconds, r.ResumedAt, now)
}

// TurnsOf are the turns among requests.
func TurnsOf(rows []*ent.FloorRequest, now time.Time) (turns []Turn) {
	for _, r := range rows {
		if r.GivenAt != nil {
			t := Turn{said(r.UnitID), said(r.SiteID), said(r.Speaker), Elapsed(r, now), 0}
			if r.State != floorrequest.StateYielded {
				t.Left = max(0, r.AllottedSeconds-t.Seconds)
			}
			turns = append(turns, t)
		}
	}
	return turns
}

// WaitingOf are those among requests that are in the queue, and the places of these among the requests.
func WaitingOf(rows []*ent.FloorRequest) (waiting []Waiting, at []int) {
	for i, r := range rows {
		if r.State == floorrequest.StateWaiting {
			waiting = append(waiting, Waiting{r.ID, r.Kind, said(r.UnitID), said(r.SiteID), r.RequestedAt, r.AllottedSeconds, said(r.Place)})
			at = append(at, i)
		}
	}
	return waiting, at
}

// QuotaOf is the quota of a conference.
func QuotaOf(c *ent.Conference) Quota {
	return Quota{said(c.UnitQuotaSeconds), said(c.SiteQuotaSeconds)}
}

// Hold sorts who has the floor: whoever speaks, and then those whose clock stands, the last one given first.
func Hold(rows []*ent.FloorRequest) {
	slices.SortFunc(rows, func(a, b *ent.FloorRequest) int {
		if a.State != b.State && (a.State == floorrequest.StateSpeaking || b.State == floorrequest.StateSpeaking) {
			return cmp.Compare(b.State, a.State) // SPEAKING after PAUSED by the alphabet
		}
		return cmp.Or(b.GivenAt.Compare(*a.GivenAt), cmp.Compare(b.ID, a.ID))
	})
}
