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

// Request describes a subscription.
type Request struct {
	// Key identifies operations that have the same result for viewers of the same class: document, operation
	// name, variables without the position, language.
	Key string
	// Execute executes the operation.
	Run Run
	// CurrentViewer returns the viewer as of now; its error ends the subscription.
	Viewer func(ctx context.Context) (viewer.Viewer, error)
	// After is the position to resume from; nil for the end of the stream.
	After *journal.Position
	// Address is the network for which documents are counted; the zero value is not counted.
	Address netip.Prefix
	// Charge charges one refresh of a live query, or one event, to a viewer. It returns 0, or how long to
	// wait until the viewer can pay. If nil, executions cost nothing.
	Charge func(viewer.Viewer) time.Duration
}

// Message is one message of a subscription.
type Message struct {
	// Position is the position to resume from after this message; zero for a live query.
	Position journal.Position
	// Payload is shared between subscriptions and must not be modified.
	Payload []byte
}

// Subscription is one subscription of one client. It must not be used concurrently.
type Follower struct {
	hub   *Hub
	ask   Request
	topic *topic
	view  *view
	plan  plan

	pos     int64
	who     viewer.Viewer
	grants  uint64 // revision before the viewer was read
	until   *time.Timer
	due     chan struct{} // receives a value when the viewer's authentication expires; nil for never
	moved   bool          // the viewer's class changed, and ScopeChanged was not delivered yet
	unsure  bool          // access was restricted since the last check
	counted bool          // as a subscriber of its view
	beat    int64
	shown   int64 // version of the last delivered snapshot
	payer   payer

	watcher Watcher // nil if the caller waits itself
	place   place

	chunk *chunk // of renderCache
	page  *page
	out   []Message
	list  *[]Message // buffer of messages, from messagePool
}

// Subscribe authorizes an operation and starts a subscription. Its errors are those of the operation if the
// viewer may not subscribe, BAD_POSITION, POSITION_LOST, TOO_MANY_LIVE_QUERIES, and those of CurrentViewer.
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
	// All subscriptions of a view share one key and function.
	f.ask.Key, f.ask.Run, f.ask.After = f.view.key, f.view.run, nil
	f.payer.who = f.who
	if err := f.watch(); err != nil {
		f.Close()
		return nil, err
	}
	f.expire()
	return f, nil
}

// authenticate reads the current viewer.
func (f *Follower) identify(ctx context.Context) (err error) {
	f.grants = f.hub.grants.now()
	f.who, err = f.ask.Viewer(ctx)
	return err
}

// scheduleExpiry sets a timer that has the viewer read again when its authentication expires.
func (f *Follower) expire() {
	if f.until != nil {
		f.until.Stop()
		f.until, f.due = nil, nil
	}
	if until := f.who.Until(); !until.IsZero() {
		due := make(chan struct{}, 1)
		f.due = due
		in := max(time.Until(until), time.Millisecond) // timers may fire slightly early
		f.until = time.AfterFunc(in, func() {
			due <- struct{}{}
			f.Wake()
		})
	}
}

// authorize executes the operation to find out which stream it subscribes to, and whether the viewer may.
// Concurrent identical requests of one visibility class, as after a network failure, share one execution.
func (f *Follower) planFor(ctx context.Context) (err error) {
	key := f.ask.Key + "\x00" + f.who.Class()
	f.plan, err = f.hub.plans.get(ctx, key, func() (p plan, err error) {
		f.hub.counts.executions.Add(1)
		_, err = f.ask.Run(viewer.With(context.WithValue(ctx, modeKey{}, &p), f.who))
		if err == nil && p.stream == "" {
			err = errNoPlan
		}
		return p, err
	})
	return err
}

// authorizeSameStream authorizes the subscription again. It fails if the operation names another stream now.
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

// joinStream joins the stream at the requested position, or at its end.
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

// resolvePosition returns the number of a position. A position beyond the last entry that was read may come
// from another node; the stream is read up to its end first.
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

// Close ends the subscription.
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

// Next blocks until there are messages and returns at least one and at most BatchSize of them, and a
// ScopeChanged if there is one. The slice is valid until the next call. Its errors are those of the context,
// of CurrentViewer, of the operation if the viewer may no longer subscribe, and POSITION_LOST.
func (f *Follower) Next(ctx context.Context) ([]Message, error) { return f.next(ctx, nil) }

// NextOrPark is Next without blocking at the end of an event stream: if it returns neither messages nor an
// error, the subscription is parked and belongs to the hub, which delivers to the subscriber until it calls
// Resume.
func (f *Follower) Serve(ctx context.Context, w Watcher) ([]Message, error) {
	return f.next(ctx, w)
}

func (f *Follower) next(ctx context.Context, w Watcher) ([]Message, error) {
	f.out = f.out[:0]
	for {
		p, err := f.tell(ctx)
		if err != nil || len(f.out) > 0 {
			f.hub.counts.messages.Add(int64(len(f.out)))
			return f.out, err
		}
		if p == nil { // the entries were not visible to this viewer
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

// collect adds the available messages. If there are none, it returns the window, whose signal is closed when
// there are more; it returns neither if collect is to be called again.
func (f *Follower) tell(ctx context.Context) (*pulled, error) {
	if f.plan.painted {
		return f.tellPicture(ctx)
	}
	p, err := f.topic.pull(ctx, f.pos, f.hub.Batch)
	if err != nil {
		return nil, err
	}
	if err := f.hub.ctx.Err(); err != nil { // closing the hub signals all topics
		return nil, err
	}
	if f.stale() { // checked after reading: the entries may be newer than the viewer's grants
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
					return nil, nil // deliver the messages before it first
				}
				if ready, err := f.await(ctx, r, p.bell); !ready {
					return nil, err
				}
			}
			switch {
			case r.err == errNoPayer || r.err != nil && f.topic.ctx.Err() != nil:
				return nil, nil // the payers of others are gone, or the topic ended; try again
			case r.err != nil:
				return nil, r.err
			case r.bytes != nil:
				f.add(&p, e.Seq, r.bytes)
			}
		}
		f.pos = e.Seq
		if narrows(e.Change) {
			f.unsure = true
			return nil, nil // check access before later entries
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

// messagePool has buffers for batches of messages. Subscriptions that wait, which is most of them, hold none.
var lists = sync.Pool{New: func() any { list := make([]Message, 0, 97); return &list }}

// grow makes room for n messages and a ScopeChanged.
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

// releaseBuffer returns the buffer to messagePool.
func (f *Follower) release() {
	if f.list == nil {
		return
	}
	clear(f.out[:cap(f.out)]) // drop the references to renderings
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

// restrictsAccess reports whether some viewers may no longer subscribe after a change.
func narrows(c journal.Change) bool {
	n, ok := c.(journal.Narrowing)
	return ok && n.Narrows()
}

// authOutdated reports whether the viewer has to be read again.
func (f *Follower) stale() bool {
	if f.who.Kind() != viewer.KindAccount {
		return false
	}
	return f.ended() || f.hub.grants.changed(f.who.Account(), f.grants)
}

// authExpired reports whether the viewer's authentication has expired. A subscription that is catching up
// never blocks on the channel, so this is checked as well.
func (f *Follower) ended() bool { return len(f.due) > 0 }

// reauthorize reads the viewer again and, if its visibility class changed, authorizes the subscription and
// joins the view of the new class.
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
