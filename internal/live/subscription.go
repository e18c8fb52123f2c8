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
	Execute ExecuteFunc
	// CurrentViewer returns the viewer as of now; its error ends the subscription.
	CurrentViewer func(ctx context.Context) (viewer.Viewer, error)
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
type Subscription struct {
	hub     *Hub
	request Request
	topic   *topic
	view    *view
	spec    subscriptionSpec

	position        int64
	viewer          viewer.Viewer
	grantRevision   uint64 // revision before the viewer was read
	expiryTimer     *time.Timer
	expired         chan struct{} // receives a value when the viewer's authentication expires; nil for never
	scopeChanged    bool          // the viewer's class changed, and ScopeChanged was not delivered yet
	recheckAccess   bool          // access was restricted since the last check
	counted         bool          // as a subscriber of its view
	heartbeatNumber int64
	snapshotVersion int64 // version of the last delivered snapshot
	payer           payer

	subscriber Subscriber // nil if the caller waits itself
	node       waiterNode

	chunk       *chunk // of renderCache
	renderCache *renderCache
	messages    []Message
	pooled      *[]Message // buffer of messages, from messagePool
}

// Subscribe authorizes an operation and starts a subscription. Its errors are those of the operation if the
// viewer may not subscribe, BAD_POSITION, POSITION_LOST, TOO_MANY_LIVE_QUERIES, and those of CurrentViewer.
func (h *Hub) Subscribe(ctx context.Context, ask Request) (*Subscription, error) {
	f := &Subscription{hub: h, request: ask}
	if err := f.authenticate(ctx); err != nil {
		return nil, err
	}
	narrowed := h.accessRevision.Load()
	if err := f.authorize(ctx); err != nil {
		return nil, err
	}
	if err := f.joinStream(ctx); err != nil {
		return nil, err
	}
	f.recheckAccess = h.accessRevision.Load() != narrowed
	f.view = f.topic.joinView(ask.Key, ask.Execute, f.viewer)
	// All subscriptions of a view share one key and function.
	f.request.Key, f.request.Execute, f.request.After = f.view.key, f.view.executeFunc, nil
	f.payer.viewer = f.viewer
	if err := f.attach(); err != nil {
		f.Close()
		return nil, err
	}
	f.scheduleExpiry()
	return f, nil
}

// authenticate reads the current viewer.
func (f *Subscription) authenticate(ctx context.Context) (err error) {
	f.grantRevision = f.hub.grants.currentRevision()
	f.viewer, err = f.request.CurrentViewer(ctx)
	return err
}

// scheduleExpiry sets a timer that has the viewer read again when its authentication expires.
func (f *Subscription) scheduleExpiry() {
	if f.expiryTimer != nil {
		f.expiryTimer.Stop()
		f.expiryTimer, f.expired = nil, nil
	}
	if until := f.viewer.ValidUntil(); !until.IsZero() {
		due := make(chan struct{}, 1)
		f.expired = due
		in := max(time.Until(until), time.Millisecond) // timers may fire slightly early
		f.expiryTimer = time.AfterFunc(in, func() {
			due <- struct{}{}
			f.Unpark()
		})
	}
}

// authorize executes the operation to find out which stream it subscribes to, and whether the viewer may.
// Concurrent identical requests of one visibility class, as after a network failure, share one execution.
func (f *Subscription) authorize(ctx context.Context) (err error) {
	key := f.request.Key + "\x00" + f.viewer.Class()
	f.spec, err = f.hub.authCache.getOrCreate(ctx, key, func() (p subscriptionSpec, err error) {
		f.hub.counts.executions.Add(1)
		_, err = f.request.Execute(viewer.NewContext(context.WithValue(ctx, executionModeKey{}, &p),
			f.viewer))
		if err == nil && p.stream == "" {
			err = errNotSubscription
		}
		return p, err
	})
	return err
}

// authorizeSameStream authorizes the subscription again. It fails if the operation names another stream now.
func (f *Subscription) authorizeSameStream(ctx context.Context) error {
	stream := f.spec.stream
	if err := f.authorize(ctx); err != nil {
		return err
	}
	if f.spec.stream != stream {
		return errNotSubscription
	}
	return nil
}

