package live_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
)

// Events for which nobody can be charged are delivered late, once they are charged, completely and in order.
// Other documents are not delayed, and waiting needs no goroutine.
func TestEvents_LateWithoutLoss(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: 2 * time.Hour}, func(n *testHub) {
		poor, rich := &allowance{}, &allowance{remaining: 1000}
		before := runtime.NumGoroutine()
		guests := make([]*testSubscriber, 200)
		for i := range guests {
			guests[i] = n.addSubscriber(n.eventRequest("poor", poor, nil), nil)
		}
		other := n.addSubscriber(n.eventRequest("rich", rich, nil), nil)
		waiting := n.subscribeTo(n.eventRequest("poor", poor, nil)) // with a goroutine of its own
		n.wantDelivered(guests[0], "beat 0 for public")
		n.wantTexts(waiting, "beat 0 for public")
		n.wantDelivered(other, "beat 0 for public")
		n.memory.appendNumbered(10)
		n.wantDelivered(other, numberedTexts(1, 10)...)
		n.wantDelivered(guests[0])
		n.wantTexts(waiting)
		time.Sleep(5 * time.Second)
		if more := runtime.NumGoroutine() - before; more > 50 {
			n.Errorf("%d goroutines wait", more)
		}
		next := 1
		for _, credit := range []int{1, 4, 2} {
			poor.credit(credit)
			time.Sleep(20 * time.Second)
			n.wantDelivered(guests[0], numberedTexts(next, next+credit-1)...)
			n.wantTexts(waiting, numberedTexts(next, next+credit-1)...)
			next += credit
		}
		n.memory.appendNumbered(2)
		poor.credit(1000)
		time.Sleep(4 * time.Second)
		n.wantDelivered(guests[0], numberedTexts(8, 12)...)
		n.wantTexts(waiting, numberedTexts(8, 12)...)
		for _, g := range guests[1:] {
			n.wantDelivered(g, append([]string{"beat 0 for public"}, numberedTexts(1, 12)...)...)
		}
		if poor.spent() != 12 || rich.spent() != 12 {
			n.Errorf("charged %d and %d for 12 events", poor.spent(), rich.spent())
		}
		for _, g := range append(guests, other) {
			g.disconnect()
		}
	})
}

// A subscription that resumes from an old position and cannot be charged does not delay those at the end that
// can.
func TestEvents_UnpaidHistoryDelaysNobody(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		p := &allowance{remaining: 1}
		n.memory.appendNumbered(500)
		g := n.addSubscriber(n.eventRequest("q", p, nil), nil)
		n.wantDelivered(g, "beat 500 for public")
		old := n.subscribeTo(n.eventRequest("q", p, positionAt(0)))
		n.wantTexts(old, numberedTexts(1, 1)...)
		p.credit(1)
		n.memory.appendNumbered(1)
		n.wantDelivered(g, numberedTexts(501, 501)...)
		p.credit(500)
		time.Sleep(10 * time.Second)
		got := n.receiveAll(old)
		if len(got) < 500 || !slices.Equal(got[:500], numberedTexts(2, 501)) {
			n.Errorf("received %d: %q", len(got), got)
		}
		if p.spent() != 501 {
			n.Errorf("charged %d for 501 events", p.spent())
		}
		g.disconnect()
	})
}

// What is hidden while nobody can be charged is not delivered afterwards, and is charged once, however often
// renderings are dropped meanwhile.
func TestEvents_LateRespectsVisibility(t *testing.T) {
	shown := &hideableRows{hidden: map[gid.ID]bool{}}
	runWithHub(t, live.Config{ReadRowVisibilities: shown.states}, func(n *testHub) {
		p := &allowance{}
		request := n.eventRequest("q", p, nil)
		var runs atomic.Int64
		request.Execute = func(ctx context.Context) ([]byte, error) {
			find := func(context.Context) (journal.Stream, error) { return confStream, nil }
			events, err := live.ResolveEvents(ctx, find)
			if err != nil {
				return nil, err
			}
			if e, ok := <-events; ok {
				if published, ok := e.Change.(Published); ok {
					runs.Add(1)
					return fmt.Appendf(nil, "%d:published %d", e.Position.Seq, published.N), nil
				}
			}
			return []byte("beat"), nil
		}
		g := n.addSubscriber(request, nil)
		n.wantDelivered(g, "beat")
		n.memory.append(confStream, Published{FakeChange{N: 1}, 1}, Published{FakeChange{N: 2}, 2})
		// Between two attempts to charge, which are made every three seconds: a rendering that is dropped after
		// it was charged is charged again.
		time.Sleep(61 * time.Second)
		shown.set(1, true)
		p.credit(2)
		time.Sleep(4 * time.Second)
		got := g.takeReceived()
		if len(got) == 0 || got[0] != "2:published 2" || slices.Contains(got, "1:published 1") {
			n.Errorf("received %q", got)
		}
		if p.spent() != 2 || runs.Load() != 1 {
			n.Errorf("charged %d, %d executions", p.spent(), runs.Load())
		}
		g.disconnect()
	})
}
