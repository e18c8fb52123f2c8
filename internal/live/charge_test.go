package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// eventRequest returns a request for events with a document of its own, which is charged to p.
func (n *node) events(key string, p *purse, after *journal.Position) live.Request {
	return live.Request{
		Key: key, Run: n.watch(hall, after), After: after,
		Viewer: as(viewer.Anonymous()), Charge: p.charge,
	}
}

// numberedTexts returns the payloads of the events from a to b for anonymous viewers.
func numbered(a, b int) (texts []string) {
	for i := a; i <= b; i++ {
		texts = append(texts, fmt.Sprintf("%d:1 for public", i))
	}
	return texts
}

func (n *node) receives(f *live.Follower, want ...string) {
	n.Helper()
	if got := n.texts(f); !slices.Equal(got, want) {
		n.Errorf("received %q, want %q", got, want)
	}
}

// Documents of event subscriptions are limited like live queries, but counted separately.
func TestEventDocuments_Limits(t *testing.T) {
	home, away := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	limits := live.LiveQueryLimits{Node: 4, PerAddress: 3, PerAccount: 2}
	in(t, live.Config{LiveQueries: limits}, func(n *node) {
		open := func(key string, from netip.Prefix, account gid.ID) (*live.Follower, error) {
			ask := n.events(key, &purse{}, nil)
			ask.Address = from
			if account != 0 {
				ask.Viewer = as(viewer.Account(account, time.Time{}))
			}
			return n.Open(n.Context(), ask)
		}
		var all []*live.Follower
		opens := func(key string, from netip.Prefix, account gid.ID) {
			n.Helper()
			f, err := open(key, from, account)
			if err != nil {
				n.Fatal(key, err)
			}
			all = append(all, f)
		}
		refuses := func(key string, from netip.Prefix, account gid.ID, limit string, max int) {
			n.Helper()
			_, err := open(key, from, account)
			known, ok := fault.As(err)
			if !ok || !errors.Is(err, fault.TooManyLiveQueries) || known.Params()["limit"] != limit ||
				known.Params()["max"] != max || known.Params()["value"] != max {
				n.Errorf("%s: %v, want %s", key, err, limit)
			}
		}
		for i := range 3 { // live queries do not count
			ask := n.liveQuery(refreshing(0), fmt.Sprint("live", i))
			ask.Address = home
			n.watches(ask)
		}
		for _, key := range []string{"a", "b", "c", "a", "b"} {
			opens(key, home, 0)
		}
		refuses("d", home, 0, "--max-live-queries-per-address", 3)
		opens("c", away, 0)
		opens("d", away, clerk)
		refuses("e", away, clerk, "--max-live-queries", 4)
		all[0].Close()
		all[3].Close()
		opens("e", away, clerk)
		all[1].Close()
		all[4].Close()
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries-per-account", 2)
		if s := n.Stats(); s.EventDocuments != 3 || s.LiveQueries != 3 {
			n.Errorf("%+v", s)
		}
		for _, i := range []int{2, 5, 6, 7} {
			all[i].Close()
		}
		if s := n.Stats(); s.EventDocuments != 0 || s.LiveQueries != 3 || s.Followers != 3 {
			n.Errorf("%+v", s)
		}
	})
}

// An event is charged once per document, to its subscribers in turn. Heartbeats are free.
func TestEvents_PaidInTurn(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		purses := []*purse{{left: 10}, {left: 10}, {}}
		var all []*live.Follower
		for _, p := range purses {
			all = append(all, n.watches(n.events("shared", p, nil)))
		}
		for i := 1; i <= 6; i++ {
			n.m.count(1)
			for _, f := range all {
				n.texts(f)
			}
		}
		time.Sleep(time.Minute)
		for _, f := range all {
			n.receives(f, "beat 6 for public")
		}
		if purses[0].spent() != 3 || purses[1].spent() != 3 || purses[2].spent() != 0 {
			n.Errorf("paid %d, %d and %d for 6 events",
				purses[0].spent(), purses[1].spent(), purses[2].spent())
		}
		g := n.invite(n.events("shared", purses[0], nil), nil)
		n.told(g, "beat 6 for public")
		n.m.count(4)
		n.told(g, numbered(7, 10)...)
		g.bye()
		if paid := purses[0].spent() + purses[1].spent(); paid != 10 {
			n.Errorf("paid %d for 10 events", paid)
		}
	})
}

