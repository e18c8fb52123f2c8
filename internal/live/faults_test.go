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
func TestBeginsAnew(t *testing.T) {
	m := newMemory()
	m.count(255)
	for range 3 { // both streams together fill one read
		m.say(journal.Access, journal.GrantsChanged{})
	}
	reads := 0
	in(t, live.Config{}, func(n *node) {
		n.Hub.Close()
		heads := func(ctx context.Context, s ...journal.Stream) (journal.Heads, error) {
			heads, err := m.heads(ctx, s...)
			heads.Last[journal.Access] = 0 // they are newer than the heads
			return heads, err
		}
		since := func(ctx context.Context, limit int, asked ...journal.After) ([]journal.Entry, error) {
			if reads++; reads == 2 {
				return nil, errBroken
			}
			return m.since(ctx, limit, asked...)
		}
		h := live.New(live.Config{Heads: heads, Since: since})
		n.Hub = h
		n.Cleanup(h.Close)
		f := n.follow(at(0))
		got := n.texts(f)
		if len(got) != 256 || got[0] != "1:1 for public" || got[254] != "255:1 for public" {
			n.Errorf("%d messages: %q", len(got), got)
		}
	})
}

// A node that was disconnected for longer than entries are kept continues with the remaining ones;
// subscriptions that missed some fail with POSITION_LOST.
func TestCutOffForLong(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(300)
		f := n.follow(nil)
		n.want(f, "beat 300")
		n.m.set(func() { n.m.broken = true })
		n.m.count(700)
		n.m.set(func() { n.m.trimmed[hall] = 650 })
		time.Sleep(5 * time.Second)
		n.m.set(func() { n.m.broken = false })
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		time.Sleep(2 * time.Second)
		n.want(n.follow(nil), "beat 1000")
		if got := n.texts(n.follow(at(650))); len(got) != 351 {
			n.Errorf("%d messages from where the stream is kept", len(got))
		}
		n.m.count(1)
		time.Sleep(100 * time.Millisecond)
		n.want(n.follow(at(1000)), "1001:1", "beat 1001")
	})
}

// A backup that is restored under a running node is detected without notice, and read positions of changes of
// grants are reset in the new epoch.
func TestRewound(t *testing.T) {
	var n *node
	var calls, changed atomic.Int64
	config := live.Config{GrantsChanged: func() { changed.Add(1) }}
	config.Rewound = func(_ context.Context, epoch int64) error {
		calls.Add(1)
		n.m.set(func() { n.m.epoch = epoch + 1 })
		return nil
	}
	in(t, config, func(in *node) {
		n = in
		n.m.count(9)
		for range 5 {
			n.m.say(journal.Access, journal.GrantsChanged{})
		}
		f := n.follow(nil)
		n.want(f, "beat 9")
		n.m.set(func() {
			n.m.streams[hall] = n.m.streams[hall][:3]
			n.m.streams[journal.Access] = n.m.streams[journal.Access][:1]
		})
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		if calls.Load() != 1 || changed.Load() != 2 { // at the start, and now
			n.Errorf("rewound %d times, grants changed %d times", calls.Load(), changed.Load())
		}
		n.refused(at(9), "POSITION_LOST", "RESTORED")
		g := n.follow(nil)
		n.want(g, "beat 3")
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk}) // the second one
		time.Sleep(time.Second)
		if changed.Load() != 3 {
			n.Errorf("a change of grants in the new epoch was not read: %d", changed.Load())
		}
	})
}

// What the poll finds while the reader is reading it is not read twice.
func TestPollBesideReading(t *testing.T) {
	m := newMemory()
	var reads atomic.Int64
	var slow atomic.Bool
	in(t, live.Config{}, func(n *node) {
		n.Hub.Close()
		since := func(ctx context.Context, limit int, asked ...journal.After) ([]journal.Entry, error) {
			if reads.Add(1); slow.Load() {
				time.Sleep(1200 * time.Millisecond) // two polls
			}
			return m.since(ctx, limit, asked...)
		}
		n.Hub = live.New(live.Config{Heads: m.heads, Since: since})
		n.Cleanup(n.Hub.Close)
		m.wake = n.Hub.Wake
		f := n.follow(nil)
		n.want(f, "beat 0")
		before := reads.Load()
		slow.Store(true)
		m.count(1)
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
func TestCloseWhileCatchingUp(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(600)
		n.texts(n.follow(nil))
		f := n.follow(at(0))
		n.m.set(func() { n.m.broken = true })
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

func (m *memory) set(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}
