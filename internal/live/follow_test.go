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

func (n *node) want(f *live.Follower, want ...string) {
	n.Helper()
	for i := range want {
		if !strings.Contains(want[i], " for ") {
			want[i] += " for public"
		}
	}
	if got := n.texts(f); !slices.Equal(got, want) {
		n.Errorf("got %q, want %q", got, want)
	}
}

// A new subscription first receives a heartbeat with its position, and then each event once and in order.
func TestFollow(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(3)
		f := n.follow(nil)
		n.want(f, "beat 3")
		n.m.say(hall, Said{N: 7}, Said{N: 8})
		n.want(f, "4:7", "5:8")
		n.want(n.follow(at(3)), "4:7", "5:8", "beat 5")
		n.want(n.follow(at(5)), "beat 5")
		n.want(n.follow(at(0)), "1:1", "2:1", "3:1", "4:7", "5:8", "beat 5")
	})
}

// Entries are read and rendered once, however many subscriptions there are.
func TestRenderedOnce(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		var group sync.WaitGroup
		const watchers, events = 1000, 20
		for range watchers {
			f := n.follow(nil)
			group.Go(func() {
				if got := n.texts(f); len(got) != events+1 {
					n.Errorf("%d messages: %q", len(got), got)
				}
			})
		}
		before := n.Stats()
		for i := range events {
			n.m.say(hall, Said{N: i})
			time.Sleep(10 * time.Millisecond)
		}
		group.Wait()
		after := n.Stats()
		if what, times := n.most(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
		if reads := after.Statements - before.Statements; reads > events+2 {
			n.Errorf("%d statements for %d events", reads, events)
		}
	})
}

// Many clients reconnect with an old position: nothing is read or rendered twice.
func TestReconnectStorm(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(1000)
		first := n.follow(nil) // the node has not read what was before
		n.want(first, "beat 1000")
		var group sync.WaitGroup
		for i := range 2000 {
			group.Go(func() {
				f := n.follow(at(500))
				got := n.texts(f)
				if len(got) != 501 || !strings.HasPrefix(got[0], "501:") ||
					!strings.HasPrefix(got[499], "1000:") {
					n.Errorf("%d: %d messages", i, len(got))
				}
			})
		}
		group.Wait()
		if what, times := n.most(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
		if reads := n.Stats().Statements; reads > 10 {
			n.Errorf("%d statements", reads)
		}
	})
}

// Every subscription receives every event once and in order, despite slow clients, lost wake-ups and failing
// reads.
func TestNothingIsMissed(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	in(t, live.Config{Keep: 4 << 10, Batch: 7}, func(n *node) {
		random := rand.New(rand.NewPCG(seed, 1))
		const events = 3000
		var group sync.WaitGroup
		for i := range 30 {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			f := n.follow(at(0))
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
		wake := n.m.wake
		for i := 1; i <= events; i++ {
			n.m.mu.Lock()
			n.m.wake, n.m.broken = wake, random.IntN(20) == 0
			if random.IntN(3) == 0 {
				n.m.wake = nil // wake-up lost
			}
			n.m.mu.Unlock()
			n.m.say(hall, Said{N: i})
			if random.IntN(50) == 0 {
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
		}
		n.m.mu.Lock()
		n.m.broken = false
		n.m.mu.Unlock()
		group.Wait()
	})
}

// A lost wake-up delays an event until the next poll at most.
func TestLostWakeUp(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		f := n.follow(nil)
		n.want(f, "beat 0")
		n.m.deafen()
		n.m.count(1)
		began := time.Now()
		if _, err := f.Next(n.Context()); err != nil || time.Since(began) > 500*time.Millisecond {
			n.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A heartbeat has the position of the stream when there are no events.
func TestHeartbeats(t *testing.T) {
	in(t, live.Config{Beat: 15 * time.Second}, func(n *node) {
		f := n.follow(nil)
		n.want(f, "beat 0")
		n.m.count(1)
		n.want(f, "1:1")
		time.Sleep(16 * time.Second) // between two beats
		n.want(f, "beat 1")
		time.Sleep(45 * time.Second)
		n.want(f, "beat 1") // only the newest one
	})
}

func (n *node) refused(after *journal.Position, code, reason string) {
	n.Helper()
	f, err := n.Open(n.Context(), live.Request{
		Key: "q", Run: n.watch(hall, after), After: after,
		Viewer: as(viewer.Anonymous()),
	})
	if err == nil {
		f.Close()
		n.Errorf("subscribed, want %s", code)
		return
	}
	known, ok := fault.As(err)
	if !ok || string(known.Code()) != code || known.Params()["reason"] != reason {
		n.Errorf("%v, want %s %s", err, code, reason)
	}
}

// Positions that cannot be resumed from fail with distinct reasons.
func TestPositions(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(600)
		other := journal.At(1, journal.OfConference(1), 3)
		n.refused(&other, "BAD_POSITION", "OTHER_STREAM")
		n.refused(at(601), "POSITION_LOST", "AHEAD")
		restored := journal.At(2, hall, 3)
		n.refused(&restored, "POSITION_LOST", "RESTORED")
		n.m.mu.Lock()
		n.m.trimmed[hall] = 300
		n.m.mu.Unlock()
		time.Sleep(time.Second)
		n.refused(at(299), "POSITION_LOST", "NOT_KEPT")
		if got := n.texts(n.follow(at(300))); len(got) != 301 {
			n.Errorf("%d messages from where the stream is kept", len(got))
		}
		n.m.deafen() // an entry that only another node has read
		n.m.count(1)
		n.want(n.follow(at(601)), "beat 601")
	})
}

// A database that is restored ends current subscriptions.
func TestRestored(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(5)
		f := n.follow(nil)
		n.want(f, "beat 5")
		n.m.mu.Lock()
		n.m.epoch, n.m.streams[hall] = 2, n.m.streams[hall][:3]
		n.m.mu.Unlock()
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("%v", err)
		}
		n.refused(at(3), "POSITION_LOST", "RESTORED")
		n.want(n.follow(nil), "beat 3")
	})
}