// Events that nobody can pay for are delivered late, as they are paid, completely and in order. Other
// documents are not delayed, and waiting needs no goroutine.
func TestEvents_LateWithoutLoss(t *testing.T) {
	in(t, live.Config{Beat: 2 * time.Hour}, func(n *node) {
		poor, rich := &purse{}, &purse{left: 1000}
		before := runtime.NumGoroutine()
		guests := make([]*guest, 200)
		for i := range guests {
			guests[i] = n.invite(n.events("poor", poor, nil), nil)
		}
		other := n.invite(n.events("rich", rich, nil), nil)
		waiting := n.watches(n.events("poor", poor, nil)) // with a goroutine of its own
		n.told(guests[0], "beat 0 for public")
		n.receives(waiting, "beat 0 for public")
		n.told(other, "beat 0 for public")
		n.m.count(10)
		n.told(other, numbered(1, 10)...)
		n.told(guests[0])
		n.receives(waiting)
		time.Sleep(5 * time.Second)
		if more := runtime.NumGoroutine() - before; more > 50 {
			n.Errorf("%d goroutines wait", more)
		}
		next := 1
		for _, paid := range []int{1, 4, 2} {
			poor.give(paid)
			time.Sleep(20 * time.Second)
			n.told(guests[0], numbered(next, next+paid-1)...)
			n.receives(waiting, numbered(next, next+paid-1)...)
			next += paid
		}
		n.m.count(2)
		poor.give(1000)
		time.Sleep(4 * time.Second)
		n.told(guests[0], numbered(8, 12)...)
		n.receives(waiting, numbered(8, 12)...)
		for _, g := range guests[1:] {
			n.told(g, append([]string{"beat 0 for public"}, numbered(1, 12)...)...)
		}
		if poor.spent() != 12 || rich.spent() != 12 {
			n.Errorf("paid %d and %d for 12 events", poor.spent(), rich.spent())
		}
		for _, g := range append(guests, other) {
			g.bye()
		}
	})
}

// A subscription that resumes from an old position and cannot pay does not delay those at the end that can.
func TestEvents_LateFromAnOldPosition(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		p := &purse{left: 1}
		n.m.count(500)
		g := n.invite(n.events("q", p, nil), nil)
		n.told(g, "beat 500 for public")
		old := n.watches(n.events("q", p, at(0)))
		n.receives(old, numbered(1, 1)...)
		p.give(1)
		n.m.count(1)
		n.told(g, numbered(501, 501)...)
		p.give(500)
		time.Sleep(10 * time.Second)
		got := n.texts(old)
		if len(got) < 500 || !slices.Equal(got[:500], numbered(2, 501)) {
			n.Errorf("received %d: %q", len(got), got)
		}
		if p.spent() != 501 {
			n.Errorf("paid %d for 501 events", p.spent())
		}
		g.bye()
	})
}

// A new subscriber who can pay pays for the waiting events.
func TestEvents_PaidByANewSubscriber(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		broke := func(viewer.Viewer) time.Duration { return time.Hour }
		ask := n.events("q", nil, nil)
		ask.Charge = broke
		g := n.invite(ask, nil)
		n.told(g, "beat 0 for public")
		n.m.count(2)
		n.told(g)
		n.watches(n.events("q", &purse{left: 2}, nil))
		n.told(g, numbered(1, 2)...)
		g.bye()
	})
}

// Waiting for a payment ends with the last subscriber, its authentication, the hub or the epoch.
func TestEvents_LateEnds(t *testing.T) {
	var attempts atomic.Int64
	broke := func(viewer.Viewer) time.Duration { attempts.Add(1); return time.Second }
	late := func(
		n *node, who func(context.Context) (viewer.Viewer, error),
	) (*guest, *guest) {
		ask := n.events("q", nil, nil)
		ask.Charge, ask.Viewer = broke, who
		rests := n.invite(ask, nil)
		ask.After = at(0) // waits by itself, since the second event
		n.m.count(1)
		waits := n.invite(ask, nil)
		time.Sleep(2 * time.Second)
		return rests, waits
	}
	t.Run("the last subscriber", func(t *testing.T) {
		in(t, live.Config{}, func(n *node) {
			rests, waits := late(n, as(viewer.Anonymous()))
			for _, g := range []*guest{rests, waits} {
				if err := g.bye(); !errors.Is(err, context.Canceled) {
					n.Error(err)
				}
			}
			synctest.Wait()
			before := attempts.Load()
			time.Sleep(time.Minute)
			if attempts.Load() != before || n.runs["1:1 for public"] != 0 {
				n.Errorf("%d more attempts, %v", attempts.Load()-before, n.runs)
			}
			g := n.invite(n.events("q", &purse{left: 9}, at(0)), nil)
			n.told(g, "1:1 for public", "beat 1 for public")
		})
	})
	t.Run("their rights", func(t *testing.T) {
		in(t, live.Config{}, func(n *node) {
			var over atomic.Bool
			rests, waits := late(n, func(context.Context) (viewer.Viewer, error) {
				if over.Load() {
					return viewer.Viewer{}, fault.TokenExpired.With()
				}
				return viewer.Account(clerk, time.Time{}), nil
			})
			over.Store(true)
			n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
			n.Wake([]string{string(hall)})
			synctest.Wait()
			for _, g := range []*guest{rests, waits} {
				select {
				case err := <-g.ended:
					if !errors.Is(err, fault.TokenExpired) {
						n.Error(err)
					}
				default:
					n.Error("it still waits")
				}
			}
		})
	})
	t.Run("the hub", func(t *testing.T) {
		in(t, live.Config{}, func(n *node) {
			rests, waits := late(n, as(viewer.Anonymous()))
			n.Close()
			for _, g := range []*guest{rests, waits} {
				if err := <-g.ended; !errors.Is(err, context.Canceled) {
					n.Error(err)
				}
			}
		})
	})
	t.Run("the epoch", func(t *testing.T) {
		in(t, live.Config{}, func(n *node) {
			rests, waits := late(n, as(viewer.Anonymous()))
			n.m.set(func() { n.m.epoch++ })
			time.Sleep(2 * time.Second)
			for _, g := range []*guest{rests, waits} {
				if err := <-g.ended; !errors.Is(err, fault.PositionLost) {
					n.Error(err)
				}
			}
		})
	})
}

