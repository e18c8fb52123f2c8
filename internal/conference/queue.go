package conference

import (
	"cmp"
	"slices"
	"time"

	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// Waiting is a request in the queue, as far as its order hangs on it.
type Waiting struct {
	ID       gid.ID
	Kind     floorrequest.Kind
	Unit     gid.ID // 0 for none: then the site speaks for itself
	Site     gid.ID // 0 for none
	At       time.Time
	Allotted int // seconds
	Place    int // that the chair gave it, from 1; 0 for the fair order
}

// Spoken is how many seconds each unit, and each site, speaks.
type Spoken map[gid.ID]int

// Heard is what has been said: so far, and ahead, by who has the floor and what is left of their time.
type Heard struct{ So, Ahead Spoken }

// Quota is how many seconds a unit, and a site, may speak before others go first; 0 for no limit.
type Quota struct{ Unit, Site int }

// QueueReason tells why a request is before the next one that the chair did not place, spelled as in the API.
type QueueReason string

// The reasons, in the order in which the rule asks.
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

// Place is a request's place in the queue, and why it has it.
type Place struct {
	Of         int // index among those that wait
	Reason     QueueReason
	UnitSpoken int // seconds so far
	SiteSpoken int
	OverQuota  bool // its unit or its site will have used up its quota when its turn comes
}

// Queue orders who waits. Points of order go first, then what is interposed, then the rest. Within each, next is who keeps to
// its quota, then whose unit has spoken least, then whose site has, then who came first; who is called, or has the floor, is
// taken to speak as long as is allotted, so that a unit's second request does not go before another's first. A request that the chair placed
// is taken out of this order and put at its place; the others keep theirs.
func Queue(waiting []Waiting, heard Heard, quota Quota) []Place {
	f := newFairness(waiting, heard, quota)
	fair := f.call()
	out := make([]Place, 0, len(waiting))
	for i, w := range fair {
		p := f.place(w)
		if waiting[w].Place != 0 {
			p.Reason = ByChair
		} else {
			p.Reason = f.reason(w, f.next(fair[i+1:]))
		}
		f.speak(w)
		out = append(out, p)
	}
	return insert(waiting, out)
}

// insert puts those that the chair placed at their places, or at the end of what is shorter.
func insert(waiting []Waiting, fair []Place) []Place {
	n := slices.IndexFunc(fair, func(p Place) bool { return p.Reason == ByChair })
	if n < 0 {
		return fair
	}
	out, placed := make([]Place, 0, len(fair)), []Place(nil)
	for _, p := range fair {
		if p.Reason == ByChair {
			placed = append(placed, p)
		} else {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(placed, func(a, b Place) int { return cmp.Compare(waiting[a.Of].Place, waiting[b.Of].Place) })
	after := 0 // of two with one place the first keeps it
	for _, p := range placed {
		at := min(max(waiting[p.Of].Place-1, after), len(out))
		out, after = slices.Insert(out, at, p), at+1
	}
	return out
}
