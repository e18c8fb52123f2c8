package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
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

// testSubscriber is a subscriber that can be parked, as a socket is.
type guest struct {
	*live.Follower
	ctx   context.Context
	leave context.CancelFunc
	takes func(messages []live.Message) int // number of accepted messages; nil for all
	ended chan error
	alone atomic.Int64 // number of calls of Resume

	mu  sync.Mutex
	got []string
}

// addSubscriber subscribes to the conference, without a goroutine while parked.
func (n *node) invite(ask live.Request, takes func([]live.Message) int) *guest {
	n.Helper()
	f, err := n.Open(n.Context(), ask)
	if err != nil {
		n.Fatal(err)
	}
	g := &guest{Follower: f, takes: takes, ended: make(chan error, 1)}
	g.ctx, g.leave = context.WithCancel(n.Context())
	go g.Resume(nil)
	return g
}

func (n *node) asked() live.Request {
	return live.Request{
		Key: "q", Run: n.watch(hall, nil), Viewer: as(viewer.Anonymous()),
	}
}

func (g *guest) Gone() bool { return g.ctx.Err() != nil }

func (g *guest) Offer(messages []live.Message) ([]live.Message, bool) {
	took := len(messages)
	if g.takes != nil {
		took = g.takes(messages)
	}
	g.note(messages[:took])
	return messages[took:], took == len(messages)
}

func (g *guest) Broken(panicked any) { g.end(fmt.Errorf("broken: %v", panicked)) }

func (g *guest) Resume(left []live.Message) {
	g.alone.Add(1)
	g.note(left)
	for {
		messages, err := g.Serve(g.ctx, g)
		if err != nil {
			g.end(err)
			return
		}
		if messages == nil {
			return
		}
		g.note(messages)
	}
}

func (g *guest) note(messages []live.Message) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, m := range messages {
		g.got = append(g.got, string(m.Payload))
	}
}

func (g *guest) end(err error) {
	g.Close()
	g.ended <- err
}

// disconnect does what a socket does when it is closed.
func (g *guest) bye() error {
	g.leave()
	g.Wake()
	return <-g.ended
}

// takeReceived returns the payloads received since the last call.
func (g *guest) texts() (got []string) {
	synctest.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	got, g.got = g.got, nil
	return got
}

func (n *node) told(g *guest, want ...string) {
	n.Helper()
	if got := g.texts(); !slices.Equal(got, want) {
		n.Errorf("received %q, want %q", got, want)
	}
}

// Parked subscriptions receive everything once, rendered once, without goroutines of their own.
func TestUshers(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		before := runtime.NumGoroutine()
		guests := make([]*guest, 500)
		for i := range guests {
			guests[i] = n.invite(n.asked(), nil)
		}
		synctest.Wait()
		if more := runtime.NumGoroutine() - before; more > 50 {
			t.Errorf("%d goroutines wait", more)
		}
		want := []string{"beat 0 for public"}
		for i := 1; i <= 300; i++ { // more than a chunk
			n.m.say(hall, Said{N: i})
			want = append(want, fmt.Sprintf("%d:%d for public", i, i))
			if i%7 == 0 {
				synctest.Wait()
			}
		}
		for _, g := range guests {
			n.told(g, want...)
			if alone := g.alone.Load(); alone != 1 {
				t.Fatalf("it went on by itself %d times", alone)
			}
		}
		if what, times := n.most(); times != 1 {
			t.Errorf("%q was rendered %d times", what, times)
		}
		time.Sleep(16 * time.Second)
		n.told(guests[0], "beat 300 for public")
		for _, g := range guests {
			if err := g.bye(); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		if s := n.Stats(); s.Followers != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// All subscriptions receive every event once and in order, however much they accept, whenever they are woken,
// and whatever fails.
func TestUshersMissNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	in(t, live.Config{Keep: 2 << 10, Batch: 7}, func(n *node) {
		random := rand.New(rand.NewPCG(seed, 1))
		guests := make([]*guest, 40)
		for i := range guests {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			guests[i] = n.invite(n.asked(), func(messages []live.Message) int {
				if i%2 == 0 {
					return len(messages)
				}
				return own.IntN(len(messages) + 1)
			})
		}
		wake := n.m.wake
		const events = 2000
		for i := 1; i <= events; i++ {
			n.m.set(func() {
				n.m.wake, n.m.broken = wake, random.IntN(20) == 0
				if random.IntN(3) == 0 {
					n.m.wake = nil
				}
			})
			n.m.say(hall, Said{N: i})
			guests[random.IntN(len(guests))].Wake()
			if random.IntN(50) == 0 {
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
		}
		n.m.set(func() { n.m.broken, n.m.wake = false, wake })
		time.Sleep(3 * time.Second)
		for _, g := range guests {
			next := 1
			for _, text := range g.texts() {
				if strings.HasPrefix(text, "beat") {
					continue
				}
				if text != fmt.Sprintf("%d:%d for public", next, next) {
					t.Fatalf("received %q instead of %d", text, next)
				}
				next++
			}
			if next != events+1 {
				t.Fatalf("received %d events", next-1)
			}
			g.bye()
		}
	})
}

// A change of grants takes effect before later events are delivered to parked subscriptions, and ends those
// that may no longer subscribe.
func TestUshersHeedGrants(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		var now atomic.Pointer[viewer.Viewer]
		be := func(grants ...viewer.Grant) string {
			v := viewer.Account(clerk, time.Time{}, grants...)
			now.Store(&v)
			return v.Class()
		}
		class := be(delegate)
		ask := n.asked()
		ask.Viewer = func(context.Context) (viewer.Viewer, error) { return *now.Load(), nil }
		g := n.invite(ask, nil)
		n.told(g, "beat 0 for "+class)
		n.m.say(hall, Said{1, inside})
		n.told(g, "1:1 for "+class)
		be()
		n.m.deafen()
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
		n.m.wake = n.Wake
		n.m.say(hall, Said{2, inside}, Said{N: 3})
		n.told(g, "scope 1 for reader", "3:3 for reader")
		be(viewer.Grant{Role: viewer.UnitEditor, Unit: 7, SchoolYear: 2023})
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
		if err := <-g.ended; !errors.Is(err, fault.NotFound) {
			t.Errorf("a viewer who may no longer subscribe: %v", err)
		}
	})
}

