package live

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// refreshFactor is how many times longer than a refresh took its live query waits before the next one: no live query by
// itself takes more than a twentieth of a core.
const refreshFactor = 20

// refreshPause is how long a live query waits after a refresh that took a time.
func (h *Hub) refreshPause(took time.Duration) time.Duration { return max(h.Paint, refreshFactor*took) }

// refreshQueue bounds the work of all refreshes on a node: how many run at once, and the share of one core that they take
// over time, measured by the clock. Who waits is served in turn. The first refresh of a live query is not kept waiting for
// the share, because the operation has paid for it; what it takes counts all the same.
type refreshQueue struct {
	share          float64
	firsts, others chan struct{} // one element for each that may run

	mu   sync.Mutex
	next time.Time // when the share allows another one
}

func newRefreshQueue(share float64) *refreshQueue {
	atOnce := max(1, runtime.GOMAXPROCS(0)/2) // the rest is for queries and mutations
	return &refreshQueue{share: share, firsts: make(chan struct{}, atOnce), others: make(chan struct{}, atOnce)}
}

// enter blocks until a refresh may run, and returns what is to be called with the time that it took. Its error is that of
// the context.
func (q *refreshQueue) enter(ctx context.Context, first bool) (done func(took time.Duration), err error) {
	slots := q.others
	if first {
		slots = q.firsts
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case slots <- struct{}{}:
	}
	for wait := q.wait(); !first && wait > 0; wait = q.wait() {
		select {
		case <-ctx.Done():
			<-slots
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
	return func(took time.Duration) {
		q.spend(took)
		<-slots
	}, nil
}

// wait is for how long the share is used up.
func (q *refreshQueue) wait() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	return time.Until(q.next)
}

func (q *refreshQueue) spend(took time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if began := time.Now().Add(-took); q.next.Before(began) {
		q.next = began
	}
	q.next = q.next.Add(time.Duration(float64(took) / q.share))
}
