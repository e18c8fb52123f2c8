package conference

import (
	"cmp"
	"slices"

	"thidua/internal/floorqueue"
	"thidua/internal/gid"
)

// TotalGrouping says by what speaking time is added up. Values are those of the API.
type TotalGrouping string

// The groupings.
const (
	TotalByUnit    TotalGrouping = "UNIT"
	TotalBySite    TotalGrouping = "SITE"
	TotalBySpeaker TotalGrouping = "SPEAKER" // of a unit, where one is named
)

// Turn is a turn on the floor, ended or not.
type Turn struct {
	Unit        gid.ID // 0 for none
	Site        gid.ID // 0 for none
	Speaker     string // empty for an unnamed delegate
	Seconds     int
	SecondsLeft int // rest of the allotted seconds; 0 once it has ended
}

// Total is a total speaking time, in seconds, and the number of turns. Fields that it
// is not grouped by are zero.
type Total struct {
	Unit, Site     gid.ID
	Speaker        string
	Seconds, Turns int
}

// SumTurns adds turns up, the longest total first. Turns without a value to group by are left out.
func SumTurns(turns []Turn, grouping TotalGrouping) []Total {
	index := map[Total]int{}
	var out []Total
	for _, t := range turns {
		var key Total
		switch grouping {
		case TotalByUnit:
			key.Unit = t.Unit
		case TotalBySite:
			key.Site = t.Site
		case TotalBySpeaker:
			if t.Speaker != "" {
				key.Unit, key.Speaker = t.Unit, t.Speaker
			}
		}
		if key == (Total{}) {
			continue
		}
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, key)
		}
		out[i].Seconds = clampInt32(out[i].Seconds + t.Seconds)
		out[i].Turns++
	}
	slices.SortFunc(out, func(a, b Total) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(b.Turns, a.Turns),
			cmp.Compare(a.Speaker, b.Speaker),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Site, b.Site))
	})
	return out
}

// SpeakingTimeOf returns the speaking time of units and sites in turns.
func SpeakingTimeOf(turns []Turn) floorqueue.SpeakingTime {
	h := floorqueue.SpeakingTime{Used: floorqueue.SecondsByParty{}, Committed: floorqueue.SecondsByParty{}}
	for _, t := range turns {
		for _, id := range []gid.ID{t.Unit, t.Site} {
			if id != 0 {
				h.Used[id] = clampInt32(h.Used[id] + t.Seconds)
				h.Committed[id] += t.SecondsLeft
			}
		}
	}
	return h
}
