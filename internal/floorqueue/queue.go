package floorqueue

import (
	"cmp"
	"slices"
	"time"

	"thidua/internal/gid"
)

// WaitingRequest is a request in the queue, with what its position depends on.
type WaitingRequest struct {
	ID          gid.ID
	Precedence  Precedence
	Unit        gid.ID // 0 if the site itself requested the floor
	Site        gid.ID // 0 for none
	RequestedAt time.Time
	Allotted    int // seconds
	Place       int // assigned by the chair, from 1; 0 for the computed order
}

// Precedence is what a request goes before because of its kind; lower values go first.
type Precedence int

// The precedences. The zero value is PrecedenceOrdinary.
const (
	PrecedencePointOfOrder Precedence = iota - 2
	PrecedenceQuestion                // questions and answers
	PrecedenceOrdinary
)

// SecondsByParty is a number of seconds by unit and by site.
type SecondsByParty map[gid.ID]int

// SpeakingTime is the time used until now, and the time committed: what is left of the
// turns that have the floor.
type SpeakingTime struct{ Used, Committed SecondsByParty }

// Quota is how many seconds a unit, and a site, may speak before others go first; 0 for no limit.
type Quota struct{ Unit, Site int }

// Reason says why a request is before the next one that the chair did not place. Values are those of the API.
type Reason string

// The reasons, in the order in which they apply.
const (
	ReasonPlacedByChair Reason = "PLACED"
	ReasonPointOfOrder  Reason = "POINT_OF_ORDER"
	ReasonInterposed    Reason = "INTERPOSED"
	ReasonWithinQuota   Reason = "WITHIN_QUOTA"
	ReasonUnitSpokeLess Reason = "UNIT_SPOKE_LESS"
	ReasonSiteSpokeLess Reason = "SITE_SPOKE_LESS"
	ReasonEarlierTurn   Reason = "EARLIER_TURN"
	ReasonCameFirst     Reason = "CAME_FIRST"
	ReasonLast          Reason = "LAST"
)

// Entry is a request in the ordered queue, with the reason for its position.
type Entry struct {
	Index      int // index of the waiting request
	Reason     Reason
	UnitSpoken int // seconds until now
	SiteSpoken int
	OverQuota  bool // whether its unit or site will have used up the quota by its turn
}

// Order sorts the queue. Points of order go first, then questions and answers, then the rest. Within each,
// requests within their quota go first, then those of the unit that spoke least, then of the site that spoke
// least, then the earliest. Turns on the floor and requests ordered before count with their allotted time, so
// that a unit's second request does not precede another's first. Requests that the chair placed are moved to
// their positions; the others keep their order.
func Order(waiting []WaitingRequest, spoken SpeakingTime, quota Quota) []Entry {
	s := newScheduler(waiting, spoken, quota)
	ordered := s.order()
	out := make([]Entry, 0, len(waiting))
	for i, request := range ordered {
		entry := s.entry(request)
		if waiting[request].Place != 0 {
			entry.Reason = ReasonPlacedByChair
		} else {
			entry.Reason = s.reason(request, s.firstUnplaced(ordered[i+1:]))
		}
		s.addTurn(request)
		out = append(out, entry)
	}
	return insertPlaced(waiting, out)
}

// insertPlaced moves the requests that the chair placed to their positions, or to the
// end if the queue is shorter.
func insertPlaced(waiting []WaitingRequest, ordered []Entry) []Entry {
	n := slices.IndexFunc(ordered, func(entry Entry) bool { return entry.Reason == ReasonPlacedByChair })
	if n < 0 {
		return ordered
	}
	out, placed := make([]Entry, 0, len(ordered)), []Entry(nil)
	for _, entry := range ordered {
		if entry.Reason == ReasonPlacedByChair {
			placed = append(placed, entry)
		} else {
			out = append(out, entry)
		}
	}
	slices.SortStableFunc(placed, func(a, b Entry) int {
		return cmp.Compare(waiting[a.Index].Place, waiting[b.Index].Place)
	})
	after := 0 // of two requests with the same position the first keeps it
	for _, entry := range placed {
		index := min(max(waiting[entry.Index].Place-1, after), len(out))
		out, after = slices.Insert(out, index, entry), index+1
	}
	return out
}
