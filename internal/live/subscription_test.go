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

func (h *testHub) wantMessages(s *live.Subscription, want ...string) {
	h.Helper()
	for i := range want {
		if !strings.Contains(want[i], " for ") {
			want[i] += " for public"
		}
	}
	if got := h.receiveAll(s); !slices.Equal(got, want) {
		h.Errorf("got %q, want %q", got, want)
	}
}

// A new subscription first receives a heartbeat with its position, and then each event once and in order.
func TestSubscribe(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(3)
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 3")
		h.memory.append(confStream, FakeChange{N: 7}, FakeChange{N: 8})
		h.wantMessages(s, "4:7", "5:8")
		h.wantMessages(h.subscribe(positionAt(3)), "4:7", "5:8", "beat 5")
		h.wantMessages(h.subscribe(positionAt(5)), "beat 5")
		h.wantMessages(h.subscribe(positionAt(0)), "1:1", "2:1", "3:1", "4:7", "5:8", "beat 5")
	})
}

// Entries are read and rendered once, however many subscriptions there are.
func TestEvents_RenderedOncePerView(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var group sync.WaitGroup
		const watchers, events = 1000, 20
		for range watchers {
			s := h.subscribe(nil)
			group.Go(func() {
				if got := h.receiveAll(s); len(got) != events+1 {
					h.Errorf("%d messages: %q", len(got), got)
				}
			})
		}
		before := h.Stats()
		for i := range events {
			h.memory.append(confStream, FakeChange{N: i})
			time.Sleep(10 * time.Millisecond)
		}
		group.Wait()
		after := h.Stats()
		if what, times := h.mostExecuted(); times != 1 {
			h.Errorf("%q was rendered %d times", what, times)
		}
		if reads := after.Statements - before.Statements; reads > events+2 {
			h.Errorf("%d statements for %d events", reads, events)
		}
	})
}

// Many clients reconnect with an old position: nothing is read or rendered twice.
func TestSubscribe_ReconnectBurst(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(1000)
		first := h.subscribe(nil) // the node has not read what was before
		h.wantMessages(first, "beat 1000")
		var group sync.WaitGroup
		for i := range 2000 {
			group.Go(func() {
				s := h.subscribe(positionAt(500))
				got := h.receiveAll(s)
				if len(got) != 501 || !strings.HasPrefix(got[0], "501:") ||
					!strings.HasPrefix(got[499], "1000:") {
					h.Errorf("%d: %d messages", i, len(got))
				}
			})
		}
		group.Wait()
		if what, times := h.mostExecuted(); times != 1 {
			h.Errorf("%q was rendered %d times", what, times)
		}
		if reads := h.Stats().Statements; reads > 10 {
			h.Errorf("%d statements", reads)
		}
	})
}

