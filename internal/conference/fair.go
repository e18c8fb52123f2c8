package conference

import (
	"cmp"
	"slices"

	"thidua/ent/floorrequest"
	"thidua/internal/gid"
)

// scheduler holds the waiting requests and how long each unit and site has spoken, or will have by its turn.
type fairness struct {
	waiting []Waiting
	parties []parties // one per waiting request
	so      []int     // seconds by party until now
	begin   []int     // with the remaining time of the turns on the floor
	will    []int     // with the allotted time of the requests ordered so far as well
	quota   Quota
}

// partyIDs are the numbers of the unit and the site of a request, and the rank of its kind. A request without
// a unit uses its site for both, one without a site its unit.
type parties struct{ unit, site, rank int }

func newFairness(waiting []Waiting, spoken Heard, quota Quota) *fairness {
	f := &fairness{waiting: waiting, parties: make([]parties, len(waiting)), quota: quota}
	numbers := make(map[gid.ID]int, len(waiting))
	f.so, f.begin = make([]int, 0, len(waiting)), make([]int, 0, len(waiting))
	number := func(id gid.ID) int {
		n, ok := numbers[id]
		if !ok {
			n = len(f.so)
			numbers[id] = n
			f.so = append(f.so, spoken.So[id])
			f.begin = append(f.begin, spoken.So[id]+spoken.Ahead[id])
		}
		return n
	}
	for i := range waiting {
		w := &waiting[i]
		f.parties[i] = parties{number(cmp.Or(w.Unit, w.Site)), number(cmp.Or(w.Site, w.Unit)), rankOf(w.Kind)}
	}
	f.will = slices.Clone(f.begin)
	return f
}

// order returns the computed order, as indexes. Requests of the same unit, site and rank keep their order of
// arrival, so only the first of each such group is compared.
func (f *fairness) call() []int {
	order := make([]int, len(f.waiting))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		p, q := &f.parties[a], &f.parties[b]
		if c := cmp.Or(p.rank-q.rank, p.unit-q.unit, p.site-q.site); c != 0 {
			return c
		}
		return f.came(a, b)
	})
	ordered, groups := make([]int, 0, len(order)), make(lines, 0, len(order))
	for start := 0; start < len(order); {
		rank := f.parties[order[start]].rank
		end := start
		for ; end < len(order) && f.parties[order[end]].rank == rank; end++ {
			if end == start || f.parties[order[end]] != f.parties[order[end-1]] {
				groups = append(groups, line{order[end:end:len(order)], f.claim(order[end])})
			}
			last := &groups[len(groups)-1]
			last.of = last.of[:len(last.of)+1]
		}
		ordered = f.drain(groups, ordered)
		start, groups = end, groups[:0]
	}
	copy(f.will, f.begin)
	return ordered
}

// drain removes all requests of the groups in order and appends them. Projected times only grow, so the group
// at the top of the heap is first if its priority is still what it was when last compared.
func (f *fairness) drain(l lines, ordered []int) []int {
	for i := len(l)/2 - 1; i >= 0; i-- {
		f.sink(l, i)
	}
	for len(l) > 0 {
		first := &l[0]
		called := first.of[0]
		if now := f.claim(called); now != first.claim {
			first.claim = now
			f.sink(l, 0)
			continue
		}
		ordered = append(ordered, called)
		f.speak(called)
		if first.of = first.of[1:]; len(first.of) == 0 {
			l[0] = l[len(l)-1]
			l = l[:len(l)-1]
		}
		if len(l) > 0 {
			f.sink(l, 0)
		}
	}
	return ordered
}

// groupHeap is a binary heap with the lowest priority value on top.
type lines []line

// requestGroup holds the waiting requests of one unit at one site, and the priority of the first
// of them, possibly outdated.
type line struct {
	of    []int
	claim claim
}

// priority is compared before the time of the request; lower values come first.
type claim struct{ over, unit, site int }

func (f *fairness) claim(i int) claim {
	p := f.parties[i]
	return claim{f.over(i), f.will[p.unit], f.will[p.site]}
}

func (f *fairness) before(a, b *line) bool {
	x, y := &a.claim, &b.claim
	switch {
	case x.over != y.over:
		return x.over < y.over
	case x.unit != y.unit:
		return x.unit < y.unit
	case x.site != y.site:
		return x.site < y.site
	}
	return f.came(a.of[0], b.of[0]) < 0
}

func (f *fairness) sink(l lines, i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(l); child++ {
			if f.before(&l[child], &l[least]) {
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
func (f *fairness) speak(i int) {
	p := f.parties[i]
	f.will[p.unit] += f.waiting[i].Allotted
	if p.site != p.unit {
		f.will[p.site] += f.waiting[i].Allotted
	}
}

// ordinaryRank is the rank of kinds that neither go first nor interrupt.
const ordinary = 2

// rankOf returns 0 for points of order, 1 for questions and answers, and ordinaryRank for the rest.
func rankOf(kind floorrequest.Kind) int {
	switch kind {
	case floorrequest.KindPointOfOrder:
		return 0
	case floorrequest.KindQuestion, floorrequest.KindAnswer:
		return 1
	}
	return ordinary
}

// quotaRank returns 1 if the unit or the site will have used up its quota, and 0 otherwise.
func (f *fairness) over(i int) int {
	w, p := &f.waiting[i], f.parties[i]
	if w.Unit != 0 && f.quota.Unit > 0 && f.will[p.unit] >= f.quota.Unit ||
		w.Site != 0 && f.quota.Site > 0 && f.will[p.site] >= f.quota.Site {
		return 1
	}
	return 0
}

func (f *fairness) came(a, b int) int {
	return cmp.Or(f.waiting[a].At.Compare(f.waiting[b].At), cmp.Compare(f.waiting[a].ID, f.waiting[b].ID))
}

// firstUnplaced returns the first request that the chair did not place, or -1 if there is none.
func (f *fairness) next(ordered []int) int {
	n := slices.IndexFunc(ordered, func(i int) bool { return f.waiting[i].Place == 0 })
	if n < 0 {
		return -1
	}
	return ordered[n]
}

func (f *fairness) place(i int) Place {
	w, p := Place{Of: i, OverQuota: f.over(i) == 1}, f.parties[i]
	if f.waiting[i].Unit != 0 {
		w.UnitSpoken = f.so[p.unit]
	}
	if f.waiting[i].Site != 0 {
		w.SiteSpoken = f.so[p.site]
	}
	return w
}

// reason returns why request a comes before b. b is -1 if no request follows.
func (f *fairness) reason(a, b int) QueueReason {
	if b < 0 {
		return ByNone
	}
	p, q := f.parties[a], f.parties[b]
	x, y := f.claim(a), f.claim(b)
	switch {
	case p.rank != q.rank && p.rank == 0:
		return ByPointOfOrder
	case p.rank != q.rank:
		return ByInterposing
	case x.over != y.over:
		return ByQuota
	case x.unit != y.unit && f.so[p.unit] >= f.so[q.unit],
		x.unit == y.unit && x.site != y.site && f.so[p.site] >= f.so[q.site]:
		return ByTurn
	case x.unit != y.unit && f.waiting[a].Unit != 0 && f.waiting[b].Unit != 0:
		return ByUnit
	case x.unit != y.unit, x.site != y.site:
		return BySite
	}
	return ByTime
}
