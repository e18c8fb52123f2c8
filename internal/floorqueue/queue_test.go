package floorqueue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/internal/floorqueue"
	"thidua/internal/gid"
)

// queueRequest is a request: id, precedence, unit 1 to 9, site 11 to 19, minute.
type queueRequest struct {
	id                 gid.ID
	precedence         floorqueue.Precedence
	unit, site, minute int
	place              int
}

func waitingRequests(asks ...queueRequest) (all []floorqueue.WaitingRequest) {
	for _, a := range asks {
		at := time.Date(2024, 8, 19, 1, a.minute, 0, 0, time.UTC)
		all = append(all, floorqueue.WaitingRequest{
			ID: a.id, Precedence: a.precedence, Unit: gid.ID(a.unit), Site: gid.ID(a.site),
			RequestedAt: at, Allotted: 180,
			Place: a.place,
		})
	}
	return all
}

// formatQueue returns a queue as text: id, ! if over quota, and reason.
func formatQueue(waiting []floorqueue.WaitingRequest, queue []floorqueue.Entry) string {
	var words []string
	for _, p := range queue {
		over := ""
		if p.OverQuota {
			over = "!"
		}
		words = append(words, fmt.Sprintf("%d%s %s", waiting[p.Index].ID, over, p.Reason))
	}
	return strings.Join(words, ", ")
}

