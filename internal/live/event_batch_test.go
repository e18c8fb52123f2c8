package live_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// subscribeToNodes opens a subscription whose events show a node: its newest state, which is read once for
// each batch. It counts the reads of the node and the executions.
func (h *testHub) subscribeToNodes(
	after *journal.Position, state, reads, executions *atomic.Int64,
) *live.Subscription {
	h.Helper()
	document := h.eventDocument(confStream)
	s, err := h.Subscribe(h.Context(), live.Request{
		Key: "nodes", After: after, CurrentViewer: fixedViewer(viewer.Anonymous()),
		Execute: func(ctx context.Context) ([]byte, error) {
			text, err := document(ctx)
			b := live.EventBatchOf(ctx)
			if err != nil || b == nil {
				return text, err
			}
			executions.Add(1)
			b.MarkNodesRead()
			node := b.Value("node", func() any {
				reads.Add(1)
				return state.Load()
			})
			if node.(int64) < 0 {
				return nil, fault.Timeout.With()
			}
			return fmt.Appendf(nil, "%s: %d of %d", text, node, len(b.Changes())), nil
		},
	})
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(s.Close)
	return s
}

// Events that are rendered together read nodes once; a subscriber that catches up a second later receives the
// state of then, and the rendering is shared again.
func TestEventBatch_NodesReadOnce(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var state, reads, executions atomic.Int64
		h.memory.appendNumbered(3)
		subscribe := func() *live.Subscription {
			return h.subscribeToNodes(positionAt(0), &state, &reads, &executions)
		}
		check := func(name string, got []string, wantState, wantReads, wantExecutions int64) {
			t.Helper()
			var want []string
			for i := range 3 {
				want = append(want, fmt.Sprintf("%d:1 for public: %d of 3", i+1, wantState))
			}
			got = slices.DeleteFunc(got, func(s string) bool { return s[:4] == "beat" })
			if !slices.Equal(got, want) {
				t.Errorf("%s: received %q, want %q", name, got, want)
			}
			if r, e := reads.Load(), executions.Load(); r != wantReads || e != wantExecutions {
				t.Errorf("%s: %d reads and %d executions, want %d and %d", name, r, e, wantReads, wantExecutions)
			}
		}
		first, second := subscribe(), subscribe()
		check("the first", h.receiveAll(first), 0, 1, 3)
		state.Store(7)
		check("at the same time", h.receiveAll(second), 0, 1, 3)
		time.Sleep(time.Second)
		third, fourth := subscribe(), subscribe()
		check("a second later", h.receiveAll(third), 7, 2, 6)
		check("another then", h.receiveAll(fourth), 7, 2, 6)
	})
}

// A failed read is not reused for the next attempt.
func TestEventBatch_FailedReadRetried(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var state, reads, executions atomic.Int64
		state.Store(-1)
		h.memory.appendNumbered(2)
		s := h.subscribeToNodes(positionAt(0), &state, &reads, &executions)
		if _, err := s.Next(t.Context()); !errors.Is(err, fault.Timeout) {
			t.Errorf("failed with %v", err)
		}
		state.Store(5)
		if got := h.receiveAll(s)[0]; got != "1:1 for public: 5 of 2" {
			t.Errorf("received %q", got)
		}
	})
}

// A thousand subscribers that follow share one statement of the journal and one execution of an event that
// shows nodes.
func TestEventBatch_FollowersShareExecution(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var state, reads, executions atomic.Int64
		var all sync.WaitGroup
		for range 1000 {
			s := h.subscribeToNodes(nil, &state, &reads, &executions)
			all.Go(func() {
				if got := h.receiveAll(s); !slices.Contains(got, "1:1 for public: 0 of 1") {
					t.Errorf("received %q", got)
				}
			})
		}
		synctest.Wait()
		before := h.memory.readCount()
		h.memory.appendNumbered(1)
		synctest.Wait()
		statements := h.memory.readCount() - before
		all.Wait()
		if r, e := reads.Load(), executions.Load(); r != 1 || e != 1 || statements != 1 {
			t.Errorf("%d reads, %d executions and %d statements of the journal for one event", r, e, statements)
		}
	})
}
