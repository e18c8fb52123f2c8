package live_test

import (
	"context"
	"fmt"

	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// A hub reads a journal, which is in memory here, executes the operation of a subscription once for each
// event, and delivers the responses. A client that was disconnected resumes after its last position.
func Example() {
	ctx := context.Background()
	stream := journal.Stream("conference/7")
	memory := newMemoryJournal()
	hub := live.New(live.Config{ReadSince: memory.readSince, ReadHeads: memory.readHeads})
	defer hub.Close()

	findStream := func(context.Context) (journal.Stream, error) { return stream, nil }
	subscribe := func(after *journal.Position) *live.Subscription {
		subscription, err := hub.Subscribe(ctx, live.Request{
			Key:   "subscription { conferenceEvents { at } }",
			After: after,
			Execute: func(ctx context.Context) ([]byte, error) {
				events, err := live.ResolveEvents(ctx, findStream)
				if err != nil {
					return nil, err
				}
				event, ok := <-events
				if !ok { // only the viewer's access was checked
					return nil, nil
				}
				return fmt.Appendf(nil, "%T at %d", event.Change, event.Position.Seq), nil
			},
			CurrentViewer: func(context.Context) (viewer.Viewer, error) { return viewer.Anonymous(), nil },
		})
		if err != nil {
			panic(err)
		}
		return subscription
	}
	next := func(s *live.Subscription) journal.Position {
		messages, err := s.Next(ctx)
		if err != nil {
			panic(err)
		}
		for _, m := range messages {
			fmt.Printf("%s\n", m.Payload)
		}
		return messages[len(messages)-1].Position
	}

	first := subscribe(nil) // from the end of the stream, which a heartbeat reports
	next(first)
	memory.append(stream, FakeChange{})
	hub.Wake([]string{string(stream)})
	last := next(first)
	first.Close()

	memory.append(stream, FakeChange{}, FakeChange{}) // while the client is disconnected
	second := subscribe(&last)
	defer second.Close()
	next(second)
	// Output:
	// journal.Heartbeat at 0
	// live_test.FakeChange at 1
	// live_test.FakeChange at 2
	// live_test.FakeChange at 3
}
