package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

func (h *testHub) wantMessages(f *live.Subscription, want ...string) {
	h.Helper()
	for i := range want {
		if !strings.Contains(want[i], " for ") {
			want[i] += " for public"
		}
	}
	if got := h.receiveAll(f); !slices.Equal(got, want) {
		h.Errorf("got %q, want %q", got, want)
	}
}

// A new subscription first receives a heartbeat with its position, and then each event once and in order.
func TestSubscribe(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(3)
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 3")
		n.memory.append(confStream, FakeChange{N: 7}, FakeChange{N: 8})
		n.wantMessages(f, "4:7", "5:8")
		n.wantMessages(n.subscribe(positionAt(3)), "4:7", "5:8", "beat 5")
		n.wantMessages(n.subscribe(positionAt(5)), "beat 5")
		n.wantMessages(n.subscribe(positionAt(0)), "1:1", "2:1", "3:1", "4:7", "5:8", "beat 5")
	})
}

// Entries are read and rendered once, however many subscriptions there are.
func TestEvents_RenderedOncePerView(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		var group sync.WaitGroup
		const watchers, events = 1000, 20
		for range watchers {
			f := n.subscribe(nil)
			group.Go(func() {
				if got := n.receiveAll(f); len(got) != events+1 {
					n.Errorf("%d messages: %q", len(got), got)
				}
			})
		}
		before := n.Stats()
		for i := range events {
			n.memory.append(confStream, FakeChange{N: i})
			time.Sleep(10 * time.Millisecond)
		}
		group.Wait()
		after := n.Stats()
		if what, times := n.mostExecuted(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
		if reads := after.Statements - before.Statements; reads > events+2 {
			n.Errorf("%d statements for %d events", reads, events)
		}
	})
}

// Many clients reconnect with an old position: nothing is read or rendered twice.
func TestSubscribe_ReconnectBurst(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(1000)
		first := n.subscribe(nil) // the node has not read what was before
		n.wantMessages(first, "beat 1000")
		var group sync.WaitGroup
		for i := range 2000 {
			group.Go(func() {
				f := n.subscribe(positionAt(500))
				got := n.receiveAll(f)
				if len(got) != 501 || !strings.HasPrefix(got[0], "501:") ||
					!strings.HasPrefix(got[499], "1000:") {
					n.Errorf("%d: %d messages", i, len(got))
				}
			})
		}
		group.Wait()
		if what, times := n.mostExecuted(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
		if reads := n.Stats().Statements; reads > 10 {
			n.Errorf("%d statements", reads)
		}
	})
}

