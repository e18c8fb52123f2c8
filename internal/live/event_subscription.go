package live

import (
	"context"
	"errors"
	"time"

	"thidua/internal/journal"
)

// eventSubscription is the kind of subscriptions that receive every event of a stream, in order.
type eventSubscription struct{}

// eventState is the state of an event subscription.
type eventState struct {
	seq             int64
	scopeChanged    bool // the viewer's class changed, and ScopeChanged was not delivered yet
	recheckAccess   bool // access was restricted since the last check
	heartbeatNumber int64

	subscriber Subscriber // nil if the caller waits itself
	node       waiterNode

	chunk       *chunk // of renderCache
	renderCache *renderCache
}

func (eventSubscription) limiter(h *Hub) *viewLimiter { return &h.eventViews }

func (eventSubscription) startRefresh(*view) {} // events are rendered when they are delivered

func (eventSubscription) canPark() bool { return true }

// collect adds the next messages, at most BatchSize of them and a ScopeChanged.
func (eventSubscription) collect(ctx context.Context, s *Subscription) (*topicState, error) {
	state, err := s.topic.readAfter(ctx, s.seq, s.hub.BatchSize)
	if err != nil {
		return nil, err
	}
	if err := s.hub.ctx.Err(); err != nil { // closing the hub signals all topics
		return nil, err
	}
	if s.viewerOutdated() { // checked after reading: the entries may be newer than the viewer's grants
		if err := s.refreshViewer(ctx); err != nil {
			return nil, err
		}
	}
	if s.recheckAccess {
		if err := s.authorizeSameStream(ctx); err != nil {
			return nil, err
		}
		s.recheckAccess = false
	}
	if s.scopeChanged {
		text, err := s.view.execute(s.hub.ctx, newScopeChanged(state.positionAt(s.seq)))
		if err != nil {
			return nil, err
		}
		s.scopeChanged = false
		s.addMessage(&state, s.seq, text)
	}
	if len(state.entries) > 1 {
		s.growBuffer(len(state.entries))
	}
	size := 0
	for i := range state.entries {
		e := &state.entries[i]
		if s.view.canSee(e) {
			r := s.view.renderEntry(s.renderCacheFor(state.chunk), &state, e)
			if r.isDeferred() {
				if len(s.messages) > 0 {
					return nil, nil // deliver the messages before it first
				}
				if ready, err := s.awaitRendering(ctx, r, state.signal); !ready {
					return nil, err
				}
			}
			switch {
			case errors.Is(r.err, errNoSubscriberToCharge) || r.err != nil && s.topic.ctx.Err() != nil:
				return nil, nil // the last subscription to be charged has closed, or the topic ended; try again
			case r.err != nil:
				return nil, r.err
			case r.bytes != nil:
				s.addMessage(&state, e.Seq, r.bytes)
				size += len(r.bytes)
			}
		}
		s.seq = e.Seq
		if restrictsAccess(e.Change) {
			s.recheckAccess = true
			return nil, nil // check access before later entries
		}
		if size >= s.hub.BatchBytes {
			return nil, nil // deliver the messages before more are rendered, which a slow client would hold
		}
	}
	switch {
	case len(state.entries) > 0:
		return nil, nil
	case s.heartbeatNumber != state.heartbeatNumber:
		text, err := s.view.renderHeartbeat(&state)
		if err != nil {
			return nil, err
		}
		s.heartbeatNumber = state.heartbeatNumber
		s.addMessage(&state, state.last, text)
	}
	return &state, nil
}

func (s *Subscription) addMessage(state *topicState, seq int64, payload []byte) {
	s.messages = append(s.messages, Message{state.positionAt(seq), payload})
}

func newScopeChanged(p journal.Position) *journal.Event {
	now := time.Now().UTC()
	return &journal.Event{Position: p, At: now, Change: journal.ScopeChanged{ChangedAt: now}}
}

func (s *Subscription) renderCacheFor(c *chunk) *renderCache {
	if s.chunk != c {
		s.chunk, s.renderCache = c, c.renderCacheFor(s.view)
	}
	return s.renderCache
}

// restrictsAccess reports whether some viewers may no longer subscribe after a change.
func restrictsAccess(c journal.Change) bool {
	n, ok := c.(journal.AccessRestricting)
	return ok && n.RestrictsAccess()
}
