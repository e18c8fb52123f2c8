package live

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// Request is what a watcher asks for.
type Request struct {
	// Key is the same for operations that show the same to the same viewers: document, name, variables without the
	// position, language.
	Key string
	// Run executes the operation.
	Run Run
	// Viewer tells who is asking now; what it refuses ends the follower.
	Viewer func(ctx context.Context) (viewer.Viewer, error)
	// After is the position to go on from; nil for the end of the stream.
	After *journal.Position
	// Address is the network for which documents are counted; the zero value is not counted.
	Address netip.Prefix
	// Charge charges one refresh of a live query, or one event, to a viewer. It returns 0, or how long to wait
	// until the viewer can pay; nil for executions that cost nothing.
	Charge func(viewer.Viewer) time.Duration
}

// Message is what a watcher is sent.
type Message struct {
	// Position is where the watcher then is; of a live view none.
	Position journal.Position
	// Payload is shared: it must not be changed.
	Payload []byte
}

// Follower is one subscription of one watcher. It is for one goroutine at a time.
type Follower struct {
	hub   *Hub
	ask   Request
	topic *topic
	view  *view // nil for one that is told events, and not bytes
	plan  plan

	pos     int64
	who     viewer.Viewer
	grants  uint64 // as they were when who was asked
	until   *time.Timer
	due     chan struct{} // told when the viewer has to be asked for again; nil for never
	moved   bool          // what it may see has changed, and it was not told yet
	unsure  bool          // it may no longer be one that may follow
	counted bool          // among the subscribers of its view
	beat    int64
	shown   int64 // version of the picture
	payer   payer

	watcher Watcher // nil for one that waits by itself
	place   place

	chunk *chunk // of page
	page  *page
	out   []Message
	list  *[]Message // where out is, of those that are lent
}

// Open plans an operation and begins to follow. Its error is the operation's own where it may not be followed, or
// BAD_POSITION, POSITION_LOST, or what Viewer refused.
func (h *Hub) Open(ctx context.Context, ask Request) (*Follower, error) {
	f := &Follower{hub: h, ask: ask}
	if err := f.identify(ctx); err != nil {
		return nil, err
	}
	narrowed := h.narrowed.Load()
	if err := f.planFor(ctx); err != nil {
		return nil, err
	}
	if err := f.join(ctx); err != nil {
		return nil, err
	}
	f.unsure = h.narrowed.Load() != narrowed
	f.view = f.topic.viewOf(ask.Key, ask.Run, f.who)
	f.ask.Key, f.ask.Run, f.ask.After = f.view.key, f.view.run, nil // one of each for all who ask the same
	f.payer.who = f.who
	if err := f.watch(); err != nil {
		f.Close()
		return nil, err
	}
	f.expire()
	return f, nil
}

// identify asks who is asking.
func (f *Follower) identify(ctx context.Context) (err error) {
	f.grants = f.hub.grants.now()
	f.who, err = f.ask.Viewer(ctx)
	return err
}

// expire has the viewer asked for again when what it is ends.
func (f *Follower) expire() {
	if f.until != nil {
		f.until.Stop()
		f.until, f.due = nil, nil
	}
	if until := f.who.Until(); !until.IsZero() {
		due := make(chan struct{}, 1)
		f.due = due
		f.until = time.AfterFunc(max(time.Until(until), time.Millisecond), func() { // timers may be early, by a hair
			due <- struct{}{}
			f.Wake()
		})
	}
}

// planFor asks the operation what the viewer may follow by it. Those of a class who ask the same at the same time, as after
// a cut, are answered together.
func (f *Follower) planFor(ctx context.Context) (err error) {
	f.plan, err = f.hub.plans.get(ctx, f.ask.Key+"\x00"+f.who.Class(), func() (p plan, err error) {
		f.hub.counts.executions.Add(1)
		if _, err = f.ask.Run(viewer.With(context.WithValue(ctx, modeKey{}, &p), f.who)); err == nil && p.stream == "" {
			err = errNoPlan
		}
		return p, err
	})
	return err
}

