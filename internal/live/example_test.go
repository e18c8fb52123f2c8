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
				if _, ok := event.Change.(journal.Heartbeat); ok {
					return []byte("heartbeat"), nil
				}
				return fmt.Appendf(nil, "event %d", event.Position.Seq), nil
			},
			CurrentViewer: func(context.Context) (viewer.Viewer, error) { return viewer.Anonymous(), nil },
		})
		if err != nil {
			panic(err)
		}
		return subscription
	}
	// receive prints the next n events, and returns the position of the last one.
	receive := func(s *live.Subscription, n int) (last journal.Position) {
		for n > 0 {
			messages, err := s.Next(ctx)
			if err != nil {
				panic(err)
			}
			for _, m := range messages {
				if text := string(m.Payload); text != "heartbeat" {
					fmt.Println(text)
					n--
				}
				last = m.Position
			}
		}
		return last
	}

	first := subscribe(nil) // from the end of the stream
	memory.append(stream, FakeChange{})
	hub.Wake([]string{string(stream)})
	last := receive(first, 1)
	first.Close()

	memory.append(stream, FakeChange{}, FakeChange{}) // while the client is disconnected
	hub.Wake([]string{string(stream)})
	second := subscribe(&last)
	defer second.Close()
	receive(second, 2)
	// Output:
	// event 1
	// event 2
	// event 3
}
