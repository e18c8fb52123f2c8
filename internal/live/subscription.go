package live

import (
	"context"
	"net/netip"
	"sync"
	"time"

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
	// wait until the viewer can be charged. If nil, executions cost nothing.
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

	viewer        viewer.Viewer
	grantRevision uint64 // revision before the viewer was read
	expiryTimer   *time.Timer
	expired       chan struct{} // receives a value when the viewer's authentication expires; nil for never
	counted       bool          // as a subscriber of its view
	chargeTarget  chargeTarget

	eventState
	snapshotVersion int64 // of a live query: the version of the last delivered snapshot

	messages []Message
	pooled   *[]Message // buffer of messages, from messagePool
}

// subscriptionKind is what event subscriptions and live queries do differently.
type subscriptionKind interface {
	// limiter returns the limiter of the views of this kind.
	limiter(h *Hub) *viewLimiter
	// startRefresh is called when a view of this kind gets its first subscription, with the lock of its snapshot
	// held.
	startRefresh(v *view)
	// canPark reports whether a waiting subscription can be parked.
	canPark() bool
	// collect adds the available messages to a subscription. If there are none, waitFor is the state whose
	// signal is closed when there are more; it returns neither if it is to be called again.
	collect(ctx context.Context, s *Subscription) (waitFor *topicState, err error)
}

// Subscribe authorizes an operation and starts a subscription. Its errors are those of the operation if the
// viewer may not subscribe, BAD_POSITION, POSITION_LOST, TOO_MANY_LIVE_QUERIES, and those of CurrentViewer.
func (h *Hub) Subscribe(ctx context.Context, request Request) (*Subscription, error) {
	s := &Subscription{hub: h, request: request}
	if err := s.readViewer(ctx); err != nil {
		return nil, err
	}
	accessRevision := h.accessRevision.Load()
	var err error
	if s.spec, err = s.authorize(ctx); err != nil {
		return nil, err
	}
	if err := s.joinStream(ctx); err != nil {
		return nil, err
	}
	s.recheckAccess = h.accessRevision.Load() != accessRevision
	s.view = s.topic.joinView(request.Key, request.Execute, s.viewer)
	// All subscriptions of a view share one key and function.
	s.request.Key, s.request.Execute, s.request.After = s.view.key, s.view.executeFunc, nil
	s.chargeTarget.viewer = s.viewer
	if err := s.attachToView(); err != nil {
		s.Close()
		return nil, err
	}
	s.scheduleExpiry()
	return s, nil
}

// joinStream joins the stream at the requested position, or at its end.
func (s *Subscription) joinStream(ctx context.Context) error {
	t, err := s.hub.joinTopic(ctx, s.spec.stream)
	if err != nil {
		return err
	}
	s.topic = t
	s.seq, err = t.resolvePosition(ctx, s.request.After)
	if err != nil {
		t.removeSubscription()
		return err
	}
	s.hub.counts.subscriptions.Add(1)
	return nil
}

// attachToView counts the subscription in its view and adds it to the rotation of those that are charged. The
// first one of a live query starts the refreshes. It fails with TOO_MANY_LIVE_QUERIES.
func (s *Subscription) attachToView() error {
	v := s.view
	if err := s.spec.kind.limiter(s.hub).add(v, s); err != nil {
		return err
	}
	s.counted = true
	snapshot := &v.snapshot
	snapshot.mu.Lock()
	defer snapshot.mu.Unlock()
	if v.chargeRotation.add(s) == 1 {
		s.spec.kind.startRefresh(v)
	}
	return nil
}

func (s *Subscription) detachFromView() {
	if !s.counted {
		return
	}
	s.counted = false
	v := s.view
	s.spec.kind.limiter(s.hub).remove(v, s)
	snapshot := &v.snapshot
	snapshot.mu.Lock()
	defer snapshot.mu.Unlock()
	if v.chargeRotation.remove(s) == 0 && snapshot.stop != nil {
		snapshot.stop()
	}
}

// Close ends the subscription.
func (s *Subscription) Close() {
	if s.expiryTimer != nil {
		s.expiryTimer.Stop()
	}
	if s.view != nil {
		s.detachFromView()
		s.view.removeSubscription()
	}
	s.topic.removeSubscription()
	s.hub.counts.subscriptions.Add(-1)
}

// Next blocks until there are messages and returns at least one and at most BatchSize of them, and a
// ScopeChanged if there is one. The slice is valid until the next call. Its errors are those of the context,
// of CurrentViewer, of the operation if the viewer may no longer subscribe, and POSITION_LOST.
func (s *Subscription) Next(ctx context.Context) ([]Message, error) { return s.nextMessages(ctx, nil) }

// NextOrPark is Next without blocking at the end of an event stream: if it returns neither messages nor an
// error, the subscription is parked and belongs to the hub, which delivers to the subscriber until it calls
// Resume.
func (s *Subscription) NextOrPark(ctx context.Context, subscriber Subscriber) ([]Message, error) {
	return s.nextMessages(ctx, subscriber)
}

func (s *Subscription) nextMessages(ctx context.Context, subscriber Subscriber) ([]Message, error) {
	s.messages = s.messages[:0]
	for {
		state, err := s.spec.kind.collect(ctx, s)
		if err != nil || len(s.messages) > 0 {
			s.hub.counts.messages.Add(int64(len(s.messages)))
			return s.messages, err
		}
		if state == nil { // nothing to deliver, but more to read: entries were invisible, or must be tried again
			continue
		}
		s.releaseBuffer()
		if subscriber != nil && s.spec.kind.canPark() {
			s.subscriber, s.messages = subscriber, nil
			if s.park(state, awaitSignal) {
				return nil, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.expired:
			if err := s.refreshViewer(ctx); err != nil {
				return nil, err
			}
		case <-state.signal:
		}
	}
}

// messagePool has buffers for batches of messages. Subscriptions that wait, which is most of them, hold none.
var messagePool = sync.Pool{New: func() any { list := make([]Message, 0, 97); return &list }}

// growBuffer makes room for n messages and a ScopeChanged.
func (s *Subscription) growBuffer(n int) {
	if cap(s.messages) > n {
		return
	}
	list := messagePool.Get().(*[]Message)
	if cap(*list) <= n {
		*list = make([]Message, 0, n+1)
	}
	s.pooled, s.messages = list, append((*list)[:0], s.messages...)
}

// releaseBuffer returns the buffer to messagePool.
func (s *Subscription) releaseBuffer() {
	if s.pooled == nil {
		return
	}
	clear(s.messages[:cap(s.messages)]) // drop the references to renderings
	*s.pooled = s.messages[:0]
	messagePool.Put(s.pooled)
	s.pooled, s.messages = nil, nil
}
