package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"thidua/internal/viewer"
)

// chargeTarget is the part of a subscription that executions are charged to.
type chargeTarget struct {
	viewer viewer.Viewer
	index  int // in the rotation, guarded by its lock
}

// chargeRotation holds the subscriptions of one view. An execution is shared by all of them and charged to
// one, in turn (round robin). One that cannot be charged now is skipped; if none can, the execution waits.
type chargeRotation struct {
	mu      sync.Mutex
	all     []*Subscription
	turn    int
	changed chan struct{} // closed when a subscription is added or the last one removed; nil if nobody waits
}

// maxChargeAttempts is the maximum number of subscriptions that are tried before an execution waits.
const maxChargeAttempts = 16

// chargeInterval is the maximum time that an execution waits while there are subscriptions that were not
// tried.
const chargeInterval = time.Second

// errNoSubscriberToCharge ends the wait for a charge when the last subscription has closed.
var errNoSubscriberToCharge = errors.New("live: no subscriber to charge")

// add adds a subscription and returns how many there are.
func (r *chargeRotation) add(s *Subscription) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.chargeTarget.index = len(r.all)
	r.all = append(r.all, s)
	r.signal()
	return len(r.all)
}

// remove removes a subscription and returns how many are left.
func (r *chargeRotation) remove(s *Subscription) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := len(r.all) - 1
	r.all[s.chargeTarget.index] = r.all[last]
	r.all[last].chargeTarget.index = s.chargeTarget.index
	r.all[last] = nil
	r.all = r.all[:last]
	if last == 0 {
		r.all = nil
		r.signal()
	}
	return last
}

func (r *chargeRotation) signal() {
	if r.changed != nil {
		close(r.changed)
		r.changed = nil
	}
}

// tryCharge charges an execution to the next subscription and reports whether one was charged. If not, it
// returns how long to wait until one of those that were tried can be charged, and a channel that is closed
// when a subscription is added or the last one has closed.
func (r *chargeRotation) tryCharge() (charged bool, wait time.Duration, changed <-chan struct{}, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) == 0 {
		return false, 0, nil, errNoSubscriberToCharge
	}
	for range min(maxChargeAttempts, len(r.all)) {
		r.turn = (r.turn + 1) % len(r.all)
		next := r.all[r.turn]
		if next.request.Charge == nil {
			return true, 0, nil, nil
		}
		retryAfter := next.request.Charge(next.chargeTarget.viewer)
		if retryAfter == 0 {
			return true, 0, nil, nil
		}
		if wait == 0 || retryAfter < wait {
			wait = retryAfter
		}
	}
	if len(r.all) > maxChargeAttempts {
		wait = min(wait, chargeInterval)
	}
	if r.changed == nil {
		r.changed = make(chan struct{})
	}
	return false, wait, r.changed, nil
}

// awaitCharge blocks until an execution was charged. It returns the error of the context, or
// errNoSubscriberToCharge.
func (r *chargeRotation) awaitCharge(ctx context.Context) error {
	for {
		charged, wait, changed, err := r.tryCharge()
		if charged || err != nil {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}
