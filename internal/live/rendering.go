package live

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// rendering is one response, which the first caller executes while the others wait for it.
type rendering struct {
	once           sync.Once
	done           atomic.Bool
	awaitingCharge atomic.Bool   // no subscription could be charged yet
	deferred       chan struct{} // closed when done, if it could not be charged at once; otherwise nil
	bytes          []byte
	err            error

	renderedAt    time.Time // if it shows nodes; zero if it depends on its entry alone
	nodesRevision int64     // of the chunk, before the nodes were read
}

// showsNodes reports whether it is done and depends on more than its entry.
func (r *rendering) showsNodes() bool { return r.done.Load() && !r.renderedAt.IsZero() }

// isOutdated reports whether the nodes that it shows were read too long ago to be shown to a subscriber that
// catches up, or may have been hidden since.
func (r *rendering) isOutdated(c *chunk) bool {
	return r.showsNodes() &&
		(time.Since(r.renderedAt) >= eventBatchTTL || r.nodesRevision != c.revision.Load())
}

// isDeferred reports whether a rendering is not done and could not be charged at once.
func (r *rendering) isDeferred() bool { return r.deferred != nil && !r.done.Load() }

// renderOnce returns the rendering in a slot, which it starts if there is none; its bytes are nil if the view
// may show nothing. It blocks during the execution, but not while nobody can be charged for it: then the
// rendering is deferred. Errors are transient, and empty the slot.
func (v *view) renderOnce(
	slot *atomic.Pointer[rendering], chargeable bool, render func(*rendering) ([]byte, error),
) *rendering {
	r := slot.Load()
	if r == nil {
		slot.CompareAndSwap(nil, new(rendering))
		if r = slot.Load(); r == nil { // already evicted
			r = new(rendering)
		}
	}
	r.once.Do(func() {
		charged, err := !chargeable, error(nil)
		if chargeable {
			charged, _, _, err = v.chargeRotation.tryCharge()
		}
		done := make(chan struct{})
		if !charged && err == nil {
			r.deferred = done
			r.awaitingCharge.Store(true)
		}
		// On its own goroutine, so that the stacks of waiting goroutines stay small.
		go func() {
			defer close(done)
			if r.deferred != nil {
				err = v.chargeRotation.awaitCharge(v.topic.ctx)
				r.awaitingCharge.Store(false)
			}
			if r.err = err; err == nil {
				r.bytes, r.err = render(r)
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
	if r.showsNodes() {
		v.topic.hub.nodesBudget.add(slot, r)
	} else {
		v.topic.hub.renderBudget.add(slot, r)
	}
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

// awaitRenderingForWaiters blocks until a deferred rendering is done, on behalf of the waiters. It returns
// false if their viewers have to be checked first.
func (v *view) awaitRenderingForWaiters(r *rendering, grantRevision uint64) (ready bool, err error) {
	t := v.topic
	for {
		signal := t.state.Load().signal // before the revision is checked, to miss no later change
		if t.hub.grants.currentRevision() != grantRevision {
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
