package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// eventRequest returns a request for events with a document of its own, which is charged to p.
func (n *testHub) eventRequest(key string, p *balance, after *journal.Position) live.Request {
	return live.Request{
		Key: key, Execute: n.eventDocument(confStream), After: after,
		CurrentViewer: fixedViewer(viewer.Anonymous()), Charge: p.charge,
	}
}

// numberedTexts returns the payloads of the events from a to b for anonymous viewers.
func numberedTexts(a, b int) (texts []string) {
	for i := a; i <= b; i++ {
		texts = append(texts, fmt.Sprintf("%d:1 for public", i))
	}
	return texts
}

func (n *testHub) wantTexts(f *live.Subscription, want ...string) {
	n.Helper()
	if got := n.receiveAll(f); !slices.Equal(got, want) {
		n.Errorf("received %q, want %q", got, want)
	}
}

// An event is charged once per document, to its subscribers in turn. Heartbeats are free.
func TestEvents_ChargedInTurn(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		purses := []*balance{{left: 10}, {left: 10}, {}}
		var all []*live.Subscription
		for _, p := range purses {
			all = append(all, n.subscribeTo(n.eventRequest("shared", p, nil)))
		}
		for i := 1; i <= 6; i++ {
			n.memory.appendNumbered(1)
			for _, f := range all {
				n.receiveAll(f)
			}
		}
		time.Sleep(time.Minute)
		for _, f := range all {
			n.wantTexts(f, "beat 6 for public")
		}
		if purses[0].spent() != 3 || purses[1].spent() != 3 || purses[2].spent() != 0 {
			n.Errorf("paid %d, %d and %d for 6 events",
				purses[0].spent(), purses[1].spent(), purses[2].spent())
		}
		g := n.addSubscriber(n.eventRequest("shared", purses[0], nil), nil)
		n.wantDelivered(g, "beat 6 for public")
		n.memory.appendNumbered(4)
		n.wantDelivered(g, numberedTexts(7, 10)...)
		g.disconnect()
		if paid := purses[0].spent() + purses[1].spent(); paid != 10 {
			n.Errorf("paid %d for 10 events", paid)
		}
	})
}

// A new subscriber who can pay pays for the waiting events.
func TestEvents_NewSubscriberPays(t *testing.T) {
	runWithHub(t, live.Config{}, func(n *testHub) {
		broke := func(viewer.Viewer) time.Duration { return time.Hour }
		request := n.eventRequest("q", nil, nil)
		request.Charge = broke
		g := n.addSubscriber(request, nil)
		n.wantDelivered(g, "beat 0 for public")
		n.memory.appendNumbered(2)
		n.wantDelivered(g)
		n.subscribeTo(n.eventRequest("q", &balance{left: 2}, nil))
		n.wantDelivered(g, numberedTexts(1, 2)...)
		g.disconnect()
	})
}

