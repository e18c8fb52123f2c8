package live_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/live"
)

// Single events are delivered at once. After a round with several, the reader pauses, so the dispatcher
// delivers together what arrived meanwhile, at most SnapshotInterval later. A backlog is delivered at once.
func TestDispatch_ReaderBacksOffInBurst(t *testing.T) {
	const takes = 10 * time.Millisecond
	runWithHub(t, live.Config{SnapshotInterval: 200 * time.Millisecond}, func(h *testHub) {
		offered := make(chan int, 100)
		began := time.Now()
		var slow atomic.Int64
		slow.Store(int64(takes))
		h.addSubscriber(h.newRequest(), func(messages []live.Message) int {
			offered <- len(messages)
			time.Sleep(time.Duration(slow.Load()))
			return len(messages)
		})
		synctest.Wait() // parked
		sizes := func() (all []int) {
			synctest.Wait()
			for len(offered) > 0 {
				all = append(all, <-offered)
			}
			return all
		}
		dispatched := func(after time.Duration, want ...int) {
			t.Helper()
			time.Sleep(time.Until(began.Add(after)))
			if got := sizes(); !slices.Equal(got, want) {
				t.Errorf("after %v it was offered %v, want %v", after, got, want)
			}
			began = time.Now()
		}
		for range 3 {
			h.memory.appendNumbered(1)
			dispatched(takes, 1)
		}
		for range 2 { // a burst: four times the duration of the delivery
			h.memory.append(confStream, makeChanges(5)...)
			dispatched(takes, 5)
			for range 30 {
				h.memory.appendNumbered(1)
				time.Sleep(time.Millisecond)
			}
			dispatched(4*takes - time.Microsecond)
			dispatched(takes+time.Microsecond, 30)
			dispatched(4 * takes)
		}
		slow.Store(int64(time.Second))
		h.memory.append(confStream, makeChanges(5)...)
		dispatched(time.Second, 5)
		h.memory.appendNumbered(1)
		dispatched(200*time.Millisecond - time.Microsecond)
		dispatched(time.Second+time.Microsecond, 1)
		slow.Store(int64(takes))
		h.memory.append(confStream, makeChanges(300)...) // more than one batch
		time.Sleep(6 * takes)
		sum, all := 0, sizes()
		for _, n := range all {
			sum += n
		}
		if sum != 300 {
			t.Errorf("of a backlog of 300 it was offered %v", all)
		}
	})
}