// A viewer who may no longer subscribe receives the event that says why and nothing after it, however many
// messages were accepted before; others continue.
func TestUshersHeedNarrowing(t *testing.T) {
	for _, takes := range []int{0, 1, 2} {
		in(t, live.Config{}, func(n *node) {
			some := func(messages []live.Message) int { return min(takes, len(messages)) }
			guest := n.invite(n.asked(), some)
			ask := n.asked()
			ask.Viewer = as(viewer.Account(clerk, time.Time{}, delegate))
			stays := n.invite(ask, some)
			class := " for " + viewer.Account(clerk, time.Time{}, delegate).Class()
			n.told(guest, "beat 0 for public")
			n.told(stays, "beat 0"+class)
			n.shut.Store(true)
			n.m.say(hall, Said{N: 1}, Said{N: 2}, Closing{Said{N: 3}},
				Said{N: 4}, Closing{Said{N: 5}})
			n.told(guest, "1:1 for public", "2:2 for public", "3:3 for public")
			n.told(stays, "1:1"+class, "2:2"+class, "3:3"+class, "4:4"+class, "5:5"+class)
			if err := <-guest.ended; !errors.Is(err, fault.NotFound) {
				t.Errorf("the guest: %v", err)
			}
			stays.bye()
		})
	}
}

// The viewer is read again when its authentication expires while parked.
func TestUshersHeedExpiry(t *testing.T) {
	in(t, live.Config{Beat: time.Hour}, func(n *node) {
		until := time.Now().Add(time.Minute)
		ask := n.asked()
		ask.Viewer = func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until, delegate), nil
		}
		g := n.invite(ask, nil)
		synctest.Wait()
		if err := <-g.ended; !errors.Is(err, fault.TokenExpired) || time.Since(until) > time.Millisecond {
			t.Errorf("%v, %v late", err, time.Since(until))
		}
	})
}

// A slow view delays only its own subscriptions, and one that cannot be rendered ends them.
func TestUshersDoNotWait(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		hold := make(chan struct{})
		var fails atomic.Bool
		slow := n.asked()
		run := slow.Run
		slow.Key, slow.Run = "slow", func(ctx context.Context) ([]byte, error) {
			text, err := run(ctx)
			if strings.HasPrefix(string(text), "1:") {
				<-hold
			}
			if fails.Load() {
				return nil, fault.Timeout.With()
			}
			return text, err
		}
		held, well := n.invite(slow, nil), n.invite(n.asked(), nil)
		n.told(well, "beat 0 for public")
		n.told(held, "beat 0 for public")
		n.m.count(1)
		n.told(well, "1:1 for public")
		n.told(held)
		close(hold)
		n.told(held, "1:1 for public")
		fails.Store(true)
		n.m.count(1)
		if err := <-held.ended; !errors.Is(err, fault.KindUnavailable) {
			t.Errorf("%v", err)
		}
		n.told(well, "2:1 for public")
		well.bye()
	})
}

// A panic of a subscriber ends only that one.
func TestUshersOutlivePanics(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		bad := n.invite(n.asked(), func([]live.Message) int { panic("bad") })
		good := n.invite(n.asked(), nil)
		synctest.Wait()
		n.m.count(1)
		if err := <-bad.ended; err == nil || err.Error() != "broken: bad" {
			t.Errorf("%v", err)
		}
		n.told(good, "beat 0 for public", "1:1 for public")
		good.bye()
	})
}

// A closed hub, and the end of the epoch, end parked subscriptions.
func TestUshersEnd(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		g := n.invite(n.asked(), nil)
		n.told(g, "beat 0 for public")
		n.m.set(func() { n.m.epoch = 2 })
		if err := <-g.ended; !errors.Is(err, fault.PositionLost) {
			t.Errorf("%v", err)
		}
		g = n.invite(n.asked(), nil)
		n.told(g, "beat 0 for public")
		n.Close()
		if err := <-g.ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}
