package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// WaitingRequest is a request in the queue, with what its position depends on.
type Waiting struct {
	ID       gid.ID
	Kind     floorrequest.Kind
	Unit     gid.ID // 0 if the site itself requested the floor
	Site     gid.ID // 0 for none
	At       time.Time
	Allotted int // seconds
	Place    int // assigned by the chair, from 1; 0 for the computed order
}

// SecondsByParty is a number of seconds by unit and by site.
type Spoken map[gid.ID]int

// SpeakingTime is the time used until now, and the time committed: what is left of the
// turns that have the floor.
type Heard struct{ So, Ahead Spoken }

// Quota is how many seconds a unit, and a site, may speak before others go first; 0 for no limit.
type Quota struct{ Unit, Site int }

// Reason says why a request is before the next one that the chair did not place. Values are those of the API.
type QueueReason string

// The reasons, in the order in which they apply.
const (
	ByChair        QueueReason = "PLACED"
	ByPointOfOrder QueueReason = "POINT_OF_ORDER"
	ByInterposing  QueueReason = "INTERPOSED"
	ByQuota        QueueReason = "WITHIN_QUOTA"
	ByUnit         QueueReason = "UNIT_SPOKE_LESS"
	BySite         QueueReason = "SITE_SPOKE_LESS"
	ByTurn         QueueReason = "EARLIER_TURN"
	ByTime         QueueReason = "CAME_FIRST"
	ByNone         QueueReason = "LAST"
)

// Entry is a request in the ordered queue, with the reason for its position.
type Place struct {
	Of         int // index of the waiting request
	Reason     QueueReason
	UnitSpoken int // seconds until now
	SiteSpoken int
	OverQuota  bool // whether its unit or site will have used up the quota by its turn
}

// Order sorts the queue. Points of order go first, then questions and answers, then the rest. Within each,
// requests within their quota go first, then those of the unit that spoke least, then of the site that spoke
// least, then the earliest. Turns on the floor and requests ordered before count with their allotted time, so
// that a unit's second request does not precede another's first. Requests that the chair placed are moved to
// their positions; the others keep their order.
func Queue(waiting []Waiting, spoken Heard, quota Quota) []Place {
	f := newFairness(waiting, spoken, quota)
	ordered := f.call()
	out := make([]Place, 0, len(waiting))
	for i, w := range ordered {
		p := f.place(w)
		if waiting[w].Place != 0 {
			p.Reason = ByChair
		} else {
			p.Reason = f.reason(w, f.next(ordered[i+1:]))
		}
		f.speak(w)
		out = append(out, p)
	}
	return insert(waiting, out)
}

// insertPlaced moves the requests that the chair placed to their positions, or to the
// end if the queue is shorter.
func insert(waiting []Waiting, ordered []Place) []Place {
	n := slices.IndexFunc(ordered, func(p Place) bool { return p.Reason == ByChair })
	if n < 0 {
		return ordered
	}
	out, placed := make([]Place, 0, len(ordered)), []Place(nil)
	for _, p := range ordered {
		if p.Reason == ByChair {
			placed = append(placed, p)
		} else {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(placed, func(a, b Place) int {
		return cmp.Compare(waiting[a.Of].Place, waiting[b.Of].Place)
	})
	after := 0 // of two requests with the same position the first keeps it
	for _, p := range placed {
		at := min(max(waiting[p.Of].Place-1, after), len(out))
		out, after = slices.Insert(out, at, p), at+1
	}
	return out
}
