package live

import (
	"context"
	"sync"
	"sync/atomic"
)

// rendering is one response, which the first caller executes while the others wait for it.
type rendering struct {
	once     sync.Once
	done     atomic.Bool
	unpaid   atomic.Bool   // waiting for a payer
	deferred chan struct{} // closed when done, if it had to wait for a payer; otherwise nil
	bytes    []byte
	err      error
}

// isDeferred reports whether a rendering is not done and waits, or waited, for a payer.
func (r *rendering) isDeferred() bool { return r.deferred != nil && !r.done.Load() }

// renderOnce returns the rendering in a slot, which it starts if there is none; its bytes are nil if the view
// may show nothing. It blocks during the execution, but not while nobody can pay for it: then the rendering
// is deferred. Errors are transient, and empty the slot.
func (v *view) renderOnce(
	slot *atomic.Pointer[rendering], charged bool, render func() ([]byte, error),
) *rendering {
	r := slot.Load()
	if r == nil {
		slot.CompareAndSwap(nil, new(rendering))
		if r = slot.Load(); r == nil { // already evicted
			r = new(rendering)
		}
	}
	r.once.Do(func() {
		paid, err := !charged, error(nil)
		if charged {
			paid, _, _, err = v.payers.tryCharge()
		}
		done := make(chan struct{})
		if !paid && err == nil {
			r.deferred = done
			r.unpaid.Store(true)
		}
		// On a new stack: those of the many waiting goroutines stay small.
		go func() {
			defer close(done)
			if r.deferred != nil {
				err = v.payers.chargeWait(v.topic.ctx)
				r.unpaid.Store(false)
			}
			if r.err = err; err == nil {
				r.bytes, r.err = render()
			}
			v.finishRendering(slot, r)
		}()
		if r.deferred == nil {
			<-done
		}
	})
	return r
}

// finishRendering publishes a rendering that is done, or empties its slot if it failed.
func (v *view) finishRendering(slot *atomic.Pointer[rendering], r *rendering) {
	r.done.Store(true)
	if r.err != nil {
		slot.CompareAndSwap(r, nil)
		return
	}
	v.topic.hub.renderBudget.add(slot, r)
}

// awaitRendering blocks until a deferred rendering is done. It returns false if the subscription has to check
// the stream and its viewer again first.
func (s *Subscription) awaitRendering(
	ctx context.Context, r *rendering, signal <-chan struct{},
) (ready bool, err error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-s.expired:
		return false, s.refreshViewer(ctx)
	case <-signal:
		return false, nil
	case <-r.deferred:
		return !s.viewerOutdated(), nil
	}
}

// awaitRendering blocks until a deferred rendering is done, on behalf of the waiters. It returns false if
// their viewers have to be checked first.
func (v *view) awaitRendering(r *rendering, grants uint64) (ready bool, err error) {
	t := v.topic
	for {
		signal := t.state.Load().signal // before the revision is checked, to miss no later change
		if t.hub.grants.currentRevision() != grants {
			return false, nil
		}
		select {
		case <-t.ctx.Done():
			return false, t.ctx.Err()
		case <-signal:
		case <-r.deferred:
			return true, nil
		}
	}
}
