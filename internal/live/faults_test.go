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
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.Hub.Close()
		heads := func(ctx context.Context, s ...journal.Stream) (journal.Heads, error) {
			heads, err := m.readHeads(ctx, s...)
			heads.Last[journal.AccessChanges] = 0 // they are newer than the heads
			return heads, err
		}
		since := func(ctx context.Context, limit int, asked ...journal.StreamPosition) ([]journal.Entry, error) {
			if reads++; reads == 2 {
				return nil, errBroken
			}
			return m.readSince(ctx, limit, asked...)
		}
		h := live.New(live.Config{ReadHeads: heads, ReadSince: since})
		n.Hub = h
		n.Cleanup(h.Close)
		f := n.subscribe(positionAt(0))
		got := n.receiveAll(f)
		if len(got) != 256 || got[0] != "1:1 for public" || got[254] != "255:1 for public" {
			n.Errorf("%d messages: %q", len(got), got)
		}
	})
}

// A node that was disconnected for longer than entries are kept continues with the remaining ones;
// subscriptions that missed some fail with POSITION_LOST.
func TestTopic_DisconnectedBeyondRetention(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(300)
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 300")
		n.memory.update(func() { n.memory.broken = true })
		n.memory.appendNumbered(700)
		n.memory.update(func() { n.memory.trimmed[confStream] = 650 })
		time.Sleep(5 * time.Second)
		n.memory.update(func() { n.memory.broken = false })
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		time.Sleep(2 * time.Second)
		n.wantMessages(n.subscribe(nil), "beat 1000")
		if got := n.receiveAll(n.subscribe(positionAt(650))); len(got) != 351 {
			n.Errorf("%d messages from where the stream is kept", len(got))
		}
		n.memory.appendNumbered(1)
		time.Sleep(100 * time.Millisecond)
		n.wantMessages(n.subscribe(positionAt(1000)), "1001:1", "beat 1001")
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
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 9")
		n.memory.update(func() {
			n.memory.streams[confStream] = n.memory.streams[confStream][:3]
			n.memory.streams[journal.AccessChanges] = n.memory.streams[journal.AccessChanges][:1]
		})
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
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
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.Hub.Close()
		since := func(ctx context.Context, limit int, asked ...journal.StreamPosition) ([]journal.Entry, error) {
			if reads.Add(1); slow.Load() {
				time.Sleep(1200 * time.Millisecond) // two polls
			}
			return m.readSince(ctx, limit, asked...)
		}
		n.Hub = live.New(live.Config{ReadHeads: m.readHeads, ReadSince: since})
		n.Cleanup(n.Hub.Close)
		m.wake = n.Hub.Wake
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 0")
		before := reads.Load()
		slow.Store(true)
		m.appendNumbered(1)
		if _, err := f.Next(n.Context()); err != nil {
			n.Error(err)
		}
		time.Sleep(5 * time.Second)
		if reads := reads.Load() - before; reads != 1 {
			n.Errorf("%d statements for one event", reads)
		}
	})
}

// Closing the hub also ends subscriptions that are catching up.
func TestClose_DuringCatchUp(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(600)
		n.receiveAll(n.subscribe(nil))
		f := n.subscribe(positionAt(0))
		n.memory.update(func() { n.memory.broken = true })
		done := make(chan error, 1)
		go func() {
			for {
				if _, err := f.Next(context.Background()); err != nil {
					done <- err
					return
				}
			}
		}()
		time.Sleep(time.Second)
		n.Close()
		if err := <-done; !errors.Is(err, context.Canceled) {
			n.Errorf("%v", err)
		}
	})
}

func (m *memoryJournal) update(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}