var (
	clerk    = gid.Of(gid.Account, "clerk")
	hallID   = gid.Of(gid.Conference, "hall")
	delegate = viewer.Grant{Role: viewer.Delegate, Conference: hallID}
	inside   = viewer.Only(viewer.Scope{Conference: hallID})
)

// Each visibility class receives its own events and renderings.
func TestClasses(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		open := func(v viewer.Viewer) *live.Follower {
			f, err := n.Open(n.Context(), live.Request{
				Key: "q", Run: n.watch(hall, at(0)), After: at(0),
				Viewer: as(v),
			})
			if err != nil {
				n.Fatal(err)
			}
			n.Cleanup(f.Close)
			return f
		}
		n.m.say(hall, Said{N: 1}, Said{2, inside}, Said{N: 3})
		class := viewer.Account(clerk, time.Time{}, delegate).Class()
		n.want(open(viewer.Anonymous()), "1:1", "3:3", "beat 3")
		for _, account := range []gid.ID{clerk, gid.Of(gid.Account, "other")} {
			n.want(open(viewer.Account(account, time.Time{}, delegate)),
				"1:1 for "+class, "2:2 for "+class, "3:3 for "+class, "beat 3 for "+class)
		}
		if what, times := n.most(); times != 1 {
			n.Errorf("%q was rendered %d times", what, times)
		}
	})
}

// A change of grants takes effect before any later event, whether the node was woken for it or read it with
// that event.
func TestGrantsChange(t *testing.T) {
	for name, woken := range map[string]bool{"woken": true, "by the event alone": false} {
		t.Run(name, func(t *testing.T) {
			in(t, live.Config{}, func(n *node) {
				var mu sync.Mutex
				now := viewer.Account(clerk, time.Time{}, delegate)
				class := now.Class()
				current := func(context.Context) (viewer.Viewer, error) {
					mu.Lock()
					defer mu.Unlock()
					return now, nil
				}
				ask := live.Request{Key: "q", Run: n.watch(hall, nil), Viewer: current}
				f, err := n.Open(n.Context(), ask)
				if err != nil {
					n.Fatal(err)
				}
				defer f.Close()
				n.want(f, "beat 0 for "+class)
				n.m.say(hall, Said{1, inside})
				n.want(f, "1:1 for "+class)

				mu.Lock()
				now = viewer.Account(clerk, time.Time{})
				mu.Unlock()
				wake := n.m.wake
				if !woken {
					n.m.wake = nil
				}
				n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
				n.m.wake = wake
				n.m.say(hall, Said{2, inside}, Said{N: 3})
				n.want(f, "scope 1 for reader", "3:3 for reader")

				mu.Lock()
				editor := viewer.Grant{Role: viewer.UnitEditor, Unit: 7, SchoolYear: 2023}
				now = viewer.Account(clerk, time.Time{}, editor)
				mu.Unlock()
				n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
				if _, err := f.Next(n.Context()); !errors.Is(err, fault.NotFound) {
					n.Errorf("a viewer who may no longer subscribe: %v", err)
				}
			})
		})
	}
}

// A change of another account's grants does not affect a subscription; the expiry of its own token ends it.
func TestExpiry(t *testing.T) {
	in(t, live.Config{Beat: time.Hour}, func(n *node) {
		asked := 0
		until := time.Now().Add(time.Minute)
		current := func(context.Context) (viewer.Viewer, error) {
			asked++
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until, delegate), nil
		}
		f, err := n.Open(n.Context(), live.Request{
			Key: "q", Run: n.watch(hall, nil), Viewer: current,
		})
		if err != nil {
			n.Fatal(err)
		}
		defer f.Close()
		n.texts(f)
		before := asked
		n.m.say(journal.Access, journal.GrantsChanged{Account: gid.Of(gid.Account, "other")})
		n.texts(f)
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
	in(t, live.Config{}, func(n *node) {
		f := n.follow(nil)
		n.texts(f)
		ctx, cancel := context.WithCancel(n.Context())
		cancel()
		if _, err := f.Next(ctx); !errors.Is(err, context.Canceled) {
			n.Errorf("%v", err)
		}
		other := n.follow(nil)
		n.texts(other)
		n.Close()
		if _, err := other.Next(n.Context()); !errors.Is(err, context.Canceled) {
			n.Errorf("%v", err)
		}
	})
}

// Topics without subscriptions are evicted.
func TestSweep(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		f, err := n.Open(n.Context(), live.Request{
			Key: "q", Run: n.watch(hall, nil), Viewer: as(viewer.Anonymous()),
		})
		if err != nil {
			n.Fatal(err)
		}
		if s := n.Stats(); s.Topics != 1 || s.Followers != 1 {
			n.Errorf("%+v", s)
		}
		f.Close()
		time.Sleep(5*time.Minute + time.Second) // between two beats
		if s := n.Stats(); s.Topics != 0 || s.Followers != 0 {
			n.Errorf("%+v", s)
		}
		n.m.count(2)
		n.want(n.follow(at(0)), "1:1", "2:1", "beat 2")
	})
}