// joinStream joins the stream at the requested position, or at its end.
func (f *Subscription) joinStream(ctx context.Context) error {
	t, err := f.hub.joinTopic(ctx, f.spec.stream)
	if err != nil {
		return err
	}
	f.topic = t
	f.position, err = t.resolvePosition(ctx, f.request.After)
	if err != nil {
		t.removeSubscription()
		return err
	}
	f.hub.counts.subscriptions.Add(1)
	return nil
}

// resolvePosition returns the number of a position. A position beyond the last entry that was read may come
// from another node; the stream is read up to its end first.
func (t *topic) resolvePosition(ctx context.Context, after *journal.Position) (int64, error) {
	if after == nil {
		return t.lastSeq(), nil
	}
	t.mu.Lock()
	epoch, key := t.epoch, t.key
	t.mu.Unlock()
	at := key.Open(*after)
	switch {
	case !at.InEpoch(epoch): // checked first: a position of another key has no valid epoch
		return 0, fault.PositionLost.With("reason", "RESTORED")
	case !at.InStream(t.stream):
		return 0, fault.BadPosition.With("reason", "OTHER_STREAM")
	case at.Seq > t.lastSeq():
		if err := t.catchUp(ctx); err != nil {
			return 0, err
		}
		if at.Seq > t.lastSeq() {
			return 0, fault.PositionLost.With("reason", "AHEAD")
		}
	}
	_, err := t.readAfter(ctx, at.Seq, 0)
	return at.Seq, err
}

// Close ends the subscription.
func (f *Subscription) Close() {
	if f.expiryTimer != nil {
		f.expiryTimer.Stop()
	}
	if f.view != nil {
		f.detach()
		f.view.removeSubscription()
	}
	f.topic.removeSubscription()
	f.hub.counts.subscriptions.Add(-1)
}

// Next blocks until there are messages and returns at least one and at most BatchSize of them, and a
// ScopeChanged if there is one. The slice is valid until the next call. Its errors are those of the context,
// of CurrentViewer, of the operation if the viewer may no longer subscribe, and POSITION_LOST.
func (f *Subscription) Next(ctx context.Context) ([]Message, error) { return f.nextMessages(ctx, nil) }

// NextOrPark is Next without blocking at the end of an event stream: if it returns neither messages nor an
// error, the subscription is parked and belongs to the hub, which delivers to the subscriber until it calls
// Resume.
func (f *Subscription) NextOrPark(ctx context.Context, w Subscriber) ([]Message, error) {
	return f.nextMessages(ctx, w)
}

