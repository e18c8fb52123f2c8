package live_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
)

// A reader that fails while reading its first chunk starts again, and nothing is delivered twice.
func TestReadTail_RetryAfterFailure(t *testing.T) {
	m := newMemoryJournal()
	m.appendNumbered(255)
	for range 3 { // both streams together fill one read
		m.append(journal.AccessChanges, journal.GrantsChanged{})
	}
	reads := 0
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.Hub.Close()
		heads := func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
			heads, err := m.readHeads(ctx, streams...)
			heads.Last[journal.AccessChanges] = 0 // they are newer than the heads
			return heads, err
		}
		since := func(ctx context.Context, limit int, after ...journal.StreamSeq) ([]journal.Entry, error) {
			if reads++; reads == 2 {
				return nil, errBroken
			}
			return m.readSince(ctx, limit, after...)
		}
		h.Hub = live.New(live.Config{ReadHeads: heads, ReadSince: since})
		h.Cleanup(h.Hub.Close)
		s := h.subscribe(positionAt(0))
		got := h.receiveAll(s)
		if len(got) != 256 || got[0] != "1:1 for public" || got[254] != "255:1 for public" {
			h.Errorf("%d messages: %q", len(got), got)
		}
	})
}

// A node that was disconnected for longer than entries are kept continues with the remaining ones;
// subscriptions that missed some fail with POSITION_LOST.
func TestTopic_DisconnectedBeyondRetention(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(300)
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 300")
		h.memory.update(func() { h.memory.broken = true })
		h.memory.appendNumbered(700)
		h.memory.update(func() { h.memory.trimmed[confStream] = 650 })
		time.Sleep(5 * time.Second)
		h.memory.update(func() { h.memory.broken = false })
		if _, err := s.Next(h.Context()); !errors.Is(err, fault.PositionLost) {
			h.Errorf("%v", err)
		}
		time.Sleep(2 * time.Second)
		h.wantMessages(h.subscribe(nil), "beat 1000")
		if got := h.receiveAll(h.subscribe(positionAt(650))); len(got) != 351 {
			h.Errorf("%d messages from where the stream is kept", len(got))
		}
		h.memory.appendNumbered(1)
		time.Sleep(100 * time.Millisecond)
		h.wantMessages(h.subscribe(positionAt(1000)), "1001:1", "beat 1001")
	})
}

// A backup that is restored under a running node is detected without notice, and read positions of changes of
// grants are reset in the new epoch.
func TestPoll_DetectsRollback(t *testing.T) {
	var n *testHub
	var calls, changed atomic.Int64
	config := live.Config{OnGrantsChanged: func() { changed.Add(1) }}
	config.OnRollback = func(_ context.Context, epoch int64) error {
		calls.Add(1)
		n.memory.update(func() { n.memory.epoch = epoch + 1 })
		return nil
	}
	runWithHub(t, config, func(in *testHub) {
		n = in
		n.memory.appendNumbered(9)
		for range 5 {
			n.memory.append(journal.AccessChanges, journal.GrantsChanged{})
		}
		s := n.subscribe(nil)
		n.wantMessages(s, "beat 9")
		n.memory.update(func() {
			n.memory.streams[confStream] = n.memory.streams[confStream][:3]
			n.memory.streams[journal.AccessChanges] = n.memory.streams[journal.AccessChanges][:1]
		})
		if _, err := s.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		if calls.Load() != 1 || changed.Load() != 2 { // at the start, and now
			n.Errorf("rewound %d times, grants changed %d times", calls.Load(), changed.Load())
		}
		n.wantRefused(positionAt(9), "POSITION_LOST", "RESTORED")
		g := n.subscribe(nil)
		n.wantMessages(g, "beat 3")
		n.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk}) // the second one
		time.Sleep(time.Second)
		if changed.Load() != 3 {
			n.Errorf("a change of grants in the new epoch was not read: %d", changed.Load())
		}
	})
}

// What the poll finds while the reader is reading it is not read twice.
func TestPoll_DuringSlowRead(t *testing.T) {
	m := newMemoryJournal()
	var reads atomic.Int64
	var slow atomic.Bool
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.Hub.Close()
		since := func(ctx context.Context, limit int, after ...journal.StreamSeq) ([]journal.Entry, error) {
			if reads.Add(1); slow.Load() {
				time.Sleep(1200 * time.Millisecond) // two polls
			}
			return m.readSince(ctx, limit, after...)
		}
		h.Hub = live.New(live.Config{ReadHeads: m.readHeads, ReadSince: since})
		h.Cleanup(h.Hub.Close)
		m.wake = h.Hub.Wake
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 0")
		before := reads.Load()
		slow.Store(true)
		m.appendNumbered(1)
		if _, err := s.Next(h.Context()); err != nil {
			h.Error(err)
		}
		time.Sleep(5 * time.Second)
		if reads := reads.Load() - before; reads != 1 {
			h.Errorf("%d statements for one event", reads)
		}
	})
}

// Closing the hub also ends subscriptions that are catching up.
func TestClose_DuringCatchUp(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(600)
		h.receiveAll(h.subscribe(nil))
		s := h.subscribe(positionAt(0))
		h.memory.update(func() { h.memory.broken = true })
		done := make(chan error, 1)
		go func() {
			for {
				if _, err := s.Next(context.Background()); err != nil {
					done <- err
					return
				}
			}
		}()
		time.Sleep(time.Second)
		h.Close()
		if err := <-done; !errors.Is(err, context.Canceled) {
			h.Errorf("%v", err)
		}
	})
}

func (m *memoryJournal) update(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}
