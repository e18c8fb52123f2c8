package conference

import "slices"

// PlaceChange is the new position of a placed request after another one left or joined: the
// order of the others stays.
type Shift struct {
	Of int // index of the waiting request
	By int
}

// AfterLeave returns what changes if a request leaves the queue.
func Leave(waiting []Waiting, queue []Place, gone int) []Shift {
	return shifts(waiting, without(queue, gone))
}

// AfterMove places a request at a position, from 1, or at the end if the queue is shorter. It returns the
// position and what else changes.
func Move(waiting []Waiting, queue []Place, i, to int) (place int, others []Shift) {
	rest := without(queue, i)
	place = min(to, len(rest)+1)
	return place, except(shifts(waiting, slices.Insert(rest, place-1, i)), i)
}

// AfterRelease returns what else changes if a request is returned to the computed order.
func Release(waiting []Waiting, spoken Heard, quota Quota, queue []Place, i int) []Shift {
	free := slices.Clone(waiting)
	free[i].Place = 0
	rest, before := without(queue, i), -1
	ordered := without(Queue(free, spoken, quota), -1)
	for _, next := range ordered[slices.Index(ordered, i)+1:] {
		if free[next].Place == 0 {
			before = slices.Index(rest, next)
			break
		}
	}
	if before < 0 {
		before = len(rest)
	}
	return except(shifts(waiting, slices.Insert(rest, before, i)), i)
}

// indexesWithout returns the queue as indexes, without one request.
func without(queue []Place, gone int) []int {
	rest := make([]int, 0, len(queue))
	for _, p := range queue {
		if p.Of != gone {
			rest = append(rest, p.Of)
		}
	}
	return rest
}

// placeChanges returns which placed requests have another position in an order.
func shifts(waiting []Waiting, order []int) (moved []Shift) {
	for at, i := range order {
		if was := waiting[i].Place; was != 0 && was != at+1 {
			moved = append(moved, Shift{i, at + 1 - was})
		}
	}
	return moved
}

func except(all []Shift, i int) []Shift {
	return slices.DeleteFunc(all, func(s Shift) bool { return s.Of == i })
}
