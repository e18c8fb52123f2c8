package floorqueue

import (
	"cmp"
	"slices"

	"thidua/internal/gid"
)

// scheduler holds the waiting requests and how long each unit and site has spoken, or will have by its turn.
type scheduler struct {
	waiting   []WaitingRequest
	parties   []partyIDs // one per waiting request
	used      []int      // seconds by party until now
	initial   []int      // with the remaining time of the turns on the floor
	projected []int      // with the allotted time of the requests ordered so far as well
	quota     Quota
}

// partyIDs are the numbers of the unit and the site of a request, and its precedence. A request without
// a unit uses its site for both, one without a site its unit.
type partyIDs struct {
	unit, site int
	precedence Precedence
}

func newScheduler(waiting []WaitingRequest, spoken SpeakingTime, quota Quota) *scheduler {
	s := &scheduler{waiting: waiting, parties: make([]partyIDs, len(waiting)), quota: quota}
	numbers := make(map[gid.ID]int, len(waiting))
	s.used, s.initial = make([]int, 0, len(waiting)), make([]int, 0, len(waiting))
	number := func(id gid.ID) int {
		n, ok := numbers[id]
		if !ok {
			n = len(s.used)
			numbers[id] = n
			s.used = append(s.used, spoken.Used[id])
			s.initial = append(s.initial, spoken.Used[id]+spoken.Committed[id])
		}
		return n
	}
	for i := range waiting {
		w := &waiting[i]
		s.parties[i] = partyIDs{number(cmp.Or(w.Unit, w.Site)), number(cmp.Or(w.Site, w.Unit)), w.Precedence}
	}
	s.projected = slices.Clone(s.initial)
	return s
}

// order returns the computed order, as indexes. Requests of the same unit, site and precedence keep their
// order of arrival, so only the first of each such group is compared.
func (s *scheduler) order() []int {
	order := make([]int, len(s.waiting))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		p, q := &s.parties[a], &s.parties[b]
		if c := cmp.Or(int(p.precedence-q.precedence), p.unit-q.unit, p.site-q.site); c != 0 {
			return c
		}
		return s.compareArrival(a, b)
	})
	ordered, groups := make([]int, 0, len(order)), make(groupHeap, 0, len(order))
	for start := 0; start < len(order); {
		precedence := s.parties[order[start]].precedence
		end := start
		for ; end < len(order) && s.parties[order[end]].precedence == precedence; end++ {
			if end == start || s.parties[order[end]] != s.parties[order[end-1]] {
				groups = append(groups, requestGroup{order[end:end:len(order)], s.priorityOf(order[end])})
			}
			last := &groups[len(groups)-1]
			last.requests = last.requests[:len(last.requests)+1]
		}
		ordered = s.drain(groups, ordered)
		start, groups = end, groups[:0]
	}
	copy(s.projected, s.initial)
	return ordered
}

// drain removes all requests of the groups in order and appends them. Projected times only grow, so the group
// at the top of the heap is first if its priority is still what it was when last compared.
func (s *scheduler) drain(l groupHeap, ordered []int) []int {
	for i := len(l)/2 - 1; i >= 0; i-- {
		s.siftDown(l, i)
	}
	for len(l) > 0 {
		first := &l[0]
		called := first.requests[0]
		if now := s.priorityOf(called); now != first.priority {
			first.priority = now
			s.siftDown(l, 0)
			continue
		}
		ordered = append(ordered, called)
		s.addTurn(called)
		if first.requests = first.requests[1:]; len(first.requests) == 0 {
			l[0] = l[len(l)-1]
			l = l[:len(l)-1]
		}
		if len(l) > 0 {
			s.siftDown(l, 0)
		}
	}
	return ordered
}

// groupHeap is a binary heap with the lowest priority value on top.
type groupHeap []requestGroup

// requestGroup holds the waiting requests of one unit at one site, and the priority of the first
// of them, possibly outdated.
type requestGroup struct {
	requests []int
	priority priority
}

// priority is compared before the time of the request; lower values come first.
type priority struct{ quotaRank, unit, site int }

func (s *scheduler) priorityOf(i int) priority {
	p := s.parties[i]
	return priority{s.quotaRank(i), s.projected[p.unit], s.projected[p.site]}
}

func (s *scheduler) less(a, b *requestGroup) bool {
	x, y := &a.priority, &b.priority
	switch {
	case x.quotaRank != y.quotaRank:
		return x.quotaRank < y.quotaRank
	case x.unit != y.unit:
		return x.unit < y.unit
	case x.site != y.site:
		return x.site < y.site
	}
	return s.compareArrival(a.requests[0], b.requests[0]) < 0
}

func (s *scheduler) siftDown(l groupHeap, i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(l); child++ {
			if s.less(&l[child], &l[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		l[i], l[least] = l[least], l[i]
		i = least
	}
}

// addTurn adds the allotted time of a request to the projected times of its unit and its site.
func (s *scheduler) addTurn(i int) {
	p := s.parties[i]
	s.projected[p.unit] += s.waiting[i].Allotted
	if p.site != p.unit {
		s.projected[p.site] += s.waiting[i].Allotted
	}
}

// quotaRank returns 1 if the unit or the site will have used up its quota, and 0 otherwise.
func (s *scheduler) quotaRank(i int) int {
	w, p := &s.waiting[i], s.parties[i]
	if w.Unit != 0 && s.quota.Unit > 0 && s.projected[p.unit] >= s.quota.Unit ||
		w.Site != 0 && s.quota.Site > 0 && s.projected[p.site] >= s.quota.Site {
		return 1
	}
	return 0
}

func (s *scheduler) compareArrival(a, b int) int {
	first, second := &s.waiting[a], &s.waiting[b]
	return cmp.Or(first.RequestedAt.Compare(second.RequestedAt), cmp.Compare(first.ID, second.ID))
}

// firstUnplaced returns the first request that the chair did not place, or -1 if there is none.
func (s *scheduler) firstUnplaced(ordered []int) int {
	n := slices.IndexFunc(ordered, func(i int) bool { return s.waiting[i].Place == 0 })
	if n < 0 {
		return -1
	}
	return ordered[n]
}

func (s *scheduler) entry(i int) Entry {
	entry, p := Entry{Index: i, OverQuota: s.quotaRank(i) == 1}, s.parties[i]
	if s.waiting[i].Unit != 0 {
		entry.UnitSpoken = s.used[p.unit]
	}
	if s.waiting[i].Site != 0 {
		entry.SiteSpoken = s.used[p.site]
	}
	return entry
}

// reason returns why request a comes before b. b is -1 if no request follows.
func (s *scheduler) reason(a, b int) Reason {
	if b < 0 {
		return ReasonLast
	}
	p, q := s.parties[a], s.parties[b]
	x, y := s.priorityOf(a), s.priorityOf(b)
	switch {
	case p.precedence != q.precedence && p.precedence == PrecedencePointOfOrder:
		return ReasonPointOfOrder
	case p.precedence != q.precedence:
		return ReasonInterposed
	case x.quotaRank != y.quotaRank:
		return ReasonWithinQuota
	case x.unit != y.unit && s.used[p.unit] >= s.used[q.unit],
		x.unit == y.unit && x.site != y.site && s.used[p.site] >= s.used[q.site]:
		return ReasonEarlierTurn
	case x.unit != y.unit && s.waiting[a].Unit != 0 && s.waiting[b].Unit != 0:
		return ReasonUnitSpokeLess
	case x.unit != y.unit, x.site != y.site:
		return ReasonSiteSpokeLess
	}
	return ReasonCameFirst
}
