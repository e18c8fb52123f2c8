package live

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// ExecuteFunc executes an operation in a context and returns the bytes of its response, as they are sent to
// the client. If the response has no data, its errors are returned as well. Transient errors, such as an
// unavailable database, are faults of kind UNAVAILABLE; they are never sent to clients, and the execution is
// retried.
type Run func(ctx context.Context) ([]byte, error)

// view is an operation as one visibility class sees it. Its renderings are shared by all subscriptions of the
// class.
type view struct {
	topic     *topic
	key       string
	run       Run
	principal viewer.Viewer

	count  int // guarded by the topic's lock
	idleAt time.Time

	bench bench // guarded by the dispatcher's lock
	beat  atomic.Pointer[beat]
	paint picture

	payers payers // one per subscription
}

// heartbeat is the newest rendered heartbeat.
type beat struct {
	seq, number int64
	slot        atomic.Pointer[rendering]
}

// joinView returns the view of an operation for the class of a viewer, with its subscription count increased.
func (t *topic) viewOf(key string, run Run, who viewer.Viewer) *view {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := key + "\x00" + who.Class()
	v, ok := t.views[of]
	if !ok {
		v = &view{topic: t, key: key, run: run, principal: who.Principal()}
		t.views[of] = v
	}
	v.count++
	return v
}

func (v *view) leave() {
	v.topic.mu.Lock()
	defer v.topic.mu.Unlock()
	v.count--
	v.idleAt = time.Now()
}

// canSee reports whether the class is in the audience of an entry.
func (v *view) sees(e *journal.Entry) bool { return e.Audience.Includes(v.principal) }

// execute runs the operation in a mode, as the principal of the class. It returns transient errors only.
func (v *view) execute(mode any) ([]byte, error) {
	h := v.topic.hub
	ctx, cancel := context.WithTimeout(h.ctx, h.Timeout)
	defer cancel()
	h.counts.executions.Add(1)
	bytes, err := v.run(viewer.With(context.WithValue(ctx, modeKey{}, mode), v.principal))
	if errors.Is(err, fault.KindUnavailable) {
		return nil, err
	}
	return bytes, nil // other errors are part of the response
}

// renderEntry returns the rendering of an entry, which may be late.
func (v *view) ofEntry(cache *page, p *pulled, e *journal.Entry) *rendering {
	if r := cache.done(p, e); r != nil { // the usual case
		return r
	}
	return v.rendered(&cache.slots[e.Seq-p.chunk.first], true, func() ([]byte, error) {
		change, err := v.visibleChange(cache, p, e)
		if err != nil || change == nil {
			return nil, err
		}
		event := eventOf(*e, p.at(e.Seq))
		event.Change = change
		return v.execute(event)
	})
}

// renderedEntry returns the rendering of an entry, or nil if it is not done.
func (cache *page) done(p *pulled, e *journal.Entry) *rendering {
	r := cache.slots[e.Seq-p.chunk.first].Load()
	if r != nil && r.done.Load() && r.err == nil {
		return r
	}
	return nil
}

func eventOf(e journal.Entry, at journal.Position) *journal.Event {
	return &journal.Event{Position: at, At: e.At, Change: e.Change}
}

// renderHeartbeat returns the rendering of the newest heartbeat.
func (v *view) ofBeat(p *pulled) ([]byte, error) {
	b := v.beat.Load()
	for b == nil || b.seq != p.last || b.number != p.beat {
		v.beat.CompareAndSwap(b, &beat{seq: p.last, number: p.beat})
		b = v.beat.Load()
		if b.number > p.beat || b.seq > p.last { // another one is ahead; this one is not shared
			b = &beat{seq: p.last, number: p.beat}
		}
	}
	// A heartbeat is not charged, because it reads no data.
	r := v.rendered(&b.slot, false, func() ([]byte, error) { return v.execute(beatOf(p)) })
	return r.bytes, r.err
}

func beatOf(p *pulled) *journal.Event {
	return &journal.Event{
		Position: p.at(p.last), At: p.beatAt, Change: journal.Heartbeat{SentAt: p.beatAt},
	}
}
