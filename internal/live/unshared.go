package live

import (
	"context"
	"errors"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// errNotSubscription is a programming error: the resolver of a subscription calls neither ResolveEvents nor
// ResolveLiveQuery, or names another stream the second time.
var errNotSubscription = errors.New("live: the operation is not a subscription, or changed its stream")

// errEpochEnded ends the subscriptions of a previous epoch.
var errEpochEnded = fault.PositionLost.With("reason", "RESTORED")

// streamUnshared streams events to a transport that does not share executions: each subscriber has its own,
// with the viewer as of its start. Only the benchmark's baseline uses it.
func (h *Hub) streamUnshared(
	ctx context.Context, find FindStreamFunc, after *journal.Position,
) (<-chan *journal.Event, error) {
	if h == nil {
		return nil, fault.SubscriptionTransport.With()
	}
	s, err := find(ctx)
	if err != nil {
		return nil, err
	}
	t, err := h.joinTopic(ctx, s)
	if err != nil {
		return nil, err
	}
	pos, err := t.resolvePosition(ctx, after)
	if err != nil {
		t.removeSubscription()
		return nil, err
	}
	events := make(chan *journal.Event)
	go func() {
		defer close(events)
		defer t.removeSubscription()
		t.sendUnshared(ctx, pos, viewer.FromContext(ctx), events)
	}()
	return events, nil
}

func (t *topic) sendUnshared(
	ctx context.Context, pos int64, caller viewer.Viewer, events chan<- *journal.Event,
) {
	for sent := int64(0); ; {
		p, err := t.readAfter(ctx, pos, t.hub.BatchSize)
		if err != nil {
			return
		}
		var due []*journal.Event
		for _, e := range p.entries {
			pos = e.Seq
			if !e.Audience.Includes(caller) {
				continue
			}
			change, err := t.hub.visibleChange(ctx, e.Change)
			if err != nil {
				return
			}
			if event := newEvent(e, p.positionAt(e.Seq)); change != nil {
				event.Change = change
				due = append(due, event)
			}
		}
		if len(p.entries) == 0 && sent != p.heartbeatNumber {
			sent = p.heartbeatNumber
			due = append(due, newHeartbeat(&p))
		}
		for _, e := range due {
			select {
			case <-ctx.Done():
				return
			case events <- e:
			}
		}
		if len(p.entries) > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-t.ctx.Done():
			return
		case <-p.signal:
		}
	}
}
