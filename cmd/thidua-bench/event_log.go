package main

import (
	"context"
	"log/slog"
	"sync"

	"thidua/internal/journal"
)

// eventLog delivers the events of a conference to the subscribers of the stock server, as an application with
// gqlgen usually does: each entry is read from the database once, and sent on a channel of each subscriber,
// whose transport executes the operation for it.
type eventLog struct {
	fixture *fixture
	wake    chan struct{}

	mu      sync.Mutex
	first   journal.Position // the event at index 0 is the one after it
	events  []*journal.Event
	changed chan struct{} // closed when events are added
}

// newEventLog returns a log that starts at the current position, and reads until ctx ends.
func newEventLog(ctx context.Context, h *fixture) (*eventLog, error) {
	heads, err := journal.ReadHeads(ctx, h.store.Reader(), h.stream)
	if err != nil {
		return nil, err
	}
	l := &eventLog{fixture: h, wake: make(chan struct{}, 1), changed: make(chan struct{})}
	l.first = heads.Position(h.stream)
	go l.read(ctx)
	return l, nil
}

// notify reports that there may be new entries. It does not block.
func (l *eventLog) notify() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *eventLog) read(ctx context.Context) {
	const batch = 96 // as many as the hub reads at once
	for seq := l.first.Seq; ; {
		entries, err := l.fixture.since(ctx, batch, journal.StreamSeq{Stream: l.fixture.stream, Seq: seq})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			slog.ErrorContext(ctx, "journal not read", "err", err)
		case len(entries) > 0:
			l.add(entries)
			seq = entries[len(entries)-1].Seq
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-l.wake:
		}
	}
}

func (l *eventLog) add(entries []journal.Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range entries {
		position := l.first
		position.Seq = e.Seq
		l.events = append(l.events, &journal.Event{Position: position, At: e.At, Change: e.Change})
	}
	close(l.changed)
	l.changed = make(chan struct{})
}

// after returns the events after the first n, and a channel that is closed when there are more.
func (l *eventLog) after(n int) ([]*journal.Event, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.events[n:], l.changed
}

// subscribe returns the channel of a subscriber, which starts after a position, or with the next event. Its
// signature is that of the resolver; all events are of the one conference, and visible to all.
func (l *eventLog) subscribe(
	ctx context.Context, _ string, after *journal.Position,
) (<-chan *journal.Event, error) {
	l.mu.Lock()
	n := len(l.events)
	l.mu.Unlock()
	if after != nil {
		n = int(min(max(after.Seq-l.first.Seq, 0), int64(n)))
	}
	events := make(chan *journal.Event)
	go func() {
		defer close(events)
		for {
			due, more := l.after(n)
			for _, e := range due {
				select {
				case <-ctx.Done():
					return
				case events <- e:
				}
			}
			n += len(due)
			select {
			case <-ctx.Done():
				return
			case <-more:
			}
		}
	}()
	return events, nil
}
