package live_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// viewerCache caches the viewer until it is cleared, as package account does.
type desk struct {
	mu         sync.Mutex
	now        viewer.Viewer // in the database
	remembered *viewer.Viewer
	asked      int
}

func (d *desk) is(grants ...viewer.Grant) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = viewer.Account(clerk, time.Time{}, grants...)
}

func (d *desk) viewer(context.Context) (viewer.Viewer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked++; d.remembered == nil {
		v := d.now
		d.remembered = &v
	}
	return *d.remembered, nil
}

func (d *desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remembered = nil
}

func (n *node) open(
	s journal.Stream, who func(context.Context) (viewer.Viewer, error), after *journal.Position,
) *live.Follower {
	n.Helper()
	f, err := n.Open(n.Context(), live.Request{
		Key: "q " + string(s), Run: n.watch(s, after), Viewer: who, After: after,
	})
	if err != nil {
		n.Fatal(err)
	}
	n.Cleanup(f.Close)
	return f
}

// A change of grants between the authentication of a subscription and the first read of its stream is not
// lost.
func TestGrantsChangeWhileANodeBegins(t *testing.T) {
	var d desk
	in(t, live.Config{GrantsChanged: d.forget}, func(n *node) {
		d.is(delegate)
		f := n.open(hall, func(ctx context.Context) (viewer.Viewer, error) {
			v, err := d.viewer(ctx)
			if d.asked == 1 { // another node revokes them at this moment
				d.is()
				n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
			}
			return v, err
		}, nil)
		n.m.say(hall, Said{1, inside}, Said{N: 2})
		n.want(f, "scope 0 for reader", "beat 0 for reader", "2:2 for reader")
	})
}

// A change of grants read with one stream applies to all; nobody notices it before caches are cleared.
func TestGrantsChangeForAllStreamsAtOnce(t *testing.T) {
	var d desk
	var slow atomic.Bool
	other := journal.OfConference(gid.Of(gid.Conference, "other"))
	forget := func() {
		if slow.Load() {
			time.Sleep(time.Second)
		}
		d.forget()
	}
	in(t, live.Config{GrantsChanged: forget, Poll: time.Hour}, func(n *node) {
		d.is(delegate)
		f := n.open(hall, d.viewer, nil)
		n.texts(f)
		n.texts(n.open(other, d.viewer, nil))
		d.is()
		slow.Store(true)
		n.m.deafen()
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
		n.m.say(hall, Said{1, inside}, Said{N: 2})
		n.Wake([]string{string(other)})
		time.Sleep(100 * time.Millisecond) // the other reader has read it and is clearing the caches
		n.Wake([]string{string(hall)})
		got, _ := n.until(f, 3*time.Second)
		if !slices.Equal(got, []string{"scope 0 for reader", "2:2 for reader"}) {
			n.Errorf("got %q", got)
		}
	})
}

// Changes of grants that were removed before this node read them may concern any account.
func TestGrantsThatAreNotKept(t *testing.T) {
	var d desk
	in(t, live.Config{GrantsChanged: d.forget}, func(n *node) {
		d.is(delegate)
		f := n.open(hall, d.viewer, nil)
		n.texts(f)
		n.m.set(func() { n.m.broken = true })
		d.is()
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
		n.m.set(func() { n.m.trimmed[journal.Access] = 1 })
		time.Sleep(5 * time.Second)
		n.m.set(func() { n.m.broken = false })
		time.Sleep(2 * time.Second)
		n.m.say(hall, Said{1, inside}, Said{N: 2})
		n.want(f, "scope 0 for reader", "2:2 for reader")
		before := n.Stats().Statements
		time.Sleep(10 * time.Second)
		if polls := n.Stats().Statements - before; polls > 20 {
			n.Errorf("%d statements in ten seconds of nothing", polls)
		}
	})
}

// A node that was disconnected while a whole stream was removed continues at its end.
func TestNothingIsKept(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		n.m.count(3)
		f := n.follow(nil)
		n.want(f, "beat 3")
		n.m.set(func() { n.m.broken = true })
		n.m.count(4)
		n.m.set(func() { n.m.trimmed[hall] = 7 })
		time.Sleep(5 * time.Second)
		n.m.set(func() { n.m.broken = false })
		if _, err := f.Next(n.Context()); !errors.Is(err, fault.PositionLost) {
			n.Errorf("a subscription that missed four events: %v", err)
		}
		g := n.follow(nil)
		n.want(g, "beat 7")
		n.m.count(1)
		n.want(g, "8:1")
	})
}

