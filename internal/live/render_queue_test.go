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
	runWithHub(t, live.Config{}, func(h *testHub) {
		g := h.addSubscriber(h.newRequest(), nil)
		h.wantDelivered(g, "beat 0 for public")
		g.disconnect()
		h.memory.appendNumbered(50)
		synctest.Wait()
		g = h.addSubscriber(h.newRequest(), nil)
		h.wantDelivered(g, "beat 50 for public")
		h.memory.appendNumbered(1)
		h.wantDelivered(g, "51:1 for public")
		g.disconnect()
		if times := h.executions["1:1 for public"]; times != 0 {
			t.Errorf("rendered %d times without a waiting subscription", times)
		}
	})
}

// Rendered entries are delivered before they are evicted, however small the cache is.
func TestWaiters_CacheSmallerThanBatch(t *testing.T) {
	runWithHub(t, live.Config{CacheBytes: 1}, func(h *testHub) {
		request := h.newRequest()
		run := request.Execute
		var runs atomic.Int64
		request.Execute = func(ctx context.Context) ([]byte, error) {
			if runs.Add(1) > 1000 {
				return nil, fault.Timeout.With()
			}
			return run(ctx)
		}
		g := h.addSubscriber(request, nil)
		h.wantDelivered(g, "beat 0 for public")
		var want []string
		for i := range 20 {
			want = append(want, fmt.Sprintf("%d:0 for public", i+1))
		}
		h.memory.append(confStream, makeChanges(20)...)
		h.wantDelivered(g, want...)
		if err := g.disconnect(); !errors.Is(err, context.Canceled) || runs.Load() > 30 {
			t.Errorf("%v after %d executions", err, runs.Load())
		}
	})
}

// subscribeBusy adds a subscriber and returns it with a function that has something happen during its next
// delivery.
func (h *testHub) subscribeBusy(request live.Request) (s *testSubscriber, happens func(func())) {
	var meanwhile func()
	s = h.addSubscriber(request, func(messages []live.Message) int {
		if then := meanwhile; then != nil {
			meanwhile = nil
			then()
			time.Sleep(time.Millisecond)
		}
		return len(messages)
	})
	synctest.Wait()
	return s, func(then func()) {
		meanwhile = then
		h.memory.appendNumbered(1)
	}
}

// An entry during a delivery, and a heartbeat that others receive meanwhile, are delivered afterwards.
func TestPark_EntryDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		other := h.subscribe(nil)
		g, happens := h.subscribeBusy(h.newRequest())
		happens(func() { h.memory.appendNumbered(1) })
		time.Sleep(time.Second)
		h.wantDelivered(g, "beat 0 for public", "1:1 for public", "2:1 for public")
		happens(func() {
			time.Sleep(15 * time.Second)
			h.wantMessages(other, "1:1", "2:1", "3:1", "beat 3")
			h.memory.appendNumbered(1)
		})
		time.Sleep(17 * time.Second)
		h.wantDelivered(g, "3:1 for public", "4:1 for public", "beat 4 for public")
		g.disconnect()
	})
}

// The viewer's authentication expires during a delivery.
func TestPark_TokenExpiresDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: 2 * time.Hour}, func(h *testHub) {
		until := time.Now().Add(time.Hour)
		request := h.newRequest()
		request.CurrentViewer = func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until), nil
		}
		g, happens := h.subscribeBusy(request)
		happens(func() { time.Sleep(time.Until(until)) })
		if err := <-g.result; !errors.Is(err, fault.TokenExpired) || time.Since(until) > time.Minute {
			t.Errorf("%v, %v late", err, time.Since(until))
		}
	})
}

// The hub is closed during a delivery.
func TestPark_HubClosedDuringDelivery(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		g, happens := h.subscribeBusy(h.newRequest())
		happens(h.Close)
		if err := <-g.result; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
