package live

import (
	"bytes"
	"context"
	"sync"
	"time"
)

// picture is the newest state of a live view, painted as long as somebody watches, and no more often than Paint allows:
// what happens meanwhile is in the next one.
type picture struct {
	mu       sync.Mutex
	watchers int
	stop     context.CancelFunc
	version  int64 // 0 before the first
	bytes    []byte
	bell     chan struct{}
}

// watch adds a watcher; the first one begins to paint.
func (v *view) watch() {
	p := &v.paint
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers++
	if p.watchers > 1 {
		return
	}
	ctx, stop := context.WithCancel(v.topic.ctx)
	p.stop, p.bytes, p.bell = stop, nil, make(chan struct{})
	v.topic.hub.tasks.Go(func() { v.keepPainting(ctx) })
}

func (v *view) unwatch() {
	p := &v.paint
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watchers--; p.watchers == 0 {
		p.stop()
	}
}

func (v *view) keepPainting(ctx context.Context) {
	for painted := int64(-1); ; {
		v.topic.mu.Lock()
		last, bell, lost := v.topic.last, v.topic.bell, v.topic.lost
		v.topic.mu.Unlock()
		if lost {
			return
		}
		if last != painted {
			state, err := v.execute(painting{}) // after looking how far the stream is: it shows that at least
			if err == nil {
				err = v.topic.catchUp(ctx) // it may be of after grants changed: whoever's they are is no longer shown it
			}
			if err == nil {
				v.show(ctx, state)
				painted = last
			}
			bell = nil
		}
		var pause <-chan time.Time
		if bell == nil {
			pause = time.After(v.topic.hub.Paint)
		}
		select {
		case <-ctx.Done():
			return
		case <-pause:
		case <-bell:
		}
	}
}

// ring wakes who watches.
func (p *picture) ring() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bell != nil { // nobody has watched yet
		close(p.bell)
		p.bell = make(chan struct{})
	}
}

// show puts a state up, if it looks different from the one before.
func (v *view) show(ctx context.Context, state []byte) {
	p := &v.paint
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() != nil || bytes.Equal(state, p.bytes) {
		return
	}
	p.version++
	p.bytes = state
	close(p.bell)
	p.bell = make(chan struct{})
}

// tellPicture adds the newest state, if it was not shown to this follower.
func (f *Follower) tellPicture(ctx context.Context) (*pulled, error) {
	p := &f.view.paint
	p.mu.Lock()
	version, state, newer := p.version, p.bytes, p.bell // the bell before lost: what rings after it is heard
	p.mu.Unlock()
	if f.topic.now.Load().lost {
		return nil, errLost
	}
	if err := f.hub.ctx.Err(); err != nil { // its end rings every bell
		return nil, err
	}
	if f.stale() {
		if err := f.again(ctx); err != nil {
			return nil, err
		}
		return nil, nil // with another view, if it came to that
	}
	if state != nil && version != f.shown {
		f.shown = version
		f.out = append(f.out, Message{Payload: state})
		return nil, nil
	}
	return &pulled{bell: newer}, nil
}
