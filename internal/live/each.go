package live

import (
	"context"
	"errors"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// errNoPlan is a mistake of ours: a resolver of a subscription that calls neither Events nor View, or plans otherwise the
// second time.
var errNoPlan = errors.New("live: the operation follows nothing")

// errLost ends what followed a stream of an epoch that is over.
var errLost = fault.PositionLost.With("reason", "RESTORED")

// each follows by itself, for a transport that knows nothing of this room: every watcher is executed for by itself, and
// is what its viewer was when it began. Our own transports never come here; the benchmark that compares them does.
func (h *Hub) each(ctx context.Context, find Find, after *journal.Position) (<-chan *journal.Event, error) {
	if h == nil {
		return nil, fault.SubscriptionTransport.With()
	}
	s, err := find(ctx)
	if err != nil {
		return nil, err
	}
	t, err := h.topic(ctx, s)
	if err != nil {
		return nil, err
	}
	pos, err := t.place(ctx, after)
	if err != nil {
		t.leave()
		return nil, err
	}
	events := make(chan *journal.Event)
	go func() {
		defer close(events)
		defer t.leave()
		t.tellEach(ctx, pos, viewer.From(ctx), events)
	}()
	return events, nil
}

func (t *topic) tellEach(ctx context.Context, pos int64, who viewer.Viewer, events chan<- *journal.Event) {
	for told := int64(0); ; {
		p, err := t.pull(ctx, pos, t.hub.Batch)
		if err != nil {
			return
		}
		var due []*journal.Event
		for _, e := range p.entries {
			pos = e.Seq
			if !e.Audience.Includes(who) {
				continue
			}
			change, err := t.hub.visibleChange(ctx, e.Change)
			if err != nil {
				return
			}
			if event := eventOf(e, p.at(e.Seq)); change != nil {
				event.Change = change
				due = append(due, event)
			}
		}
		if len(p.entries) == 0 && told != p.beat {
			told = p.beat
			due = append(due, beatOf(&p))
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
		case <-p.bell:
		}
	}
}