// Every subscription receives every event once and in order, despite slow clients, lost wake-ups and failing
// reads.
func TestEvents_NoneLostUnderFailures(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	runWithHub(t, live.Config{CacheBytes: 4 << 10, BatchSize: 7}, func(h *testHub) {
		random := rand.New(rand.NewPCG(seed, 1))
		const events = 3000
		var group sync.WaitGroup
		for i := range 30 {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			s := h.subscribe(positionAt(0))
			group.Go(func() {
				next := 1
				for next <= events {
					messages, err := s.Next(h.Context())
					if err != nil {
						h.Error(err)
						return
					}
					for _, m := range messages {
						if text := string(m.Payload); strings.HasPrefix(text, "beat") {
							continue
						} else if text != fmt.Sprintf("%d:%d for public", next, next) ||
							m.Position.Seq != int64(next) {
							h.Errorf("got %q at %d, want %d", text, m.Position.Seq, next)
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
		wake := h.memory.wake
		for i := 1; i <= events; i++ {
			h.memory.mu.Lock()
			h.memory.wake, h.memory.broken = wake, random.IntN(20) == 0
			if random.IntN(3) == 0 {
				h.memory.wake = nil // wake-up lost
			}
			h.memory.mu.Unlock()
			h.memory.append(confStream, FakeChange{N: i})
			if random.IntN(50) == 0 {
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
		}
		h.memory.mu.Lock()
		h.memory.broken = false
		h.memory.mu.Unlock()
		group.Wait()
	})
}

// A lost wake-up delays an event until the next poll at most.
func TestPoll_LostWakeup(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 0")
		h.memory.dropWakeups()
		h.memory.appendNumbered(1)
		began := time.Now()
		if _, err := s.Next(h.Context()); err != nil || time.Since(began) > 500*time.Millisecond {
			h.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A heartbeat has the position of the stream when there are no events.
func TestHeartbeats(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: 15 * time.Second}, func(h *testHub) {
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 0")
		h.memory.appendNumbered(1)
		h.wantMessages(s, "1:1")
		time.Sleep(16 * time.Second) // between two beats
		h.wantMessages(s, "beat 1")
		time.Sleep(45 * time.Second)
		h.wantMessages(s, "beat 1") // only the newest one
	})
}

func (h *testHub) wantRefused(after *journal.Position, code, reason string) {
	h.Helper()
	s, err := h.Subscribe(h.Context(), live.Request{
		Key: "q", Execute: h.eventDocument(confStream), After: after,
		CurrentViewer: fixedViewer(viewer.Anonymous()),
	})
	if err == nil {
		s.Close()
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
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(600)
		other := journal.PositionAt(1, journal.ConferenceStream(1), 3)
		h.wantRefused(&other, "BAD_POSITION", "OTHER_STREAM")
		h.wantRefused(positionAt(601), "POSITION_LOST", "AHEAD")
		restored := journal.PositionAt(2, confStream, 3)
		h.wantRefused(&restored, "POSITION_LOST", "RESTORED")
		h.memory.mu.Lock()
		h.memory.trimmed[confStream] = 300
		h.memory.mu.Unlock()
		time.Sleep(time.Second)
		h.wantRefused(positionAt(299), "POSITION_LOST", "NOT_KEPT")
		if got := h.receiveAll(h.subscribe(positionAt(300))); len(got) != 301 {
			h.Errorf("%d messages from where the stream is kept", len(got))
		}
		h.memory.dropWakeups() // an entry that only another node has read
		h.memory.appendNumbered(1)
		h.wantMessages(h.subscribe(positionAt(601)), "beat 601")
	})
}

// A database that is restored ends current subscriptions.
func TestSubscription_DatabaseRestored(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(5)
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 5")
		h.memory.mu.Lock()
		h.memory.epoch, h.memory.streams[confStream] = 2, h.memory.streams[confStream][:3]
		h.memory.mu.Unlock()
		if _, err := s.Next(h.Context()); !errors.Is(err, fault.PositionLost) {
			h.Errorf("%v", err)
		}
		h.wantRefused(positionAt(3), "POSITION_LOST", "RESTORED")
		h.wantMessages(h.subscribe(nil), "beat 3")
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
	runWithHub(t, live.Config{}, func(h *testHub) {
		open := func(v viewer.Viewer) *live.Subscription {
			s, err := h.Subscribe(h.Context(), live.Request{
				Key: "q", Execute: h.eventDocument(confStream), After: positionAt(0),
				CurrentViewer: fixedViewer(v),
			})
			if err != nil {
				h.Fatal(err)
			}
			h.Cleanup(s.Close)
			return s
		}
		h.memory.append(confStream, FakeChange{N: 1}, FakeChange{2, delegatesOnly}, FakeChange{N: 3})
		class := viewer.Account(clerk, time.Time{}, delegate).VisibilityClass()
		h.wantMessages(open(viewer.Anonymous()), "1:1", "3:3", "beat 3")
		for _, account := range []gid.ID{clerk, gid.Derive(gid.Account, "other")} {
			h.wantMessages(open(viewer.Account(account, time.Time{}, delegate)),
				"1:1 for "+class, "2:2 for "+class, "3:3 for "+class, "beat 3 for "+class)
		}
		if what, times := h.mostExecuted(); times != 1 {
			h.Errorf("%q was rendered %d times", what, times)
		}
	})
}

// A change of grants takes effect before any later event, whether the node was woken for it or read it with
// that event.
func TestSubscription_GrantsChange(t *testing.T) {
	for name, woken := range map[string]bool{"woken": true, "by the event alone": false} {
		t.Run(name, func(t *testing.T) {
			runWithHub(t, live.Config{}, func(h *testHub) {
				var mu sync.Mutex
				now := viewer.Account(clerk, time.Time{}, delegate)
				class := now.VisibilityClass()
				current := func(context.Context) (viewer.Viewer, error) {
					mu.Lock()
					defer mu.Unlock()
					return now, nil
				}
				request := live.Request{Key: "q", Execute: h.eventDocument(confStream), CurrentViewer: current}
				s, err := h.Subscribe(h.Context(), request)
				if err != nil {
					h.Fatal(err)
				}
				defer s.Close()
				h.wantMessages(s, "beat 0 for "+class)
				h.memory.append(confStream, FakeChange{1, delegatesOnly})
				h.wantMessages(s, "1:1 for "+class)

				mu.Lock()
				now = viewer.Account(clerk, time.Time{})
				mu.Unlock()
				wake := h.memory.wake
				if !woken {
					h.memory.wake = nil
				}
				h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
				h.memory.wake = wake
				h.memory.append(confStream, FakeChange{2, delegatesOnly}, FakeChange{N: 3})
				h.wantMessages(s, "scope 1 for reader", "3:3 for reader")

				mu.Lock()
				editor := viewer.Grant{Role: viewer.UnitEditor, Unit: 7, SchoolYear: 2023}
				now = viewer.Account(clerk, time.Time{}, editor)
				mu.Unlock()
				h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
				if _, err := s.Next(h.Context()); !errors.Is(err, fault.NotFound) {
					h.Errorf("a viewer who may no longer subscribe: %v", err)
				}
			})
		})
	}
}

// A change of another account's grants does not affect a subscription; the expiry of its own token ends it.
func TestSubscription_TokenExpires(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: time.Hour}, func(h *testHub) {
		reads := 0
		until := time.Now().Add(time.Minute)
		current := func(context.Context) (viewer.Viewer, error) {
			reads++
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until, delegate), nil
		}
		s, err := h.Subscribe(h.Context(), live.Request{
			Key: "q", Execute: h.eventDocument(confStream), CurrentViewer: current,
		})
		if err != nil {
			h.Fatal(err)
		}
		defer s.Close()
		h.receiveAll(s)
		before := reads
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: gid.Derive(gid.Account, "other")})
		h.receiveAll(s)
		if reads != before {
			h.Errorf("read the viewer %d times, and %d times before", reads, before)
		}
		_, err = s.Next(h.Context())
		if !errors.Is(err, fault.TokenExpired) || time.Now().Before(until) {
			h.Errorf("%v at %v", err, time.Now())
		}
	})
}

// A canceled subscription does not affect others, and closing the hub ends all.
func TestClose(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		s := h.subscribe(nil)
		h.receiveAll(s)
		ctx, cancel := context.WithCancel(h.Context())
		cancel()
		if _, err := s.Next(ctx); !errors.Is(err, context.Canceled) {
			h.Errorf("%v", err)
		}
		other := h.subscribe(nil)
		h.receiveAll(other)
		h.Close()
		if _, err := other.Next(h.Context()); !errors.Is(err, context.Canceled) {
			h.Errorf("%v", err)
		}
	})
}

// Topics without subscriptions are evicted.
func TestEvictIdle(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		f, err := h.Subscribe(h.Context(), live.Request{
			Key: "q", Execute: h.eventDocument(confStream), CurrentViewer: fixedViewer(viewer.Anonymous()),
		})
		if err != nil {
			h.Fatal(err)
		}
		if s := h.Stats(); s.Topics != 1 || s.Subscriptions != 1 {
			h.Errorf("%+v", s)
		}
		f.Close()
		time.Sleep(5*time.Minute + time.Second) // between two beats
		if s := h.Stats(); s.Topics != 0 || s.Subscriptions != 0 {
			h.Errorf("%+v", s)
		}
		h.memory.appendNumbered(2)
		h.wantMessages(h.subscribe(positionAt(0)), "1:1", "2:1", "beat 2")
	})
}