func TestOrder_Reasons(t *testing.T) {
	for name, c := range map[string]struct {
		asks   []queueRequest
		spoken floorqueue.SecondsByParty
		quota  floorqueue.Quota
		want   string
		ahead  floorqueue.SecondsByParty
	}{
		"empty": {nil, nil, floorqueue.Quota{}, "", nil},
		"by time of request": {[]queueRequest{{id: 1, unit: 1, minute: 2}, {id: 2, unit: 2, minute: 1},
			{id: 3, unit: 3, minute: 2}}, nil, floorqueue.Quota{},
			"2 CAME_FIRST, 1 CAME_FIRST, 3 LAST", nil},
		"points of order, then questions and answers": {[]queueRequest{
			{id: 1, unit: 1, minute: 1}, {id: 2, unit: 2, precedence: floorqueue.PrecedenceQuestion, minute: 2},
			{id: 3, unit: 3, precedence: floorqueue.PrecedencePointOfOrder, minute: 3},
			{id: 4, unit: 4, precedence: floorqueue.PrecedenceQuestion, minute: 2},
		},
			floorqueue.SecondsByParty{3: 900}, floorqueue.Quota{},
			"3 POINT_OF_ORDER, 2 CAME_FIRST, 4 INTERPOSED, 1 LAST", nil},
		"least speaking time of unit, then of site": {[]queueRequest{
			{id: 1, unit: 1, site: 11, minute: 1}, {id: 2, unit: 2, site: 11, minute: 2},
			{id: 3, unit: 3, site: 12, minute: 3},
		},
			floorqueue.SecondsByParty{1: 300, 2: 100, 3: 100, 11: 400, 12: 100}, floorqueue.Quota{},
			"3 SITE_SPOKE_LESS, 2 UNIT_SPOKE_LESS, 1 LAST", nil},
		"second turn after first turns of others": {[]queueRequest{{id: 1, unit: 1, minute: 1},
			{id: 2, unit: 1, minute: 2}, {id: 3, unit: 2, minute: 3}}, floorqueue.SecondsByParty{2: 10},
			floorqueue.Quota{}, "1 UNIT_SPOKE_LESS, 3 EARLIER_TURN, 2 LAST", nil},
		"requests of one unit keep their order": {[]queueRequest{{id: 1, unit: 1, minute: 1},
			{id: 2, unit: 1, minute: 2}, {id: 3, unit: 2, minute: 3}}, floorqueue.SecondsByParty{2: 500},
			floorqueue.Quota{}, "1 CAME_FIRST, 2 UNIT_SPOKE_LESS, 3 LAST", nil},
		"sites alternate": {[]queueRequest{{id: 1, unit: 1, site: 11, minute: 1},
			{id: 2, unit: 2, site: 11, minute: 2}, {id: 3, unit: 3, site: 12, minute: 3}}, nil,
			floorqueue.Quota{}, "1 CAME_FIRST, 3 EARLIER_TURN, 2 LAST", nil},
		"quota of unit": {[]queueRequest{{id: 1, unit: 1, minute: 1}, {id: 2, unit: 2, minute: 2},
			{id: 3, unit: 2, minute: 3}}, floorqueue.SecondsByParty{1: 100, 2: 0}, floorqueue.Quota{Unit: 100},
			"2 WITHIN_QUOTA, 1! EARLIER_TURN, 3! LAST", nil},
		"quota of site": {[]queueRequest{{id: 1, unit: 1, site: 11, minute: 1},
			{id: 2, unit: 2, site: 12, minute: 2}},
			floorqueue.SecondsByParty{1: 1, 2: 300, 11: 900}, floorqueue.Quota{Site: 600},
			"2 WITHIN_QUOTA, 1! LAST", nil},
		"site without unit": {[]queueRequest{{id: 1, site: 11, minute: 1}, {id: 2, unit: 2, site: 12, minute: 2}},
			floorqueue.SecondsByParty{11: 60}, floorqueue.Quota{}, "2 SITE_SPOKE_LESS, 1 LAST", nil},
		"placed by the chair": {[]queueRequest{{id: 1, unit: 1, minute: 1, place: 2}, {id: 2, unit: 2, minute: 2},
			{id: 3, unit: 3, minute: 3}, {id: 4, unit: 4, precedence: floorqueue.PrecedencePointOfOrder, minute: 4,
				place: 9}}, nil,
			floorqueue.Quota{}, "2 CAME_FIRST, 1 PLACED, 3 LAST, 4 PLACED", nil},
		"two placed at the same position": {[]queueRequest{{id: 1, unit: 1, minute: 1},
			{id: 2, unit: 2, minute: 2, place: 1}, {id: 3, unit: 3, minute: 3, place: 1}}, nil,
			floorqueue.Quota{}, "2 PLACED, 3 PLACED, 1 LAST", nil},
		"remaining time of current turn counts": {[]queueRequest{{id: 1, unit: 1, minute: 1},
			{id: 2, unit: 2, minute: 2}}, floorqueue.SecondsByParty{1: 5, 2: 20}, floorqueue.Quota{},
			"2 EARLIER_TURN, 1 LAST", floorqueue.SecondsByParty{1: 295}},
	} {
		all := waitingRequests(c.asks...)
		if got := formatQueue(all,
			floorqueue.Order(all, floorqueue.SpeakingTime{Used: c.spoken, Committed: c.ahead},
				c.quota)); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

// queueFixture is a queue, the speaking times and the quota.
type queueFixture struct {
	waiting []floorqueue.WaitingRequest
	spoken  floorqueue.SecondsByParty
	ahead   floorqueue.SecondsByParty
	quota   floorqueue.Quota
}

func (h *queueFixture) speakingTime() floorqueue.SpeakingTime {
	return floorqueue.SpeakingTime{Used: h.spoken, Committed: h.ahead}
}

// precedences are those that requests are drawn with; half are ordinary.
var precedences = []floorqueue.Precedence{
	floorqueue.PrecedenceOrdinary, floorqueue.PrecedenceOrdinary, floorqueue.PrecedencePointOfOrder,
	floorqueue.PrecedenceQuestion,
}

func drawQueueFixture(t *rapid.T, placed bool) (h queueFixture) {
	h.spoken = floorqueue.SecondsByParty{}
	h.ahead = floorqueue.SecondsByParty{
		1: rapid.IntRange(0, 300).Draw(t, "left"), 11: rapid.IntRange(0, 300).Draw(t, "left"),
	}
	for _, id := range []gid.ID{1, 2, 3, 11, 12} {
		h.spoken[id] = rapid.IntRange(0, 3).Draw(t, "spoken") * 60
	}
	h.quota = floorqueue.Quota{
		Unit: rapid.IntRange(0, 2).Draw(t, "unit quota") * 120,
		Site: rapid.IntRange(0, 2).Draw(t, "site quota") * 200,
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "n") {
		w := floorqueue.WaitingRequest{
			ID: gid.ID(100 + i), Precedence: rapid.SampledFrom(precedences).Draw(t, "precedence"),
			Unit:        gid.ID(rapid.IntRange(0, 3).Draw(t, "unit")),
			Site:        rapid.SampledFrom([]gid.ID{0, 11, 12}).Draw(t, "site"),
			Allotted:    rapid.IntRange(1, 4).Draw(t, "allotted") * 60,
			RequestedAt: time.Date(2024, 8, 19, 1, rapid.IntRange(0, 5).Draw(t, "minute"), 0, 0, time.UTC),
		}
		if w.Unit == 0 && w.Site == 0 {
			w.Unit = 1
		}
		h.waiting = append(h.waiting, w)
	}
	if placed { // as the chair does, one after the other
		for range rapid.IntRange(0, 4).Draw(t, "overrides") {
			if len(h.waiting) > 0 {
				h.move(rapid.IntRange(0, len(h.waiting)-1).Draw(t, "which"),
					rapid.IntRange(1, 14).Draw(t, "to"))
			}
		}
	}
	return h
}

func (h *queueFixture) queue() []floorqueue.Entry {
	return floorqueue.Order(h.waiting, h.speakingTime(), h.quota)
}

func (h *queueFixture) move(i, to int) {
	place, others := floorqueue.ChangesOnMove(h.waiting, h.queue(), i, to)
	h.waiting[i].Place = place
	h.applyChanges(others)
}

func (h *queueFixture) applyChanges(moved []floorqueue.PlaceChange) {
	for _, m := range moved {
		h.waiting[m.Index].Place += m.Delta
	}
}

// idsExcept returns the ids in the queue, in order, without one.
func (h *queueFixture) idsExcept(but gid.ID) (ids []gid.ID) {
	for _, p := range h.queue() {
		if id := h.waiting[p.Index].ID; id != but {
			ids = append(ids, id)
		}
	}
	return ids
}

// The order is total and deterministic: each request is in it once, and it is the same with the same reasons
// for any order of the argument, which is not modified.
func TestOrder_TotalAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawQueueFixture(t, true)
		before := slices.Clone(h.waiting)
		first := formatQueue(h.waiting, h.queue())
		ids := h.idsExcept(0)
		slices.Sort(ids)
		if len(ids) != len(h.waiting) || len(slices.Compact(ids)) != len(h.waiting) {
			t.Fatalf("%d requests wait, the queue is %v", len(h.waiting), ids)
		}
		if !slices.Equal(before, h.waiting) {
			t.Fatal("the argument was modified")
		}
		shuffled := rapid.Permutation(h.waiting).Draw(t, "shuffled")
		if again := formatQueue(shuffled, floorqueue.Order(shuffled, h.speakingTime(), h.quota)); again != first {
			t.Fatalf("%s, and shuffled\n%s", first, again)
		}
	})
}