// Waiting for a payment ends with the last subscriber, its authentication, the hub or the epoch.
func TestEvents_PaymentWaitEnds(t *testing.T) {
	var attempts atomic.Int64
	broke := func(viewer.Viewer) time.Duration { attempts.Add(1); return time.Second }
	late := func(
		n *testHub, caller func(context.Context) (viewer.Viewer, error),
	) (*testSubscriber, *testSubscriber) {
		request := n.eventRequest("q", nil, nil)
		request.Charge, request.CurrentViewer = broke, caller
		rests := n.addSubscriber(request, nil)
		request.After = positionAt(0) // waits by itself, since the second event
		n.memory.appendNumbered(1)
		waits := n.addSubscriber(request, nil)
		time.Sleep(2 * time.Second)
		return rests, waits
	}
	t.Run("the last subscriber", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(n *testHub) {
			rests, waits := late(n, fixedViewer(viewer.Anonymous()))
			for _, g := range []*testSubscriber{rests, waits} {
				if err := g.disconnect(); !errors.Is(err, context.Canceled) {
					n.Error(err)
				}
			}
			synctest.Wait()
			before := attempts.Load()
			time.Sleep(time.Minute)
			if attempts.Load() != before || n.executions["1:1 for public"] != 0 {
				n.Errorf("%d more attempts, %v", attempts.Load()-before, n.executions)
			}
			g := n.addSubscriber(n.eventRequest("q", &balance{left: 9}, positionAt(0)), nil)
			n.wantDelivered(g, "1:1 for public", "beat 1 for public")
		})
	})
	t.Run("their rights", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(n *testHub) {
			var over atomic.Bool
			rests, waits := late(n, func(context.Context) (viewer.Viewer, error) {
				if over.Load() {
					return viewer.Viewer{}, fault.TokenExpired.With()
				}
				return viewer.Account(clerk, time.Time{}), nil
			})
			over.Store(true)
			n.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
			n.Wake([]string{string(confStream)})
			synctest.Wait()
			for _, g := range []*testSubscriber{rests, waits} {
				select {
				case err := <-g.result:
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
		runWithHub(t, live.Config{}, func(n *testHub) {
			rests, waits := late(n, fixedViewer(viewer.Anonymous()))
			n.Close()
			for _, g := range []*testSubscriber{rests, waits} {
				if err := <-g.result; !errors.Is(err, context.Canceled) {
					n.Error(err)
				}
			}
		})
	})
	t.Run("the epoch", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(n *testHub) {
			rests, waits := late(n, fixedViewer(viewer.Anonymous()))
			n.memory.update(func() { n.memory.epoch++ })
			time.Sleep(2 * time.Second)
			for _, g := range []*testSubscriber{rests, waits} {
				if err := <-g.result; !errors.Is(err, fault.PositionLost) {
					n.Error(err)
				}
			}
		})
	})
}

// Each subscriber receives every event once and in order, whoever pays and whenever.
func TestEvents_NoneLostWithRandomPayers(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	runWithHub(t, live.Config{CacheBytes: 2 << 10, BatchSize: 7}, func(n *testHub) {
		random := rand.New(rand.NewPCG(seed, 1))
		purses := []*balance{{}, {}, {}}
		guests := make([]*testSubscriber, 30)
		for i := range guests {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			request := n.eventRequest("q", purses[i%3], nil)
			guests[i] = n.addSubscriber(request, func(messages []live.Message) int {
				if i%2 == 0 {
					return len(messages)
				}
				return own.IntN(len(messages) + 1)
			})
		}
		synctest.Wait()
		const events = 1000
		for range events {
			n.memory.appendNumbered(1)
			purses[random.IntN(3)].credit(random.IntN(2))
			guests[random.IntN(len(guests))].Unpark()
			if random.IntN(20) == 0 {
				time.Sleep(time.Duration(random.IntN(5000)) * time.Millisecond)
			}
		}
		for range 100 {
			purses[0].credit(1000)
			time.Sleep(4 * time.Second)
		}
		for _, g := range guests {
			received := slices.DeleteFunc(g.takeReceived(), func(text string) bool {
				return strings.HasPrefix(text, "beat")
			})
			if !slices.Equal(received, numberedTexts(1, events)) {
				t.Fatalf("received %d: %q", len(received), received)
			}
			g.disconnect()
		}
	})
}

// Only the first attempt of a live query is part of the cost of its operation: while refreshes fail, each
// further attempt is charged.
func TestRefresh_FailuresAreCharged(t *testing.T) {
	runWithHub(t, live.Config{RefreshShare: 0.001}, func(n *testHub) {
		p := &balance{left: 5}
		var broken atomic.Bool
		broken.Store(true)
		w := newRefreshRecorder(2 * time.Millisecond)
		request := n.liveQueryRequest(w, "fails")
		run, attempts := request.Execute, 0
		request.Execute = func(ctx context.Context) ([]byte, error) {
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
		request.Charge = p.charge
		f := n.subscribeTo(request)
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
		p.credit(10)
		time.Sleep(10 * time.Second)
		n.wantTexts(f, "0")
		if w.count() != 7 || p.spent() != 6 {
			n.Errorf("%d attempts, paid %d", w.count(), p.spent())
		}
	})
}
