package live_test

import (
	"context"
	"errors"
	"slices"
	"strings"
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
type viewerCache struct {
	mu      sync.Mutex
	current viewer.Viewer // in the database
	cached  *viewer.Viewer
	lookups int
}

func (c *viewerCache) setGrants(grants ...viewer.Grant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = viewer.Account(clerk, time.Time{}, grants...)
}

func (c *viewerCache) currentViewer(context.Context) (viewer.Viewer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lookups++; c.cached == nil {
		v := c.current
		c.cached = &v
	}
	return *c.cached, nil
}

func (c *viewerCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cached = nil
}

func (h *testHub) subscribeAs(
	s journal.Stream, caller func(context.Context) (viewer.Viewer, error), after *journal.Position,
) *live.Subscription {
	h.Helper()
	f, err := h.Subscribe(h.Context(), live.Request{
		Key: "q " + string(s), Execute: h.eventDocument(s), CurrentViewer: caller, After: after,
	})
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(f.Close)
	return f
}

// A change of grants between the authentication of a subscription and the first read of its stream is not
// lost.
func TestGrants_ChangeDuringReadTail(t *testing.T) {
	var d viewerCache
	runWithHub(t, live.Config{OnGrantsChanged: d.clear}, func(h *testHub) {
		d.setGrants(delegate)
		s := h.subscribeAs(confStream, func(ctx context.Context) (viewer.Viewer, error) {
			v, err := d.currentViewer(ctx)
			if d.lookups == 1 { // another node revokes them at this moment
				d.setGrants()
				h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
			}
			return v, err
		}, nil)
		h.memory.append(confStream, FakeChange{1, delegatesOnly}, FakeChange{N: 2})
		// Whether the heartbeat comes before or after the change depends on when the entries are read.
		got := slices.DeleteFunc(h.receiveAll(s), func(m string) bool { return strings.HasPrefix(m, "beat ") })
		if want := []string{"scope 0 for reader", "2:2 for reader"}; !slices.Equal(got, want) {
			h.Errorf("got %q, want %q", got, want)
		}
	})
}

// A change of grants read with one stream applies to all; nobody notices it before caches are cleared.
func TestGrants_ChangeAppliesToAllStreams(t *testing.T) {
	var d viewerCache
	var slow atomic.Bool
	other := journal.ConferenceStream(gid.Derive(gid.Conference, "other"))
	forget := func() {
		if slow.Load() {
			time.Sleep(time.Second)
		}
		d.clear()
	}
	runWithHub(t, live.Config{OnGrantsChanged: forget, PollInterval: time.Hour}, func(h *testHub) {
		d.setGrants(delegate)
		s := h.subscribeAs(confStream, d.currentViewer, nil)
		h.receiveAll(s)
		h.receiveAll(h.subscribeAs(other, d.currentViewer, nil))
		d.setGrants()
		slow.Store(true)
		h.memory.dropWakeups()
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
		h.memory.append(confStream, FakeChange{1, delegatesOnly}, FakeChange{N: 2})
		h.Wake([]string{string(other)})
		time.Sleep(100 * time.Millisecond) // the other reader has read it and is clearing the caches
		h.Wake([]string{string(confStream)})
		got, _ := h.receiveFor(s, 3*time.Second)
		if !slices.Equal(got, []string{"scope 0 for reader", "2:2 for reader"}) {
			h.Errorf("got %q", got)
		}
	})
}

// Changes of grants that were removed before this node read them may concern any account.
func TestGrants_ChangesTrimmed(t *testing.T) {
	var d viewerCache
	runWithHub(t, live.Config{OnGrantsChanged: d.clear}, func(h *testHub) {
		d.setGrants(delegate)
		s := h.subscribeAs(confStream, d.currentViewer, nil)
		h.receiveAll(s)
		h.memory.update(func() { h.memory.broken = true })
		d.setGrants()
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
		h.memory.update(func() { h.memory.trimmed[journal.AccessChanges] = 1 })
		time.Sleep(5 * time.Second)
		h.memory.update(func() { h.memory.broken = false })
		time.Sleep(2 * time.Second)
		h.memory.append(confStream, FakeChange{1, delegatesOnly}, FakeChange{N: 2})
		h.wantMessages(s, "scope 0 for reader", "2:2 for reader")
		before := h.Stats().Statements
		time.Sleep(10 * time.Second)
		if polls := h.Stats().Statements - before; polls > 20 {
			h.Errorf("%d statements in ten seconds of nothing", polls)
		}
	})
}

// A node that was disconnected while a whole stream was removed continues at its end.
func TestTopic_WholeStreamTrimmed(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		h.memory.appendNumbered(3)
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 3")
		h.memory.update(func() { h.memory.broken = true })
		h.memory.appendNumbered(4)
		h.memory.update(func() { h.memory.trimmed[confStream] = 7 })
		time.Sleep(5 * time.Second)
		h.memory.update(func() { h.memory.broken = false })
		if _, err := s.Next(h.Context()); !errors.Is(err, fault.PositionLost) {
			h.Errorf("a subscription that missed four events: %v", err)
		}
		g := h.subscribe(nil)
		h.wantMessages(g, "beat 7")
		h.memory.appendNumbered(1)
		h.wantMessages(g, "8:1")
	})
}