// Without placed requests every reason holds: a request with ReasonPointOfOrder is before one of another
// precedence, one with ReasonWithinQuota before one over quota, and so on.
func TestOrder_ReasonsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawQueueFixture(t, false)
		queue := h.queue()
		for i, p := range queue {
			a := h.waiting[p.Index]
			if i == len(queue)-1 {
				if p.Reason != floorqueue.ReasonLast {
					t.Fatalf("reason of the last request: %s", p.Reason)
				}
				break
			}
			next := queue[i+1]
			b := h.waiting[next.Index]
			ok := a.Precedence == b.Precedence
			switch p.Reason {
			case floorqueue.ReasonPointOfOrder:
				ok = a.Precedence == floorqueue.PrecedencePointOfOrder && b.Precedence > floorqueue.PrecedencePointOfOrder
			case floorqueue.ReasonInterposed:
				ok = a.Precedence == floorqueue.PrecedenceQuestion && b.Precedence == floorqueue.PrecedenceOrdinary
			case floorqueue.ReasonWithinQuota:
				ok = ok && !p.OverQuota && next.OverQuota
			case floorqueue.ReasonUnitSpokeLess:
				ok = ok && a.Unit != b.Unit && p.UnitSpoken < next.UnitSpoken
			case floorqueue.ReasonSiteSpokeLess:
				ok = ok &&
					(a.Unit == 0 || b.Unit == 0 || a.Site == 0 || b.Site == 0 ||
						p.SiteSpoken < next.SiteSpoken)
			case floorqueue.ReasonEarlierTurn:
				ok = ok && (a.Unit != b.Unit || a.Site != b.Site)
			case floorqueue.ReasonCameFirst:
				ok = ok && (a.RequestedAt.Before(b.RequestedAt) || a.RequestedAt.Equal(b.RequestedAt) && a.ID < b.ID)
			default:
				ok = false
			}
			if !ok {
				t.Fatalf("%+v is before %+v because of %s", a, b, p.Reason)
			}
		}
	})
}