func (f *Subscription) nextMessages(ctx context.Context, w Subscriber) ([]Message, error) {
	f.messages = f.messages[:0]
	for {
		p, err := f.collect(ctx)
		if err != nil || len(f.messages) > 0 {
			f.hub.counts.messages.Add(int64(len(f.messages)))
			return f.messages, err
		}
		if p == nil { // the entries were not visible to this viewer
			continue
		}
		f.releaseBuffer()
		if w != nil && !f.spec.isLiveQuery {
			f.subscriber, f.messages = w, nil
			if f.park(p, awaitSignal) {
				return nil, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.expired:
			if err := f.reauthorize(ctx); err != nil {
				return nil, err
			}
		case <-p.signal:
		}
	}
}

// collect adds the available messages. If there are none, it returns the window, whose signal is closed when
// there are more; it returns neither if collect is to be called again.
func (f *Subscription) collect(ctx context.Context) (*window, error) {
	if f.spec.isLiveQuery {
		return f.collectSnapshot(ctx)
	}
	p, err := f.topic.readAfter(ctx, f.position, f.hub.BatchSize)
	if err != nil {
		return nil, err
	}
	if err := f.hub.ctx.Err(); err != nil { // closing the hub signals all topics
		return nil, err
	}
	if f.authOutdated() { // checked after reading: the entries may be newer than the viewer's grants
		if err := f.reauthorize(ctx); err != nil {
			return nil, err
		}
	}
	if f.recheckAccess {
		if err := f.authorizeSameStream(ctx); err != nil {
			return nil, err
		}
		f.recheckAccess = false
	}
	if f.scopeChanged {
		text, err := f.view.execute(newScopeChanged(p.positionAt(f.position)))
		if err != nil {
			return nil, err
		}
		f.scopeChanged = false
		f.addMessage(&p, f.position, text)
	}
	if len(p.entries) > 1 {
		f.grow(len(p.entries))
	}
	for i := range p.entries {
		e := &p.entries[i]
		if f.view.canSee(e) {
			r := f.view.renderEntry(f.renderCacheFor(p.chunk), &p, e)
			if r.isLate() {
				if len(f.messages) > 0 {
					return nil, nil // deliver the messages before it first
				}
				if ready, err := f.awaitRendering(ctx, r, p.signal); !ready {
					return nil, err
				}
			}
			switch {
			case r.err == errNoPayer || r.err != nil && f.topic.ctx.Err() != nil:
				return nil, nil // the payers of others are gone, or the topic ended; try again
			case r.err != nil:
				return nil, r.err
			case r.bytes != nil:
				f.addMessage(&p, e.Seq, r.bytes)
			}
		}
		f.position = e.Seq
		if restrictsAccess(e.Change) {
			f.recheckAccess = true
			return nil, nil // check access before later entries
		}
	}
	switch {
	case len(p.entries) > 0:
		return nil, nil
	case f.heartbeatNumber != p.heartbeatNumber:
		text, err := f.view.renderHeartbeat(&p)
		if err != nil {
			return nil, err
		}
		f.heartbeatNumber = p.heartbeatNumber
		f.addMessage(&p, p.last, text)
	}
	return &p, nil
}

func (f *Subscription) addMessage(p *window, seq int64, payload []byte) {
	f.messages = append(f.messages, Message{p.positionAt(seq), payload})
}

// messagePool has buffers for batches of messages. Subscriptions that wait, which is most of them, hold none.
var messagePool = sync.Pool{New: func() any { list := make([]Message, 0, 97); return &list }}

// grow makes room for n messages and a ScopeChanged.
func (f *Subscription) grow(n int) {
	if cap(f.messages) > n {
		return
	}
	list := messagePool.Get().(*[]Message)
	if cap(*list) <= n {
		*list = make([]Message, 0, n+1)
	}
	f.pooled, f.messages = list, append((*list)[:0], f.messages...)
}

// releaseBuffer returns the buffer to messagePool.
func (f *Subscription) releaseBuffer() {
	if f.pooled == nil {
		return
	}
	clear(f.messages[:cap(f.messages)]) // drop the references to renderings
	*f.pooled = f.messages[:0]
	messagePool.Put(f.pooled)
	f.pooled, f.messages = nil, nil
}

func newScopeChanged(p journal.Position) *journal.Event {
	now := time.Now().UTC()
	return &journal.Event{Position: p, At: now, Change: journal.ScopeChanged{ChangedAt: now}}
}

func (f *Subscription) renderCacheFor(c *chunk) *renderCache {
	if f.chunk != c {
		f.chunk, f.renderCache = c, c.renderCacheFor(f.view)
	}
	return f.renderCache
}

// restrictsAccess reports whether some viewers may no longer subscribe after a change.
func restrictsAccess(c journal.Change) bool {
	n, ok := c.(journal.AccessRestricting)
	return ok && n.RestrictsAccess()
}

// authOutdated reports whether the viewer has to be read again.
func (f *Subscription) authOutdated() bool {
	if f.viewer.Kind() != viewer.KindAccount {
		return false
	}
	return f.authExpired() || f.hub.grants.changedSince(f.viewer.Account(), f.grantRevision)
}

// authExpired reports whether the viewer's authentication has expired. A subscription that is catching up
// never blocks on the channel, so this is checked as well.
func (f *Subscription) authExpired() bool { return len(f.expired) > 0 }

// reauthorize reads the viewer again and, if its visibility class changed, authorizes the subscription and
// joins the view of the new class.
func (f *Subscription) reauthorize(ctx context.Context) error {
	class := f.viewer.Class()
	if err := f.authenticate(ctx); err != nil {
		return err
	}
	f.scheduleExpiry()
	if f.viewer.Class() == class {
		return nil
	}
	if err := f.authorizeSameStream(ctx); err != nil {
		return err
	}
	f.scopeChanged = true
	f.detach()
	f.view.removeSubscription()
	f.view, f.payer.viewer = f.topic.joinView(f.request.Key, f.request.Execute, f.viewer), f.viewer
	f.chunk, f.renderCache, f.snapshotVersion = nil, nil, 0
	return f.attach()
}