// A subscription that waits for the authorization of another one does not fail if that one is canceled.
func TestAuthorize_FirstCallerCanceled(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		run := h.eventDocument(confStream)
		first := true
		request := live.Request{Key: "q", CurrentViewer: fixedViewer(viewer.Anonymous())}
		request.Execute = func(ctx context.Context) ([]byte, error) {
			if first {
				first = false
				<-ctx.Done()
				return nil, fault.Timeout.With() // as presented to clients
			}
			return run(ctx)
		}
		ctx, cancel := context.WithCancel(h.Context())
		done := make(chan error)
		go func() { _, err := h.Subscribe(ctx, request); done <- err }()
		time.Sleep(time.Millisecond)
		go func() { time.Sleep(time.Millisecond); cancel() }()
		s, err := h.Subscribe(h.Context(), request)
		if err != nil {
			h.Fatalf("the other subscription: %v", err)
		}
		defer s.Close()
		h.wantMessages(s, "beat 0")
		if err := <-done; err == nil {
			h.Error("the canceled call succeeded")
		}
	})
}

// An expired token also ends a subscription that is catching up and never waits.
func TestSubscription_TokenExpiresDuringCatchUp(t *testing.T) {
	runWithHub(t, live.Config{BatchSize: 10}, func(h *testHub) {
		h.memory.appendNumbered(500)
		until := time.Now().Add(30 * time.Second)
		s := h.subscribeAs(confStream, func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until), nil
		}, positionAt(0))
		for {
			if _, err := s.Next(h.Context()); err != nil {
				if !errors.Is(err, fault.TokenExpired) {
					h.Error(err)
				}
				return
			}
			if time.Now().After(until) {
				h.Fatalf("delivered %v after the expiry", time.Since(until))
			}
			time.Sleep(2 * time.Second) // a slow reader
		}
	})
}

// Closing is a change that restricts access.
type Closing struct{ FakeChange }

func (Closing) RestrictsAccess() bool { return true }

// A viewer who may no longer subscribe receives the event that says why, and nothing after it; others
// continue.
func TestSubscription_AccessRestricted(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		guest := h.subscribe(nil)
		account := viewer.Account(clerk, time.Time{}, delegate)
		clerk := h.subscribeAs(confStream, fixedViewer(account), nil)
		h.receiveAll(guest)
		h.receiveAll(clerk)
		h.subscribe(nil) // the cached authorization is not reused
		h.closedToAnonymous.Store(true)
		h.memory.append(confStream, FakeChange{N: 1}, Closing{FakeChange{N: 2}}, FakeChange{N: 3})
		if got, err := h.receiveFor(guest, time.Second); len(got) != 2 || !errors.Is(err, fault.NotFound) {
			h.Errorf("the guest received %q and %v", got, err)
		}
		if got := h.receiveAll(clerk); len(got) != 3 {
			h.Errorf("the delegate received %q", got)
		}
	})
}

// receiveFor returns the payloads of messages received within a duration, or until an error.
func (h *testHub) receiveFor(s *live.Subscription, d time.Duration) (got []string, err error) {
	ctx, cancel := context.WithTimeout(h.Context(), d)
	defer cancel()
	for {
		messages, err := s.Next(ctx)
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
func TestSubscribe_AccessRestrictedMeanwhile(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		account := viewer.Account(clerk, time.Time{}, delegate)
		h.receiveAll(h.subscribeAs(confStream, fixedViewer(account), nil))
		run, first := h.eventDocument(confStream), true
		request := live.Request{Key: "late", CurrentViewer: fixedViewer(viewer.Anonymous())}
		request.Execute = func(ctx context.Context) ([]byte, error) {
			text, err := run(ctx)
			if first {
				first = false
				h.closedToAnonymous.Store(true)
				h.memory.append(confStream, Closing{FakeChange{N: 1}})
				time.Sleep(time.Millisecond) // the reader has read it
			}
			return text, err
		}
		guest, err := h.Subscribe(h.Context(), request)
		if err != nil {
			h.Fatal(err)
		}
		defer guest.Close()
		h.memory.append(confStream, FakeChange{N: 2})
		if got, err := h.receiveFor(guest, time.Second); len(got) != 0 || !errors.Is(err, fault.NotFound) {
			h.Errorf("the guest received %q and %v", got, err)
		}
	})
}

// A snapshot may be newer than a change of grants that was not read yet: that is applied before it is
// delivered.
func TestLiveQuery_GrantsChangeDuringRefresh(t *testing.T) {
	var d viewerCache
	runWithHub(t, live.Config{OnGrantsChanged: d.clear, PollInterval: time.Hour}, func(h *testHub) {
		d.setGrants(delegate)
		class, secret := d.current.VisibilityClass(), false
		state := func() string {
			if !secret {
				return "x"
			}
			d.setGrants()
			h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
			secret = false
			return "secret"
		}
		s, err := h.Subscribe(h.Context(), live.Request{
			Key: "v", Execute: h.snapshotDocument(state), CurrentViewer: d.currentViewer,
		})
		if err != nil {
			h.Fatal(err)
		}
		defer s.Close()
		h.wantMessages(s, "x for "+class)
		h.memory.dropWakeups()
		secret = true
		h.memory.appendNumbered(1)
		h.Wake([]string{string(confStream)})
		if got, _ := h.receiveFor(s, time.Second); !slices.Equal(got, []string{"x for reader"}) {
			h.Errorf("got %q", got)
		}
	})
}