// Every subscription receives every event once and in order, despite slow clients, lost wake-ups and failing
// reads.
func TestEvents_NoneLostUnderFailures(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	runWithHub(t, live.Config{CacheBytes: 4 << 10, BatchSize: 7}, func(n *testHub) {
		random := rand.New(rand.NewPCG(seed, 1))
		const events = 3000
		var group sync.WaitGroup
		for i := range 30 {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			f := n.subscribe(positionAt(0))
			group.Go(func() {
				next := 1
				for next <= events {
					messages, err := f.Next(n.Context())
					if err != nil {
						n.Error(err)
						return
					}
					for _, m := range messages {
						if text := string(m.Payload); strings.HasPrefix(text, "beat") {
							continue
						} else if text != fmt.Sprintf("%d:%d for public", next, next) ||
							m.Position.Seq != int64(next) {
							n.Errorf("got %q at %d, want %d", text, m.Position.Seq, next)
							return
						}
						next++
					}
					if own.IntN(10) == 0 {
						time.Sleep(time.Duration(own.IntN(2000)) * time.Millisecond)
					}
				}
			})
		}
		wake := n.memory.wake
		for i := 1; i <= events; i++ {
			n.memory.mu.Lock()
			n.memory.wake, n.memory.broken = wake, random.IntN(20) == 0
			if random.IntN(3) == 0 {
				n.memory.wake = nil // wake-up lost
			}
			n.memory.mu.Unlock()
			n.memory.append(confStream, FakeChange{N: i})
			if random.IntN(50) == 0 {
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
		}
		n.memory.mu.Lock()
		n.memory.broken = false
		n.memory.mu.Unlock()
		group.Wait()
	})
}

// A lost wake-up delays an event until the next poll at most.
func TestPoll_LostWakeup(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 0")
		n.memory.dropWakeups()
		n.memory.appendNumbered(1)
		began := time.Now()
		if _, err := f.Next(n.Context()); err != nil || time.Since(began) > 500*time.Millisecond {
			n.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A heartbeat has the position of the stream when there are no events.
func TestHeartbeats(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: 15 * time.Second}, func(n *testHub) {
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 0")
		n.memory.appendNumbered(1)
		n.wantMessages(f, "1:1")
		time.Sleep(16 * time.Second) // between two beats
		n.wantMessages(f, "beat 1")
		time.Sleep(45 * time.Second)
		n.wantMessages(f, "beat 1") // only the newest one
	})
}

func (h *testHub) wantRefused(after *journal.Position, code, reason string) {
	h.Helper()
	f, err := h.Subscribe(h.Context(), live.Request{
		Key: "q", Execute: h.eventDocument(confStream), After: after,
		CurrentViewer: fixedViewer(viewer.Anonymous()),
	})
	if err == nil {
		f.Close()
		h.Errorf("subscribed, want %s", code)
		return
	}
	known, ok := fault.FromError(err)
	if !ok || string(known.Code()) != code || known.Params()["reason"] != reason {
		h.Errorf("%v, want %s %s", err, code, reason)
	}
}

// Positions that cannot be resumed from fail with distinct reasons.
func TestSubscribe_InvalidPositions(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(600)
		other := journal.PositionAt(1, journal.ConferenceStream(1), 3)
		n.wantRefused(&other, "BAD_POSITION", "OTHER_STREAM")
		n.wantRefused(positionAt(601), "POSITION_LOST", "AHEAD")
		restored := journal.PositionAt(2, confStream, 3)
		n.wantRefused(&restored, "POSITION_LOST", "RESTORED")
		n.memory.mu.Lock()
		n.memory.trimmed[confStream] = 300
		n.memory.mu.Unlock()
		time.Sleep(time.Second)
		n.wantRefused(positionAt(299), "POSITION_LOST", "NOT_KEPT")
		if got := n.receiveAll(n.subscribe(positionAt(300))); len(got) != 301 {
			n.Errorf("%d messages from where the stream is kept", len(got))
		}
		n.memory.dropWakeups() // an entry that only another node has read
		n.memory.appendNumbered(1)
		n.wantMessages(n.subscribe(positionAt(601)), "beat 601")
	})
}

// A database that is restored ends current subscriptions.
func TestSubscription_DatabaseRestored(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		n.memory.appendNumbered(5)
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 5")
		n.memory.mu.Lock()
		n.memory.epoch, n.memory.streams[confStream] = 2, n.memory.streams[confStream][:3]
		n.memory.mu.Unlock()
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		n.wantRefused(positionAt(3), "POSITION_LOST", "RESTORED")
		n.wantMessages(n.subscribe(nil), "beat 3")
	})
}

var (
	clerk         = gid.Derive(gid.Account, "clerk")
	conferenceID  = gid.Derive(gid.Conference, "hall")
	delegate      = viewer.Grant{Role: viewer.Delegate, Conference: conferenceID}
	delegatesOnly = viewer.AudienceOf(viewer.Scope{Conference: conferenceID})
)

// Each visibility class receives its own events and renderings.
func TestEvents_VisibilityClasses(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		open := func(v viewer.Viewer) *live.Subscription {
			f, err := n.Subscribe(n.Context(), live.Request{
				Key: "q", Execute: n.eventDocument(confStream), After: positionAt(0),
				CurrentViewer: fixedViewer(v),
			})
			if err != nil {
				n.Fatal(err)
			}
			n.Cleanup(f.Close)
			return f
		}
		n.memory.append(confStream, FakeChange{N: 1}, FakeChange{2, delegatesOnly}, FakeChange{N: 3})
		class := viewer.Account(clerk, time.Time{}, delegate).Class()
		n.wantMessages(open(viewer.Anonymous()), "1:1", "3:3", "beat 3")
		for _, account := range []gid.ID{clerk, gid.Derive(gid.Account, "other")} {
			n.wantMessages(open(viewer.Account(account, time.Time{}, delegate)),
				"1:1 for "+class, "2:2 for "+class, "3:3 for "+class, "beat 3 for "+class)
		}
		if what, times := n.mostExecuted(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
	})
}

