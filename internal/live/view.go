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

// Run executes an operation in a context and gives the bytes of its answer, as they go to the client. Where the answer
// has no data, its errors are the error too; one that is over by itself, of a database that does not answer, is a fault of
// kind UNAVAILABLE, and is told to nobody: who follows tries again.
type Run func(ctx context.Context) ([]byte, error)

// view is an operation as one class of viewers sees it.
type view struct {
	topic     *topic
	key       string
	run       Run
	principal viewer.Viewer

	count  int // followers, under the topic's lock
	idleAt time.Time

	bench bench // under the ushers' lock
	beat  atomic.Pointer[beat]
	paint picture

	payers payers // one for each follower
}

// beat is the newest heartbeat that was rendered.
type beat struct {
	seq, number int64
	slot        atomic.Pointer[rendering]
}

// viewOf gives the view of an operation for the class of a viewer, with one follower more.
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

// sees tells whether the class is told of an entry.
func (v *view) sees(e *journal.Entry) bool { return e.Audience.Includes(v.principal) }

// execute runs the operation as the class's principal, in a mode. Its error is one that is over by itself.
func (v *view) execute(mode any) ([]byte, error) {
	h := v.topic.hub
	ctx, cancel := context.WithTimeout(h.ctx, h.Timeout)
	defer cancel()
	h.counts.executions.Add(1)
	bytes, err := v.run(viewer.With(context.WithValue(ctx, modeKey{}, mode), v.principal))
	if errors.Is(err, fault.KindUnavailable) {
		return nil, err
	}
	return bytes, nil // what else went wrong is in the bytes
}

// ofEntry returns the rendering of an entry, which may be late.
func (v *view) ofEntry(on *page, p *pulled, e *journal.Entry) *rendering {
	if r := on.done(p, e); r != nil { // nearly always: one renders it, and thousands take it
		return r
	}
	return v.rendered(&on.slots[e.Seq-p.chunk.first], true, func() ([]byte, error) {
		change, err := v.visibleChange(on, p, e)
		if err != nil || change == nil {
			return nil, err
		}
		event := eventOf(*e, p.at(e.Seq))
		event.Change = change
		return v.execute(event)
	})
}

// done is what was rendered of an entry; nil where it is still to be.
func (on *page) done(p *pulled, e *journal.Entry) *rendering {
	if r := on.slots[e.Seq-p.chunk.first].Load(); r != nil && r.done.Load() && r.err == nil {
		return r
	}
	return nil
}

func eventOf(e journal.Entry, at journal.Position) *journal.Event {
	return &journal.Event{Position: at, At: e.At, Change: e.Change}
}

// ofBeat gives what it shows of a heartbeat.
func (v *view) ofBeat(p *pulled) ([]byte, error) {
	b := v.beat.Load()
	for b == nil || b.seq != p.last || b.number != p.beat {
		v.beat.CompareAndSwap(b, &beat{seq: p.last, number: p.beat})
		b = v.beat.Load()
		if b.number > p.beat || b.seq > p.last { // another is further on: ours is told to us alone
			b = &beat{seq: p.last, number: p.beat}
		}
	}
	r := v.rendered(&b.slot, false, func() ([]byte, error) { return v.execute(beatOf(p)) }) // it reads no data
	return r.bytes, r.err
}

func beatOf(p *pulled) *journal.Event {
	return &journal.Event{Position: p.at(p.last), At: p.beatAt, Change: journal.Heartbeat{SentAt: p.beatAt}}
}
