package live

import (
	"slices"
	"sync"
	"time"
)

// Subscriber receives messages from a dispatcher while its subscription is parked, so that it needs no
// goroutine.
type Subscriber interface {
	// TrySend sends messages, if that is possible without blocking. It returns those that were not sent, and
	// whether the subscription can be parked again; if not, Resume is called.
	TrySend(messages []Message) (rest []Message, ok bool)
	// Resume takes the subscription back, with the messages that were not sent. It is called on a new
	// goroutine.
	Resume(rest []Message)
	// HandlePanic ends the subscriber after a panic in TrySend, on the dispatcher's goroutine. It must not
	// block.
	HandlePanic(p any)
	// Closed reports whether the subscriber accepts no more messages.
	Closed() bool
}

// dispatcher delivers to parked subscriptions on up to GOMAXPROCS goroutines. A goroutine for each
// subscription would cost a stack, and a switch for each event.
type dispatcher struct {
	mu          sync.Mutex // acquired after the topic's
	runnable    waiterNode // to be delivered to; the others are parked in their views
	running     int
	readBackoff readBackoff
}

// startDispatcher starts another dispatching goroutine if there is work for it. The dispatcher's lock is
// held.
func (t *topic) startDispatcher() {
	if t.dispatcher.running < t.hub.maxDispatchers && !t.dispatcher.runnable.isEmpty() {
		t.dispatcher.running++
		go t.dispatch()
	}
}

// dispatch delivers to the subscriptions that are ready, a few at a time so that the load is shared.
func (t *topic) dispatch() {
	dispatcher := &t.dispatcher
	var batch [16]*Subscription
	messages := make([]Message, 0, t.hub.BatchSize)
	for startedAt, delivered := time.Now(), 0; ; {
		dispatcher.mu.Lock()
		startedAt = dispatcher.readBackoff.recordRound(startedAt, time.Now(), delivered, &t.hub.Config)
		n := dispatcher.runnable.popInto(batch[:])
		if n == 0 {
			dispatcher.running--
			dispatcher.mu.Unlock()
			return
		}
		t.startDispatcher()
		dispatcher.mu.Unlock()
		delivered = 0
		for _, s := range batch[:n] {
			delivered = max(delivered, s.deliver(messages))
		}
		clear(batch[:n])
		clear(messages[:cap(messages)])
	}
}

// deliver sends the rendered messages to a parked subscription and parks it again. If that could block, the
// subscriber resumes on a goroutine of its own. It returns the number of messages.
func (s *Subscription) deliver(buf []Message) (delivered int) {
	defer func() {
		if p := recover(); p != nil {
			s.subscriber.HandlePanic(p)
		}
	}()
	for {
		state, messages, next := s.collectReady(buf[:0])
		if delivered += len(messages); len(messages) > 0 {
			s.hub.counts.messages.Add(int64(len(messages)))
			if rest, ok := s.subscriber.TrySend(messages); !ok {
				go s.subscriber.Resume(slices.Clone(rest))
				return delivered
			}
		}
		switch {
		case next == moreReady:
		case next != ownGoroutine && s.park(state, next):
			return delivered
		default:
			go s.subscriber.Resume(nil)
			return delivered
		}
	}
}

// nextStep is what happens to a parked subscription after a delivery.
type nextStep int

const (
	moreReady      nextStep = iota // deliver more
	awaitSignal                    // park until there are new entries
	awaitEvent                     // park until the next entry is rendered
	awaitHeartbeat                 // park until the heartbeat is rendered
	ownGoroutine                   // resume: the next step may block, or ends the subscription
)

// collectReady adds the messages that can be delivered without blocking, and returns the state that they are
// from.
func (s *Subscription) collectReady(out []Message) (*topicState, []Message, nextStep) {
	state, entries, cached := s.topic.readCached(s.seq, s.hub.BatchSize)
	// Authentication is checked after reading, as in collect.
	if !cached || s.seq < state.last && len(entries) == 0 || s.topic.ctx.Err() != nil ||
		s.viewerOutdated() {
		return nil, nil, ownGoroutine
	}
	for i := range entries {
		e := &entries[i]
		if restrictsAccess(e.Change) { // checking access may block
			return state, out, ownGoroutine
		}
		if s.view.canSee(e) {
			r := s.renderCacheFor(state.chunk).cachedRendering(state, e)
			if r == nil {
				return state, out, awaitEvent
			}
			if r.bytes != nil {
				out = append(out, Message{state.positionAt(e.Seq), r.bytes})
			}
		}
		s.seq = e.Seq
	}
	switch {
	case s.seq < state.last:
		return state, out, moreReady
	case s.heartbeatNumber == state.heartbeatNumber:
		return state, out, awaitSignal
	}
	heartbeat := s.view.heartbeat.Load()
	if heartbeat == nil || heartbeat.seq != state.last || heartbeat.number != state.heartbeatNumber {
		return state, out, awaitHeartbeat
	}
	r := heartbeat.slot.Load()
	if r == nil || !r.done.Load() || r.err != nil {
		return state, out, awaitHeartbeat
	}
	s.heartbeatNumber = state.heartbeatNumber
	return state, append(out, Message{state.positionAt(state.last), r.bytes}), awaitSignal
}
