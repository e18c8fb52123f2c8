package live_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// snapshotDocument executes the document of a live query, conferenceLive(conference) { state }.
func (h *testHub) snapshotDocument(state func() string) live.ExecuteFunc {
	return func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return confStream, nil }
		states, err := live.ResolveLiveQuery(ctx, find,
			func(context.Context) (string, error) {
				return state() + " for " + viewer.FromContext(ctx).VisibilityClass(), nil
			})
		if err != nil {
			return nil, err
		}
		s, ok := <-states
		if !ok {
			return nil, nil
		}
		h.mu.Lock()
		h.executions["snapshot"]++
		h.mu.Unlock()
		return []byte(s), nil
	}
}

func (h *testHub) snapshotCount() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.executions["snapshot"]
}

// A live query delivers its state at once and then the newest one, at most five times per second and only if
// it has changed; it is executed once for all subscriptions.
func TestLiveQuery_CoalescesUpdates(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		state := func() string {
			h.memory.mu.Lock()
			defer h.memory.mu.Unlock()
			return fmt.Sprint(len(h.memory.streams[confStream]) / 10)
		}
		var all []*live.Subscription
		for range 100 {
			s, err := h.Subscribe(h.Context(), live.Request{
				Key: "v", Execute: h.snapshotDocument(state), CurrentViewer: fixedViewer(viewer.Anonymous()),
			})
			if err != nil {
				h.Fatal(err)
			}
			h.Cleanup(s.Close)
			all = append(all, s)
		}
		for _, f := range all {
			h.wantMessages(f, "0")
		}
		before := h.snapshotCount()
		for range 100 { // in one second
			h.memory.appendNumbered(1)
			time.Sleep(10 * time.Millisecond)
		}
		if runs := h.snapshotCount() - before; runs > 6 {
			h.Errorf("executed %d times in a second", runs)
		}
		time.Sleep(time.Second)
		for _, f := range all { // they have not read anything meanwhile
			h.wantMessages(f, "10")
		}
		h.memory.appendNumbered(1)
		h.wantMessages(all[0]) // the state is the same
	})
}

// Each class has its own snapshot; a viewer whose class changes receives that of the new class.
func TestLiveQuery_ClassChange(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var now atomic.Pointer[viewer.Viewer]
		be := func(grants ...viewer.Grant) {
			v := viewer.Account(clerk, time.Time{}, grants...)
			now.Store(&v)
		}
		be(delegate)
		class := now.Load().VisibilityClass()
		s, err := h.Subscribe(h.Context(), live.Request{
			Key: "v", Execute: h.snapshotDocument(func() string { return "x" }),
			CurrentViewer: func(context.Context) (viewer.Viewer, error) { return *now.Load(), nil },
		})
		if err != nil {
			h.Fatal(err)
		}
		defer s.Close()
		h.wantMessages(s, "x for "+class)
		be()
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
		h.wantMessages(s, "x for reader")
	})
}
