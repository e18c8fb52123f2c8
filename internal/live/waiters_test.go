package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Rendering starts where the parked subscriptions are, not where one was that has left.
func TestWaiters_LeftSubscriberIsForgotten(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		g := n.addSubscriber(n.newRequest(), nil)
		n.wantDelivered(g, "beat 0 for public")
		g.disconnect()
		n.memory.appendNumbered(50)
		synctest.Wait()
		g = n.addSubscriber(n.newRequest(), nil)
		n.wantDelivered(g, "beat 50 for public")
		n.memory.appendNumbered(1)
		n.wantDelivered(g, "51:1 for public")
		g.disconnect()
		if times := n.executions["1:1 for public"]; times != 0 {
			t.Errorf("rendered %d times without a waiting subscription", times)
		}
	})
}

// Rendered entries are delivered before they are evicted, however small the cache is.
func TestWaiters_CacheSmallerThanBatch(t *testing.T) {
	runWithHub(t, live.Config{CacheBytes: 1}, func(n *testHub) {
		request := n.newRequest()
		run := request.Execute
		var runs atomic.Int64
		request.Execute = func(ctx context.Context) ([]byte, error) {
			if runs.Add(1) > 1000 {
				return nil, fault.Timeout.With()
			}
			return run(ctx)
		}
		g := n.addSubscriber(request, nil)
		n.wantDelivered(g, "beat 0 for public")
		var want []string
		for i := range 20 {
			want = append(want, fmt.Sprintf("%d:0 for public", i+1))
		}
		n.memory.append(confStream, makeChanges(20)...)
		n.wantDelivered(g, want...)
		if err := g.disconnect(); !errors.Is(err, context.Canceled) || runs.Load() > 30 {
			t.Errorf("%v after %d executions", err, runs.Load())
		}
	})
}

// subscribeBusy adds a subscriber and returns it with a function that has something happen during its next
// delivery.
func (h *testHub) subscribeBusy(request live.Request) (g *testSubscriber, happens func(func())) {
	var meanwhile func()
	g = h.addSubscriber(request, func(messages []live.Message) int {
		if then := meanwhile; then != nil {
			meanwhile = nil
			then()
			time.Sleep(time.Millisecond)
		}
		return len(messages)
	})
	synctest.Wait()
	return g, func(then func()) {
		meanwhile = then
		h.memory.appendNumbered(1)
	}
}

// An entry during a delivery, and a heartbeat that others receive meanwhile, are delivered afterwards.
func TestPark_EntryDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		other := n.subscribe(nil)
		g, happens := n.subscribeBusy(n.newRequest())
		happens(func() { n.memory.appendNumbered(1) })
		time.Sleep(time.Second)
		n.wantDelivered(g, "beat 0 for public", "1:1 for public", "2:1 for public")
		happens(func() {
			time.Sleep(15 * time.Second)
			n.wantMessages(other, "1:1", "2:1", "3:1", "beat 3")
			n.memory.appendNumbered(1)
		})
		time.Sleep(17 * time.Second)
		n.wantDelivered(g, "3:1 for public", "4:1 for public", "beat 4 for public")
		g.disconnect()
	})
}

// The viewer's authentication expires during a delivery.
func TestPark_TokenExpiresDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: 2 * time.Hour}, func(n *testHub) {
		until := time.Now().Add(time.Hour)
		request := n.newRequest()
		request.CurrentViewer = func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until), nil
		}
		g, happens := n.subscribeBusy(request)
		happens(func() { time.Sleep(time.Until(until)) })
		if err := <-g.result; !errors.Is(err, fault.TokenExpired) || time.Since(until) > time.Minute {
			t.Errorf("%v, %v late", err, time.Since(until))
		}
	})
}

// The hub is closed during a delivery.
func TestPark_HubClosedDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		g, happens := n.subscribeBusy(n.newRequest())
		happens(n.Close)
		if err := <-g.result; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
