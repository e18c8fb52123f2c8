package live

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// refreshFactor is the pause after a refresh, as a multiple of its duration, so that a single live query uses
// at most a twentieth of a core.
const refreshFactor = 20

// refreshPause returns how long a live query pauses after a refresh of a duration.
func (h *Hub) refreshPause(elapsed time.Duration) time.Duration {
	return max(h.SnapshotInterval, refreshFactor*elapsed)
}

// refreshLimiter limits the refreshes of a node: the number of concurrent ones, and the share of one core
// that they use over time, measured by wall-clock time. Waiting refreshes run in order. The first refresh of
// a live query does not wait for the share, because it was charged with the operation, but counts towards it.
type refreshLimiter struct {
	share                      float64
	initialSlots, refreshSlots chan struct{} // one element per running refresh

	mu   sync.Mutex
	next time.Time // when the share permits the next refresh
}

func newRefreshLimiter(share float64) *refreshLimiter {
	concurrency := max(1, runtime.GOMAXPROCS(0)/2) // the other cores are left to queries and mutations
	return &refreshLimiter{
		share:        share,
		initialSlots: make(chan struct{}, concurrency),
		refreshSlots: make(chan struct{}, concurrency),
	}
}

// acquire blocks until a refresh may run. The caller passes the duration of the refresh to done. It returns
// the error of the context.
func (l *refreshLimiter) acquire(
	ctx context.Context, first bool,
) (done func(elapsed time.Duration), err error) {
	slots := l.refreshSlots
	if first {
		slots = l.initialSlots
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case slots <- struct{}{}:
	}
	for wait := l.waitTime(); !first && wait > 0; wait = l.waitTime() {
		select {
		case <-ctx.Done():
			<-slots
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
	return func(elapsed time.Duration) {
		l.spend(elapsed)
		<-slots
	}, nil
}

// waitTime returns the time until the next refresh may start.
func (l *refreshLimiter) waitTime() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.next)
}

func (l *refreshLimiter) spend(elapsed time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if start := time.Now().Add(-elapsed); l.next.Before(start) {
		l.next = start
	}
	l.next = l.next.Add(time.Duration(float64(elapsed) / l.share))
}
