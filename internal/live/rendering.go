package live

import (
	"context"
	"sync"
	"sync/atomic"
)

// rendering is the bytes of one response, which is executed once, by whoever comes first; the others wait for
// it.
type rendering struct {
	once   sync.Once
	done   atomic.Bool
	unpaid atomic.Bool   // it waits for a payer
	late   chan struct{} // of one that had to wait for a payer: closed when it is done; nil for others
	bytes  []byte
	err    error
}

// isLate reports whether a rendering is not done because it waits for a payer, or did.
func (r *rendering) isLate() bool { return r.late != nil && !r.done.Load() }

// rendered returns the rendering in a slot, and begins it if there is none; its bytes are nil if the view may
// show nothing. It blocks while the operation is executed, but not while nobody can pay for that: then the
// rendering is late. Errors are temporary; then the slot stays empty.
func (v *view) rendered(slot *atomic.Pointer[rendering], charged bool, render func() ([]byte, error)) *rendering {
	r := slot.Load()
	if r == nil {
		slot.CompareAndSwap(nil, new(rendering))
		if r = slot.Load(); r == nil { // let go of already
			r = new(rendering)
		}
	}
	r.once.Do(func() {
		paid, err := !charged, error(nil)
		if charged {
			paid, _, _, err = v.payers.charge()
		}
		done := make(chan struct{})
		if !paid && err == nil {
			r.late = done
			r.unpaid.Store(true)
		}
		// On a stack of its own: a follower's is small, and there are many.
		go func() {
			defer close(done)
			if r.late != nil {
				err = v.payers.pay(v.topic.ctx)
				r.unpaid.Store(false)
			}
			if r.err = err; err == nil {
				r.bytes, r.err = render()
			}
			v.settle(slot, r)
		}()
		if r.late == nil {
			<-done
		}
	})
	return r
}

// settle publishes a rendering that is done, and forgets one that failed.
func (v *view) settle(slot *atomic.Pointer[rendering], r *rendering) {
	r.done.Store(true)
	if r.err != nil {
		slot.CompareAndSwap(r, nil)
		return
	}
	v.topic.hub.kept.keep(slot, r)
}

// await waits for a late rendering. It returns false where the follower has to look at the stream again first:
// something has happened there, or to the viewer's rights.
func (f *Follower) await(ctx context.Context, r *rendering, bell <-chan struct{}) (ready bool, err error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-f.due:
		return false, f.again(ctx)
	case <-bell:
		return false, nil
	case <-r.late:
		return !f.stale(), nil
	}
}

// await waits for a late rendering, for the followers on the bench. It returns false if these have to be asked
// who they are first.
func (v *view) await(r *rendering, grants uint64) (ready bool, err error) {
	t := v.topic
	for {
		bell := t.now.Load().bell // before the grants are looked at: what changes after it is heard
		if t.hub.grants.now() != grants {
			return false, nil
		}
		select {
		case <-t.ctx.Done():
			return false, t.ctx.Err()
		case <-bell:
		case <-r.late:
			return true, nil
		}
	}
}
