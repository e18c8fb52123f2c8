package live

import (
	"context"
	"errors"
	"time"

	"thidua/internal/journal"
)

// eventStream is the kind of subscriptions that receive every event of a stream, in order.
type eventStream struct{}

// eventState is the state of an event subscription.
type eventState struct {
	position        int64
	scopeChanged    bool // the viewer's class changed, and ScopeChanged was not delivered yet
	recheckAccess   bool // access was restricted since the last check
	heartbeatNumber int64

	subscriber Subscriber // nil if the caller waits itself
	node       waiterNode

	chunk       *chunk // of renderCache
	renderCache *renderCache
}

func (eventStream) counter(h *Hub) *viewCounter { return &h.eventDocuments }

func (eventStream) startView(*view) {} // events are rendered when they are delivered

func (eventStream) parks() bool { return true }

// collect adds the next messages, at most BatchSize of them and a ScopeChanged.
func (eventStream) collect(ctx context.Context, f *Subscription) (*topicState, error) {
	p, err := f.topic.readAfter(ctx, f.position, f.hub.BatchSize)
	if err != nil {
		return nil, err
	}
	if err := f.hub.ctx.Err(); err != nil { // closing the hub signals all topics
		return nil, err
	}
	if f.viewerOutdated() { // checked after reading: the entries may be newer than the viewer's grants
		if err := f.refreshViewer(ctx); err != nil {
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
		f.growBuffer(len(p.entries))
	}
	for i := range p.entries {
		e := &p.entries[i]
		if f.view.canSee(e) {
			r := f.view.renderEntry(f.renderCacheFor(p.chunk), &p, e)
			if r.isDeferred() {
				if len(f.messages) > 0 {
					return nil, nil // deliver the messages before it first
				}
				if ready, err := f.awaitRendering(ctx, r, p.signal); !ready {
					return nil, err
				}
			}
			switch {
			case errors.Is(r.err, errNoPayer) || r.err != nil && f.topic.ctx.Err() != nil:
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

func (s *Subscription) addMessage(p *topicState, seq int64, payload []byte) {
	s.messages = append(s.messages, Message{p.positionAt(seq), payload})
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
