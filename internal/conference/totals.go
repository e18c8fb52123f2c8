package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// TotalBy is whose speaking time is added up, spelled as in the API.
type TotalBy string

// Whose it may be.
const (
	TotalByUnit    TotalBy = "UNIT"
	TotalBySite    TotalBy = "SITE"
	TotalBySpeaker TotalBy = "SPEAKER" // of a unit, where one is named
)

// Turn is a turn on the floor, over or not.
type Turn struct {
	Unit    gid.ID // 0 for none
	Site    gid.ID // 0 for none
	Speaker string // empty for an unnamed delegate
	Seconds int
	Left    int // seconds of what it is allotted, until it is over
}

// Total is how long somebody has spoken, in seconds, and in how many turns. What it is not added up by is zero.
type Total struct {
	Unit, Site     gid.ID
	Speaker        string
	Seconds, Turns int
}

// Totals adds turns up, the longest first. Turns of nobody, by what is asked for, are left out.
func Totals(turns []Turn, by TotalBy) []Total {
	index := map[Total]int{}
	var out []Total
	for _, t := range turns {
		var of Total
		switch by {
		case TotalByUnit:
			of.Unit = t.Unit
		case TotalBySite:
			of.Site = t.Site
		case TotalBySpeaker:
			if t.Speaker != "" {
				of.Unit, of.Speaker = t.Unit, t.Speaker
			}
		}
		if of == (Total{}) {
			continue
		}
		i, ok := index[of]
		if !ok {
			i = len(out)
			index[of] = i
			out = append(out, of)
		}
		out[i].Seconds += t.Seconds
		out[i].Turns++
	}
	slices.SortFunc(out, func(a, b Total) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(b.Turns, a.Turns), cmp.Compare(a.Speaker, b.Speaker),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Site, b.Site))
	})
	return out
}

// Elapsed is how many seconds a request has spoken until now.
func Elapsed(r *ent.FloorRequest, now time.Time) int {
	if r.ResumedAt == nil {
		return r.SpentSeconds
	}
	return r.SpentSeconds + max(0, int(now.Sub(*r.ResumedAt)/time.Second)) // two nodes' clocks may differ
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

// HeardIn is how long units and sites have spoken in turns, and will.
func HeardIn(turns []Turn) Heard {
	h := Heard{Spoken{}, Spoken{}}
	for _, t := range turns {
		for _, id := range []gid.ID{t.Unit, t.Site} {
			if id != 0 {
				h.So[id] += t.Seconds
				h.Ahead[id] += t.Left
			}
		}
	}
	return h
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