// What is hidden while nobody can pay is not delivered afterwards, and is charged once, however often
// renderings are dropped meanwhile.
func TestEvents_LateShowsWhatIsVisibleThen(t *testing.T) {
	shown := &rows{hidden: map[gid.ID]bool{}}
	in(t, live.Config{States: shown.states}, func(n *node) {
		p := &purse{}
		ask := n.events("q", p, nil)
		var runs atomic.Int64
		ask.Run = func(ctx context.Context) ([]byte, error) {
			find := func(context.Context) (journal.Stream, error) { return hall, nil }
			events, err := live.Events(ctx, n.Hub, find, nil)
			if err != nil {
				return nil, err
			}
			if e, ok := <-events; ok {
				if published, ok := e.Change.(Published); ok {
					runs.Add(1)
					return fmt.Appendf(nil, "%d:published %d", e.Position.Seq, published.N), nil
				}
			}
			return []byte("beat"), nil
		}
		g := n.invite(ask, nil)
		n.told(g, "beat")
		n.m.say(hall, Published{Said{N: 1}, 1}, Published{Said{N: 2}, 2})
		time.Sleep(time.Minute)
		shown.set(1, true)
		p.give(2)
		time.Sleep(4 * time.Second)
		got := g.texts()
		if len(got) == 0 || got[0] != "2:published 2" || slices.Contains(got, "1:published 1") {
			n.Errorf("received %q", got)
		}
		if p.spent() != 2 || runs.Load() != 1 {
			n.Errorf("paid %d, %d executions", p.spent(), runs.Load())
		}
		g.bye()
	})
}

// Each subscriber receives every event once and in order, whoever pays and whenever.
func TestEvents_NoneLostWhoeverPays(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	in(t, live.Config{Keep: 2 << 10, Batch: 7}, func(n *node) {
		random := rand.New(rand.NewPCG(seed, 1))
		purses := []*purse{{}, {}, {}}
		guests := make([]*guest, 30)
		for i := range guests {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			ask := n.events("q", purses[i%3], nil)
			guests[i] = n.invite(ask, func(messages []live.Message) int {
				if i%2 == 0 {
					return len(messages)
				}
				return own.IntN(len(messages) + 1)
			})
		}
		synctest.Wait()
		const events = 1000
		for range events {
			n.m.count(1)
			purses[random.IntN(3)].give(random.IntN(2))
			guests[random.IntN(len(guests))].Wake()
			if random.IntN(20) == 0 {
				time.Sleep(time.Duration(random.IntN(5000)) * time.Millisecond)
			}
		}
		for range 100 {
			purses[0].give(1000)
			time.Sleep(4 * time.Second)
		}
		for _, g := range guests {
			told := slices.DeleteFunc(g.texts(), func(text string) bool {
				return strings.HasPrefix(text, "beat")
			})
			if !slices.Equal(told, numbered(1, events)) {
				t.Fatalf("received %d: %q", len(told), told)
			}
			g.bye()
		}
	})
}

// Only the first attempt of a live query is part of the cost of its operation: while refreshes fail, each
// further attempt is charged.
func TestRefresh_FailuresAreCharged(t *testing.T) {
	in(t, live.Config{RefreshShare: 0.001}, func(n *node) {
		p := &purse{left: 5}
		var broken atomic.Bool
		broken.Store(true)
		w := refreshing(2 * time.Millisecond)
		ask := n.liveQuery(w, "fails")
		run, attempts := ask.Run, 0
		ask.Run = func(ctx context.Context) ([]byte, error) {
			before := w.count()
			text, err := run(ctx)
			if w.count() > before {
				attempts++
				if broken.Load() {
					return nil, fault.Timeout.With()
				}
			}
			return text, err
		}
		ask.Charge = p.charge
		f := n.watches(ask)
		time.Sleep(3 * time.Second)
		// The share is one every two seconds; the third is paid and waits.
		if w.count() != 2 || p.spent() != 2 {
			n.Errorf("%d attempts in 3 seconds, paid %d", w.count(), p.spent())
		}
		time.Sleep(time.Minute)
		if w.count() != 6 || p.spent() != 5 {
			n.Errorf("%d attempts, paid %d", w.count(), p.spent())
		}
		broken.Store(false)
		p.give(10)
		time.Sleep(10 * time.Second)
		n.receives(f, "0")
		if w.count() != 7 || p.spent() != 6 {
			n.Errorf("%d attempts, paid %d", w.count(), p.spent())
		}
	})
}
