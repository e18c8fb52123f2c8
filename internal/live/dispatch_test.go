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
type testSubscriber struct {
	*live.Subscription
	ctx     context.Context
	cancel  context.CancelFunc
	accepts func(messages []live.Message) int // number of accepted messages; nil for all
	result  chan error
	resumes atomic.Int64 // number of calls of Resume

	mu       sync.Mutex
	received []string
}

// addSubscriber subscribes to the conference, without a goroutine while parked.
func (h *testHub) addSubscriber(request live.Request, takes func([]live.Message) int) *testSubscriber {
	h.Helper()
	s, err := h.Subscribe(h.Context(), request)
	if err != nil {
		h.Fatal(err)
	}
	g := &testSubscriber{Subscription: s, accepts: takes, result: make(chan error, 1)}
	g.ctx, g.cancel = context.WithCancel(h.Context())
	go g.Resume(nil)
	return g
}

func (h *testHub) newRequest() live.Request {
	return live.Request{
		Key: "q", Execute: h.eventDocument(confStream), CurrentViewer: fixedViewer(viewer.Anonymous()),
	}
}

func (s *testSubscriber) Closed() bool { return s.ctx.Err() != nil }

func (s *testSubscriber) TrySend(messages []live.Message) ([]live.Message, bool) {
	accepted := len(messages)
	if s.accepts != nil {
		accepted = s.accepts(messages)
	}
	s.recordMessages(messages[:accepted])
	return messages[accepted:], accepted == len(messages)
}

func (s *testSubscriber) HandlePanic(p any) { s.finish(fmt.Errorf("broken: %v", p)) }

func (s *testSubscriber) Resume(left []live.Message) {
	s.resumes.Add(1)
	s.recordMessages(left)
	for {
		messages, err := s.NextOrPark(s.ctx, s)
		if err != nil {
			s.finish(err)
			return
		}
		if messages == nil {
			return
		}
		s.recordMessages(messages)
	}
}

func (s *testSubscriber) recordMessages(messages []live.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range messages {
		s.received = append(s.received, string(m.Payload))
	}
}

func (s *testSubscriber) finish(err error) {
	s.Close()
	s.result <- err
}

// disconnect does what a socket does when it is closed.
func (s *testSubscriber) disconnect() error {
	s.cancel()
	s.Unpark()
	return <-s.result
}

// takeReceived returns the payloads received since the last call.
func (s *testSubscriber) takeReceived() (got []string) {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	got, s.received = s.received, nil
	return got
}

func (h *testHub) wantDelivered(s *testSubscriber, want ...string) {
	h.Helper()
	if got := s.takeReceived(); !slices.Equal(got, want) {
		h.Errorf("received %q, want %q", got, want)
	}
}

