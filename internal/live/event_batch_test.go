package live_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"thidua/internal/fault"
	"thidua/internal/gid"
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
// state of then, and the rendering is shared again. Batches grow, from one event.
func TestEventBatch_NodesReadOnce(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var state, reads, executions atomic.Int64
		h.memory.appendNumbered(21)
		subscribe := func() *live.Subscription {
			return h.subscribeToNodes(positionAt(0), &state, &reads, &executions)
		}
		check := func(name string, got []string, wantState, wantReads, wantExecutions int64) {
			t.Helper()
			var want []string
			for i := range 21 {
				size := 1
				switch {
				case i >= 5:
					size = 16
				case i >= 1:
					size = 4
				}
				want = append(want, fmt.Sprintf("%d:1 for public: %d of %d", i+1, wantState, size))
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
		check("the first", h.receiveAll(first), 0, 3, 21)
		state.Store(7)
		check("at the same time", h.receiveAll(second), 0, 3, 21)
		time.Sleep(time.Second)
		third, fourth := subscribe(), subscribe()
		check("a second later", h.receiveAll(third), 7, 6, 42)
		check("another then", h.receiveAll(fourth), 7, 6, 42)
	})
}

// subscribeWith opens a subscription whose events show nodes: what show returns. The caller closes it.
func (h *testHub) subscribeWith(
	after *journal.Position, charge func(viewer.Viewer) time.Duration, show func(*live.EventBatch) []byte,
) *live.Subscription {
	h.Helper()
	document := h.eventDocument(confStream)
	s, err := h.Subscribe(h.Context(), live.Request{
		Key: "shown", After: after, CurrentViewer: fixedViewer(viewer.Anonymous()), Charge: charge,
		Execute: func(ctx context.Context) ([]byte, error) {
			text, err := document(ctx)
			if b := live.EventBatchOf(ctx); b != nil && err == nil {
				b.MarkNodesRead()
				text = show(b)
			}
			return text, err
		},
	})
	if err != nil {
		h.Fatal(err)
	}
	return s
}

// Subscribers that catch up from different positions do not replace each other's batches.
func TestEventBatch_DifferentPositions(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var reads atomic.Int64
		h.memory.appendNumbered(192)
		var all sync.WaitGroup
		for _, seq := range []int64{0, 96} {
			s := h.subscribeWith(positionAt(seq), nil, func(b *live.EventBatch) []byte {
				b.Value("node", func() any { return reads.Add(1) })
				time.Sleep(2 * time.Millisecond)
				return []byte("shown")
			})
			all.Go(func() {
				defer s.Close()
				if _, err := s.Next(h.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := reads.Load(); n > 10 { // five batches of each: 1, 4, 16, 64 and the rest
			t.Errorf("%d reads of nodes", n)
		}
	})
}

// A subscriber that can be charged for one event does not cause reads for many.
func TestEventBatch_ReadsWhatIsCharged(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(96)
		var charges, read atomic.Int64
		for range 20 {
			last := charges.Load() + 1
			charge := func(viewer.Viewer) time.Duration {
				if charges.Load() >= last {
					return time.Hour
				}
				charges.Add(1)
				return 0
			}
			s := h.subscribeWith(positionAt(0), charge, func(b *live.EventBatch) []byte {
				b.Value("node", func() any { return read.Add(int64(len(b.Changes()))) })
				return []byte("shown")
			})
			if m, err := s.Next(h.Context()); len(m) != 1 || err != nil {
				t.Fatal(len(m), err)
			}
			s.Close() // so that it is not charged for what the others receive
			time.Sleep(1100 * time.Millisecond)
		}
		if charges.Load() != 20 || read.Load() != 20 {
			t.Errorf("%d charges read the nodes of %d events", charges.Load(), read.Load())
		}
	})
}

// What a batch has read is released, also if its last entry is not shown or its subscriber has left.
func TestEventBatch_Released(t *testing.T) {
	for _, mode := range []string{"plain", "last redacted", "left"} {
		rows := &hideableRows{hidden: map[gid.ID]bool{}}
		runWithHub(t, live.Config{ReadRowVisibilities: rows.states}, func(h *testHub) {
			h.memory.appendNumbered(3)
			if mode == "last redacted" {
				rows.set(9, true)
				h.memory.append(confStream, Published{FakeChange{}, 9})
			}
			var held weak.Pointer[[1 << 16]byte]
			executed := false
			charge := func(viewer.Viewer) time.Duration {
				if mode == "left" && executed {
					return time.Hour
				}
				return 0
			}
			s := h.subscribeWith(positionAt(0), charge, func(b *live.EventBatch) []byte {
				executed = true
				b.Value("node", func() any {
					v := new([1 << 16]byte)
					held = weak.Make(v)
					return v
				})
				return []byte("shown")
			})
			defer s.Close()
			if _, err := s.Next(h.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Second)
			runtime.GC()
			if held.Value() != nil {
				t.Errorf("%s: what a batch has read is held", mode)
			}
		})
	}
}

// A rendering that was in progress when a row was hidden is not shown to those who subscribe afterwards.
func TestEventBatch_HiddenWhileRendering(t *testing.T) {
	rows := &hideableRows{hidden: map[gid.ID]bool{}}
	runWithHub(t, live.Config{ReadRowVisibilities: rows.states}, func(h *testHub) {
		h.memory.appendNumbered(1)
		var visible atomic.Bool
		visible.Store(true)
		show := func(b *live.EventBatch) []byte {
			node := b.Value("node", func() any { return visible.Load() })
			time.Sleep(200 * time.Millisecond)
			return fmt.Append(nil, node)
		}
		first := h.subscribeWith(positionAt(0), nil, show)
		defer first.Close()
		go func() { _, _ = first.Next(h.Context()) }()
		time.Sleep(100 * time.Millisecond)
		visible.Store(false)
		h.memory.append(confStream, Withdrawn{Published{FakeChange{}, 9}})
		time.Sleep(300 * time.Millisecond)
		second := h.subscribeWith(positionAt(0), nil, show)
		defer second.Close()
		if m, err := second.Next(h.Context()); err != nil || string(m[0].Payload) != "false" {
			t.Errorf("received %s, %v", m[0].Payload, err)
		}
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
		if got := h.receiveAll(s)[0]; got != "1:1 for public: 5 of 1" {
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
