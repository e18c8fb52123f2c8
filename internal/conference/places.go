package conference

import "slices"

// Shift says that a request that the chair had placed is at another place now, because one that was before it has gone, or
// has come: the order of the others is as it was.
type Shift struct {
	Of int // index among those that wait
	By int
}

// Leave tells what moves when a request leaves the queue.
func Leave(waiting []Waiting, queue []Place, gone int) []Shift {
	return shifts(waiting, without(queue, gone))
}

// Move puts a request at a place, from 1, or at the end of what is shorter. It gives the place, and what else moves.
func Move(waiting []Waiting, queue []Place, i, to int) (place int, others []Shift) {
	rest := without(queue, i)
	place = min(to, len(rest)+1)
	return place, except(shifts(waiting, slices.Insert(rest, place-1, i)), i)
}

// Release leaves a request to the fair order again. It tells what else moves.
func Release(waiting []Waiting, heard Heard, quota Quota, queue []Place, i int) []Shift {
	free := slices.Clone(waiting)
	free[i].Place = 0
	rest, before := without(queue, i), -1
	fair := without(Queue(free, heard, quota), -1)
	for _, next := range fair[slices.Index(fair, i)+1:] {
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

// without is the queue by index, without one.
func without(queue []Place, gone int) []int {
	rest := make([]int, 0, len(queue))
	for _, p := range queue {
		if p.Of != gone {
			rest = append(rest, p.Of)
		}
	}
	return rest
}

// shifts tells which of those that were placed are elsewhere in an order.
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