// planAgain asks what the viewer may follow now: the same, or nothing.
func (f *Follower) planAgain(ctx context.Context) error {
	stream := f.plan.stream
	if err := f.planFor(ctx); err != nil {
		return err
	}
	if f.plan.stream != stream {
		return errNoPlan
	}
	return nil
}

// join joins the stream at the position that was asked for, or at its end.
func (f *Follower) join(ctx context.Context) error {
	t, err := f.hub.topic(ctx, f.plan.stream)
	if err != nil {
		return err
	}
	f.topic = t
	f.pos, err = t.place(ctx, f.ask.After)
	if err != nil {
		t.leave()
		return err
	}
	f.hub.counts.followers.Add(1)
	return nil
}

// place finds a position. One that is ahead of what this node has read may come from another node: it reads on first.
func (t *topic) place(ctx context.Context, after *journal.Position) (int64, error) {
	if after == nil {
		return t.end(), nil
	}
	t.mu.Lock()
	epoch, key := t.epoch, t.key
	t.mu.Unlock()
	at := key.Open(*after)
	switch {
	case !at.InEpoch(epoch): // checked first: a position of another key has no valid epoch
		return 0, fault.PositionLost.With("reason", "RESTORED")
	case !at.In(t.stream):
		return 0, fault.BadPosition.With("reason", "OTHER_STREAM")
	case at.Seq > t.end():
		if err := t.catchUp(ctx); err != nil {
			return 0, err
		}
		if at.Seq > t.end() {
			return 0, fault.PositionLost.With("reason", "AHEAD")
		}
	}
	_, err := t.pull(ctx, at.Seq, 0)
	return at.Seq, err
}

// Close ends it.
func (f *Follower) Close() {
	if f.until != nil {
		f.until.Stop()
	}
	if f.view != nil {
		f.unwatch()
		f.view.leave()
	}
	f.topic.leave()
	f.hub.counts.followers.Add(-1)
}

// Next waits for what comes next, and gives it: one message at least, and no more than the hub's batch. The slice is good
// until the next call. Its errors are those of the context, of the viewer, of the operation where the viewer may no longer
// follow it, and POSITION_LOST.
func (f *Follower) Next(ctx context.Context) ([]Message, error) { return f.next(ctx, nil) }

// Serve is Next for a watcher that need not wait itself: where it gives nothing, and no error, the follower is no longer the
// caller's, and the watcher is told what comes until it has to go on by itself.
func (f *Follower) Serve(ctx context.Context, w Watcher) ([]Message, error) { return f.next(ctx, w) }