// ChangesOnMove moves one request, to the given position: without it the queue is as before. The
// same holds for ChangesOnUnplace.
func TestChangesOnMove_OthersKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawQueueFixture(t, true)
		if len(h.waiting) == 0 {
			return
		}
		i, to := rapid.IntRange(0, len(h.waiting)-1).Draw(t, "i"), rapid.IntRange(1, 14).Draw(t, "place")
		id := h.waiting[i].ID
		before := h.idsExcept(id)
		h.move(i, to)
		if after := h.idsExcept(id); !slices.Equal(before, after) {
			t.Fatalf("moving %d changed %v to %v", id, before, after)
		}
		if at := slices.Index(h.idsExcept(0), id) + 1; at != min(to, len(h.waiting)) || h.waiting[i].Place != at {
			t.Fatalf("%d was moved to %d, and is at %d", id, to, at)
		}
		h.applyChanges(floorqueue.ChangesOnUnplace(h.waiting, h.speakingTime(), h.quota, h.queue(), i))
		h.waiting[i].Place = 0
		if after := h.idsExcept(id); !slices.Equal(before, after) {
			t.Fatalf("releasing %d changed %v to %v", id, before, after)
		}
	})
}

// If all requests are placed and one leaves, the queue is as before without it.
func TestAfterLeave_PlacedMoveUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawQueueFixture(t, false)
		if len(h.waiting) == 0 {
			return
		}
		for i, p := range h.queue() { // the chair confirms the computed order
			h.waiting[p.Index].Place = i + 1
		}
		gone := rapid.IntRange(0, len(h.waiting)-1).Draw(t, "gone")
		want := h.idsExcept(h.waiting[gone].ID)
		h.applyChanges(floorqueue.ChangesOnLeave(h.waiting, h.queue(), gone))
		h.waiting = slices.Delete(h.waiting, gone, gone+1)
		for i, p := range h.queue() {
			if w := h.waiting[p.Index]; w.ID != want[i] || w.Place != i+1 {
				t.Fatalf("position %d: request %d, placed at %d; want %d", i+1, w.ID, w.Place, want[i])
			}
		}
	})
}

// No starvation: a request gets the floor after a bounded number of turns, even if each other unit always has
// as many waiting requests as it may, speaks as briefly as it likes, and requests again.
func TestOrder_NoStarvation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const units, least, most = 4, 10, 60
		h := queueFixture{
			spoken: floorqueue.SecondsByParty{}, quota: floorqueue.Quota{
				Unit: rapid.IntRange(0, 1).Draw(t, "quota") * 100,
			},
		}
		next := gid.ID(100)
		join := func(unit gid.ID) {
			next++
			h.waiting = append(h.waiting, floorqueue.WaitingRequest{
				ID: next, Unit: unit, Site: 11,
				Allotted: rapid.IntRange(least, most).Draw(t, "allotted"), RequestedAt: time.Unix(int64(next), 0),
			})
		}
		for unit := gid.ID(1); unit <= units; unit++ {
			h.spoken[unit] = rapid.IntRange(0, 200).Draw(t, "spoken")
			for range 5 {
				join(unit)
			}
		}
		patient := h.waiting[rapid.IntRange(0, len(h.waiting)-1).Draw(t, "who")]
		// Its unit takes at most five turns before; each other one speaks until it has spoken
		// as long, or to its quota.
		ceiling := h.spoken[patient.Unit] + 5*most + h.quota.Unit
		for turn := 0; ; turn++ {
			if turn > units*(ceiling/least+6) {
				t.Fatalf("%+v still waits after %d turns", patient, turn)
			}
			i := h.queue()[0].Index
			now := h.waiting[i]
			if now.ID == patient.ID {
				return
			}
			h.waiting = slices.Delete(h.waiting, i, i+1)
			h.spoken[now.Unit] += rapid.IntRange(least, now.Allotted).Draw(t, "spoke")
			join(now.Unit)
		}
	})
}
