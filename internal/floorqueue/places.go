package floorqueue

import "slices"

// PlaceChange is by how much the place of a request changes when another one leaves or joins the queue: the
// order of the others stays.
type PlaceChange struct {
	Index int // index of the waiting request
	Delta int // the new place minus the old one
}

// ChangesOnLeave returns what changes if a request leaves the queue.
func ChangesOnLeave(waiting []WaitingRequest, queue []Entry, removed int) []PlaceChange {
	return placeChanges(waiting, indexesWithout(queue, removed))
}

// ChangesOnMove places a request at a position, from 1, or at the end if the queue is shorter. It returns the
// position and what else changes.
func ChangesOnMove(waiting []WaitingRequest, queue []Entry, i, to int) (place int, others []PlaceChange) {
	rest := indexesWithout(queue, i)
	place = min(to, len(rest)+1)
	return place, dropChange(placeChanges(waiting, slices.Insert(rest, place-1, i)), i)
}

// ChangesOnUnplace returns what else changes if a request is returned to the computed order.
func ChangesOnUnplace(
	waiting []WaitingRequest, spoken SpeakingTime, quota Quota, queue []Entry, i int,
) []PlaceChange {
	free := slices.Clone(waiting)
	free[i].Place = 0
	rest, before := indexesWithout(queue, i), -1
	ordered := indexesWithout(Order(free, spoken, quota), -1)
	for _, next := range ordered[slices.Index(ordered, i)+1:] {
		if free[next].Place == 0 {
			before = slices.Index(rest, next)
			break
		}
	}
	if before < 0 {
		before = len(rest)
	}
	return dropChange(placeChanges(waiting, slices.Insert(rest, before, i)), i)
}

// indexesWithout returns the queue as indexes, without one request.
func indexesWithout(queue []Entry, removed int) []int {
	rest := make([]int, 0, len(queue))
	for _, entry := range queue {
		if entry.Index != removed {
			rest = append(rest, entry.Index)
		}
	}
	return rest
}

// placeChanges returns which placed requests have another position in an order.
func placeChanges(waiting []WaitingRequest, order []int) (moved []PlaceChange) {
	for position, i := range order {
		if oldPlace := waiting[i].Place; oldPlace != 0 && oldPlace != position+1 {
			moved = append(moved, PlaceChange{i, position + 1 - oldPlace})
		}
	}
	return moved
}

func dropChange(all []PlaceChange, i int) []PlaceChange {
	return slices.DeleteFunc(all, func(change PlaceChange) bool { return change.Index == i })
}