func (f *Follower) next(ctx context.Context, w Watcher) ([]Message, error) {
	f.out = f.out[:0]
	for {
		p, err := f.tell(ctx)
		if err != nil || len(f.out) > 0 {
			f.hub.counts.messages.Add(int64(len(f.out)))
			return f.out, err
		}
		if p == nil { // what there was is not for this viewer
			continue
		}
		f.release()
		if w != nil && !f.plan.painted {
			f.watcher, f.out = w, nil
			if f.rest(p, wait) {
				return nil, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.due:
			if err := f.again(ctx); err != nil {
				return nil, err
			}
		case <-p.bell:
		}
	}
}

// tell adds what there is to the messages, or gives the state in which there is nothing, with the bell that rings then.
func (f *Follower) tell(ctx context.Context) (*pulled, error) {
	if f.plan.painted {
		return f.tellPicture(ctx)
	}
	p, err := f.topic.pull(ctx, f.pos, f.hub.Batch)
	if err != nil {
		return nil, err
	}
	if err := f.hub.ctx.Err(); err != nil { // its end rings every bell
		return nil, err
	}
	if f.stale() { // looked at after pulling: what was pulled may be newer than what the viewer was allowed
		if err := f.again(ctx); err != nil {
			return nil, err
		}
	}
	if f.unsure {
		if err := f.planAgain(ctx); err != nil {
			return nil, err
		}
		f.unsure = false
	}
	if f.moved {
		text, err := f.view.execute(scopeChangedAt(p.at(f.pos)))
		if err != nil {
			return nil, err
		}
		f.moved = false
		f.add(&p, f.pos, text)
	}
	if len(p.entries) > 1 {
		f.make(len(p.entries))
	}
	for i := range p.entries {
		e := &p.entries[i]
		if f.view.sees(e) {
			r := f.view.ofEntry(f.pageOf(p.chunk), &p, e)
			if r.isLate() {
				if len(f.out) > 0 {
					return nil, nil // what there is does not wait for it
				}
				if ready, err := f.await(ctx, r, p.bell); !ready {
					return nil, err
				}
			}
			switch {
			case r.err == errNoPayer || r.err != nil && f.topic.ctx.Err() != nil:
				return nil, nil // it was begun for others, or the stream is over
			case r.err != nil:
				return nil, r.err
			case r.bytes != nil:
				f.add(&p, e.Seq, r.bytes)
			}
		}
		f.pos = e.Seq
		if narrows(e.Change) {
			f.unsure = true
			return nil, nil // and what comes after it is told to whom it may be
		}
	}
	switch {
	case len(p.entries) > 0:
		return nil, nil
	case f.beat != p.beat:
		text, err := f.view.ofBeat(&p)
		if err != nil {
			return nil, err
		}
		f.beat = p.beat
		f.add(&p, p.last, text)
	}
	return &p, nil
}

func (f *Follower) add(p *pulled, seq int64, payload []byte) {
	f.out = append(f.out, Message{p.at(seq), payload})
}

// lists are for those who are told much at once. Many wait for long, and hold none.
var lists = sync.Pool{New: func() any { list := make([]Message, 0, 97); return &list }}

// make makes room for n messages, and one that is told besides.
func (f *Follower) make(n int) {
	if cap(f.out) > n {
		return
	}
	list := lists.Get().(*[]Message)
	if cap(*list) <= n {
		*list = make([]Message, 0, n+1)
	}
	f.list, f.out = list, append((*list)[:0], f.out...)
}

// release gives back what was taken for many.
func (f *Follower) release() {
	if f.list == nil {
		return
	}
	clear(f.out[:cap(f.out)]) // what was rendered is let go of by others
	*f.list = f.out[:0]
	lists.Put(f.list)
	f.list, f.out = nil, nil
}

func scopeChangedAt(p journal.Position) *journal.Event {
	now := time.Now().UTC()
	return &journal.Event{Position: p, At: now, Change: journal.ScopeChanged{ChangedAt: now}}
}

func (f *Follower) pageOf(c *chunk) *page {
	if f.chunk != c {
		f.chunk, f.page = c, c.page(f.view)
	}
	return f.page
}

// narrows tells whether fewer may follow after a change.
func narrows(c journal.Change) bool {
	n, ok := c.(journal.Narrowing)
	return ok && n.Narrows()
}

// stale tells whether the viewer has to be asked for again.
func (f *Follower) stale() bool {
	return f.who.Kind() == viewer.KindAccount && (f.ended() || f.hub.grants.changed(f.who.Account(), f.grants))
}

// ended tells whether the viewer's time is over. Who is far behind never comes to wait for it.
func (f *Follower) ended() bool { return len(f.due) > 0 }

// again asks who is asking, and where the class is another one, what it may follow.
func (f *Follower) again(ctx context.Context) error {
	class := f.who.Class()
	if err := f.identify(ctx); err != nil {
		return err
	}
	f.expire()
	if f.who.Class() == class {
		return nil
	}
	if err := f.planAgain(ctx); err != nil {
		return err
	}
	f.moved = true
	f.unwatch()
	f.view.leave()
	f.view, f.payer.who = f.topic.viewOf(f.ask.Key, f.ask.Run, f.who), f.who
	f.chunk, f.page, f.shown = nil, nil, 0
	return f.watch()
}