// A subscription that waits for the authorization of another one does not fail if that one is canceled.
func TestPlanOfWhoWentAway(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		run := n.watch(hall, nil)
		first := true
		ask := live.Request{Key: "q", Viewer: as(viewer.Anonymous())}
		ask.Run = func(ctx context.Context) ([]byte, error) {
			if first {
				first = false
				<-ctx.Done()
				return nil, fault.Timeout.With() // as presented to clients
			}
			return run(ctx)
		}
		ctx, cancel := context.WithCancel(n.Context())
		done := make(chan error)
		go func() { _, err := n.Open(ctx, ask); done <- err }()
		time.Sleep(time.Millisecond)
		go func() { time.Sleep(time.Millisecond); cancel() }()
		f, err := n.Open(n.Context(), ask)
		if err != nil {
			n.Fatalf("the other subscription: %v", err)
		}
		defer f.Close()
		n.want(f, "beat 0")
		if err := <-done; err == nil {
			n.Error("the canceled call succeeded")
		}
	})
}

// An expired token also ends a subscription that is catching up and never waits.
func TestExpiryOfWhoIsBehind(t *testing.T) {
	in(t, live.Config{Batch: 10}, func(n *node) {
		n.m.count(500)
		until := time.Now().Add(30 * time.Second)
		f := n.open(hall, func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until), nil
		}, at(0))
		for {
			if _, err := f.Next(n.Context()); err != nil {
				if !errors.Is(err, fault.TokenExpired) {
					n.Error(err)
				}
				return
			}
			if time.Now().After(until) {
				n.Fatalf("delivered %v after the expiry", time.Since(until))
			}
			time.Sleep(2 * time.Second) // a slow reader
		}
	})
}

// Closing is a change that restricts access.
type Closing struct{ Said }

func (Closing) Narrows() bool { return true }

// A viewer who may no longer subscribe receives the event that says why, and nothing after it; others
// continue.
func TestNarrowed(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		guest := n.follow(nil)
		account := viewer.Account(clerk, time.Time{}, delegate)
		clerk := n.open(hall, as(account), nil)
		n.texts(guest)
		n.texts(clerk)
		n.follow(nil) // the cached authorization is not reused
		n.shut.Store(true)
		n.m.say(hall, Said{N: 1}, Closing{Said{N: 2}}, Said{N: 3})
		if got, err := n.until(guest, time.Second); len(got) != 2 || !errors.Is(err, fault.NotFound) {
			n.Errorf("the guest received %q and %v", got, err)
		}
		if got := n.texts(clerk); len(got) != 3 {
			n.Errorf("the delegate received %q", got)
		}
	})
}

// receiveFor returns the payloads of messages received within a duration, or until an error.
func (n *node) until(f *live.Follower, d time.Duration) (got []string, err error) {
	ctx, cancel := context.WithTimeout(n.Context(), d)
	defer cancel()
	for {
		messages, err := f.Next(ctx)
		if err != nil {
			return got, err
		}
		for _, m := range messages {
			got = append(got, string(m.Payload))
		}
	}
}

// A viewer who was authorized just before access was restricted, and starts just after, receives nothing
// either.
func TestNarrowedWhileSomebodyBegins(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		account := viewer.Account(clerk, time.Time{}, delegate)
		n.texts(n.open(hall, as(account), nil))
		run, first := n.watch(hall, nil), true
		ask := live.Request{Key: "late", Viewer: as(viewer.Anonymous())}
		ask.Run = func(ctx context.Context) ([]byte, error) {
			text, err := run(ctx)
			if first {
				first = false
				n.shut.Store(true)
				n.m.say(hall, Closing{Said{N: 1}})
				time.Sleep(time.Millisecond) // the reader has read it
			}
			return text, err
		}
		guest, err := n.Open(n.Context(), ask)
		if err != nil {
			n.Fatal(err)
		}
		defer guest.Close()
		n.m.say(hall, Said{N: 2})
		if got, err := n.until(guest, time.Second); len(got) != 0 || !errors.Is(err, fault.NotFound) {
			n.Errorf("the guest received %q and %v", got, err)
		}
	})
}

// A snapshot may be newer than a change of grants that was not read yet: that is applied before it is
// delivered.
func TestPictureOfAfterGrantsChanged(t *testing.T) {
	var d desk
	in(t, live.Config{GrantsChanged: d.forget, Poll: time.Hour}, func(n *node) {
		d.is(delegate)
		class, secret := d.now.Class(), false
		state := func() string {
			if !secret {
				return "x"
			}
			d.is()
			n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
			secret = false
			return "secret"
		}
		f, err := n.Open(n.Context(), live.Request{
			Key: "v", Run: n.show(state), Viewer: d.viewer,
		})
		if err != nil {
			n.Fatal(err)
		}
		defer f.Close()
		n.want(f, "x for "+class)
		n.m.deafen()
		secret = true
		n.m.count(1)
		n.Wake([]string{string(hall)})
		if got, _ := n.until(f, time.Second); !slices.Equal(got, []string{"x for reader"}) {
			n.Errorf("got %q", got)
		}
	})
}