// A change of grants takes effect before any later event, whether the node was woken for it or read it with
// that event.
func TestSubscription_GrantsChange(t *testing.T) {
	for name, woken := range map[string]bool{"woken": true, "by the event alone": false} {
		t.Run(name, func(t *testing.T) {
			runWithHub(t, live.Config{}, func(n *testHub) {
				var mu sync.Mutex
				now := viewer.Account(clerk, time.Time{}, delegate)
				class := now.Class()
				current := func(context.Context) (viewer.Viewer, error) {
					mu.Lock()
					defer mu.Unlock()
					return now, nil
				}
				request := live.Request{Key: "q", Execute: n.eventDocument(confStream), CurrentViewer: current}
				f, err := n.Subscribe(n.Context(), request)
				if err != nil {
					n.Fatal(err)
				}
				defer f.Close()
				n.wantMessages(f, "beat 0 for "+class)
				n.memory.append(confStream, FakeChange{1, delegatesOnly})
				n.wantMessages(f, "1:1 for "+class)

				mu.Lock()
				now = viewer.Account(clerk, time.Time{})
				mu.Unlock()
				wake := n.memory.wake
				if !woken {
					n.memory.wake = nil
				}
				n.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
				n.memory.wake = wake
				n.memory.append(confStream, FakeChange{2, delegatesOnly}, FakeChange{N: 3})
				n.wantMessages(f, "scope 1 for reader", "3:3 for reader")

				mu.Lock()
				editor := viewer.Grant{Role: viewer.UnitEditor, Unit: 7, SchoolYear: 2023}
				now = viewer.Account(clerk, time.Time{}, editor)
				mu.Unlock()
				n.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
				if _, err := f.Next(n.Context()); !errors.Is(err, fault.NotFound) {
					n.Errorf("a viewer who may no longer subscribe: %v", err)
				}
			})
		})
	}
}

// A change of another account's grants does not affect a subscription; the expiry of its own token ends it.
func TestSubscription_TokenExpires(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: time.Hour}, func(n *testHub) {
		asked := 0
		until := time.Now().Add(time.Minute)
		current := func(context.Context) (viewer.Viewer, error) {
			asked++
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until, delegate), nil
		}
		f, err := n.Subscribe(n.Context(), live.Request{
			Key: "q", Execute: n.eventDocument(confStream), CurrentViewer: current,
		})
		if err != nil {
			n.Fatal(err)
		}
		defer f.Close()
		n.receiveAll(f)
		before := asked
		n.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: gid.Derive(gid.Account, "other")})
		n.receiveAll(f)
		if asked != before {
			n.Errorf("read the viewer %d times, and %d times before", asked, before)
		}
		_, err = f.Next(n.Context())
		if !errors.Is(err, fault.TokenExpired) || time.Now().Before(until) {
			n.Errorf("%v at %v", err, time.Now())
		}
	})
}

// A canceled subscription does not affect others, and closing the hub ends all.
func TestClose(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		f := n.subscribe(nil)
		n.receiveAll(f)
		ctx, cancel := context.WithCancel(n.Context())
		cancel()
		if _, err := f.Next(ctx); !errors.Is(err, context.Canceled) {
			n.Errorf("%v", err)
		}
		other := n.subscribe(nil)
		n.receiveAll(other)
		n.Close()
		if _, err := other.Next(n.Context()); !errors.Is(err, context.Canceled) {
			n.Errorf("%v", err)
		}
	})
}

// Topics without subscriptions are evicted.
func TestEvictIdle(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		f, err := n.Subscribe(n.Context(), live.Request{
			Key: "q", Execute: n.eventDocument(confStream), CurrentViewer: fixedViewer(viewer.Anonymous()),
		})
		if err != nil {
			n.Fatal(err)
		}
		if s := n.Stats(); s.Topics != 1 || s.Subscriptions != 1 {
			n.Errorf("%+v", s)
		}
		f.Close()
		time.Sleep(5*time.Minute + time.Second) // between two beats
		if s := n.Stats(); s.Topics != 0 || s.Subscriptions != 0 {
			n.Errorf("%+v", s)
		}
		n.memory.appendNumbered(2)
		n.wantMessages(n.subscribe(positionAt(0)), "1:1", "2:1", "beat 2")
	})
}