// Parked subscriptions receive everything once, rendered once, without goroutines of their own.
func TestDispatch_ParkedSubscribers(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		before := runtime.NumGoroutine()
		guests := make([]*testSubscriber, 500)
		for i := range guests {
			guests[i] = h.addSubscriber(h.newRequest(), nil)
		}
		synctest.Wait()
		if more := runtime.NumGoroutine() - before; more > 50 {
			t.Errorf("%d goroutines wait", more)
		}
		want := []string{"beat 0 for public"}
		for i := 1; i <= 300; i++ { // more than a chunk
			h.memory.append(confStream, FakeChange{N: i})
			want = append(want, fmt.Sprintf("%d:%d for public", i, i))
			if i%7 == 0 {
				synctest.Wait()
			}
		}
		for _, g := range guests {
			h.wantDelivered(g, want...)
			if alone := g.resumes.Load(); alone != 1 {
				t.Fatalf("it went on by itself %d times", alone)
			}
		}
		if what, times := h.mostExecuted(); times != 1 {
			t.Errorf("%q was rendered %d times", what, times)
		}
		time.Sleep(16 * time.Second)
		h.wantDelivered(guests[0], "beat 300 for public")
		for _, g := range guests {
			if err := g.disconnect(); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		if s := h.Stats(); s.Subscriptions != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// All subscriptions receive every event once and in order, however much they accept, whenever they are woken,
// and whatever fails.
func TestDispatch_NoneLostUnderFailures(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	runWithHub(t, live.Config{CacheBytes: 2 << 10, BatchSize: 7}, func(h *testHub) {
		random := rand.New(rand.NewPCG(seed, 1))
		guests := make([]*testSubscriber, 40)
		for i := range guests {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			guests[i] = h.addSubscriber(h.newRequest(), func(messages []live.Message) int {
				if i%2 == 0 {
					return len(messages)
				}
				return own.IntN(len(messages) + 1)
			})
		}
		wake := h.memory.wake
		const events = 2000
		for i := 1; i <= events; i++ {
			h.memory.update(func() {
				h.memory.wake, h.memory.broken = wake, random.IntN(20) == 0
				if random.IntN(3) == 0 {
					h.memory.wake = nil
				}
			})
			h.memory.append(confStream, FakeChange{N: i})
			guests[random.IntN(len(guests))].Unpark()
			if random.IntN(50) == 0 {
				time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			}
		}
		h.memory.update(func() { h.memory.broken, h.memory.wake = false, wake })
		time.Sleep(3 * time.Second)
		for _, g := range guests {
			next := 1
			for _, text := range g.takeReceived() {
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
			g.disconnect()
		}
	})
}

// A change of grants takes effect before later events are delivered to parked subscriptions, and ends those
// that may no longer subscribe.
func TestDispatch_GrantsChange(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		var now atomic.Pointer[viewer.Viewer]
		be := func(grants ...viewer.Grant) string {
			v := viewer.Account(clerk, time.Time{}, grants...)
			now.Store(&v)
			return v.VisibilityClass()
		}
		class := be(delegate)
		request := h.newRequest()
		request.CurrentViewer = func(context.Context) (viewer.Viewer, error) { return *now.Load(), nil }
		g := h.addSubscriber(request, nil)
		h.wantDelivered(g, "beat 0 for "+class)
		h.memory.append(confStream, FakeChange{1, delegatesOnly})
		h.wantDelivered(g, "1:1 for "+class)
		be()
		h.memory.dropWakeups()
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
		h.memory.wake = h.Wake
		h.memory.append(confStream, FakeChange{2, delegatesOnly}, FakeChange{N: 3})
		h.wantDelivered(g, "scope 1 for reader", "3:3 for reader")
		be(viewer.Grant{Role: viewer.UnitEditor, Unit: 7, SchoolYear: 2023})
		h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
		if err := <-g.result; !errors.Is(err, fault.NotFound) {
			t.Errorf("a viewer who may no longer subscribe: %v", err)
		}
	})
}

// A viewer who may no longer subscribe receives the event that says why and nothing after it, however many
// messages were accepted before; others continue.
func TestDispatch_AccessRestricted(t *testing.T) {
	for _, takes := range []int{0, 1, 2} {
		runWithHub(t, live.Config{}, func(h *testHub) {
			some := func(messages []live.Message) int { return min(takes, len(messages)) }
			guest := h.addSubscriber(h.newRequest(), some)
			request := h.newRequest()
			request.CurrentViewer = fixedViewer(viewer.Account(clerk, time.Time{}, delegate))
			stays := h.addSubscriber(request, some)
			class := " for " + viewer.Account(clerk, time.Time{}, delegate).VisibilityClass()
			h.wantDelivered(guest, "beat 0 for public")
			h.wantDelivered(stays, "beat 0"+class)
			h.closedToAnonymous.Store(true)
			h.memory.append(confStream, FakeChange{N: 1}, FakeChange{N: 2}, Closing{FakeChange{N: 3}},
				FakeChange{N: 4}, Closing{FakeChange{N: 5}})
			h.wantDelivered(guest, "1:1 for public", "2:2 for public", "3:3 for public")
			h.wantDelivered(stays, "1:1"+class, "2:2"+class, "3:3"+class, "4:4"+class, "5:5"+class)
			if err := <-guest.result; !errors.Is(err, fault.NotFound) {
				t.Errorf("the guest: %v", err)
			}
			stays.disconnect()
		})
	}
}

// The viewer is read again when its authentication expires while parked.
func TestDispatch_TokenExpires(t *testing.T) {
	runWithHub(t, live.Config{HeartbeatInterval: time.Hour}, func(h *testHub) {
		until := time.Now().Add(time.Minute)
		request := h.newRequest()
		request.CurrentViewer = func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until, delegate), nil
		}
		g := h.addSubscriber(request, nil)
		synctest.Wait()
		if err := <-g.result; !errors.Is(err, fault.TokenExpired) || time.Since(until) > time.Millisecond {
			t.Errorf("%v, %v late", err, time.Since(until))
		}
	})
}

// A slow view delays only its own subscriptions, and one that cannot be rendered ends them.
func TestDispatch_SlowViewDelaysOnlyItself(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		hold := make(chan struct{})
		var fails atomic.Bool
		slow := h.newRequest()
		run := slow.Execute
		slow.Key, slow.Execute = "slow", func(ctx context.Context) ([]byte, error) {
			text, err := run(ctx)
			if strings.HasPrefix(string(text), "1:") {
				<-hold
			}
			if fails.Load() {
				return nil, fault.Timeout.With()
			}
			return text, err
		}
		held, well := h.addSubscriber(slow, nil), h.addSubscriber(h.newRequest(), nil)
		h.wantDelivered(well, "beat 0 for public")
		h.wantDelivered(held, "beat 0 for public")
		h.memory.appendNumbered(1)
		h.wantDelivered(well, "1:1 for public")
		h.wantDelivered(held)
		close(hold)
		h.wantDelivered(held, "1:1 for public")
		fails.Store(true)
		h.memory.appendNumbered(1)
		if err := <-held.result; !errors.Is(err, fault.KindUnavailable) {
			t.Errorf("%v", err)
		}
		h.wantDelivered(well, "2:1 for public")
		well.disconnect()
	})
}

// A panic of a subscriber ends only that one.
func TestDispatch_SubscriberPanics(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		bad := h.addSubscriber(h.newRequest(), func([]live.Message) int { panic("bad") })
		good := h.addSubscriber(h.newRequest(), nil)
		synctest.Wait()
		h.memory.appendNumbered(1)
		if err := <-bad.result; err == nil || err.Error() != "broken: bad" {
			t.Errorf("%v", err)
		}
		h.wantDelivered(good, "beat 0 for public", "1:1 for public")
		good.disconnect()
	})
}

// A closed hub, and the end of the epoch, end parked subscriptions.
func TestDispatch_EpochEndsOrHubCloses(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		g := h.addSubscriber(h.newRequest(), nil)
		h.wantDelivered(g, "beat 0 for public")
		h.memory.update(func() { h.memory.epoch = 2 })
		if err := <-g.result; !errors.Is(err, fault.PositionLost) {
			t.Errorf("%v", err)
		}
		g = h.addSubscriber(h.newRequest(), nil)
		h.wantDelivered(g, "beat 0 for public")
		h.Close()
		if err := <-g.result; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}
