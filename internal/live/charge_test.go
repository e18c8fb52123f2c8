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
func (h *testHub) eventRequest(key string, p *allowance, after *journal.Position) live.Request {
	return live.Request{
		Key: key, Execute: h.eventDocument(confStream), After: after,
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

func (h *testHub) wantTexts(s *live.Subscription, want ...string) {
	h.Helper()
	if got := h.receiveAll(s); !slices.Equal(got, want) {
		h.Errorf("received %q, want %q", got, want)
	}
}

// An event is charged once per document, to its subscribers in turn. Heartbeats are free.
func TestEvents_ChargedInTurn(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		allowances := []*allowance{{remaining: 10}, {remaining: 10}, {}}
		var all []*live.Subscription
		for _, p := range allowances {
			all = append(all, h.subscribeTo(h.eventRequest("shared", p, nil)))
		}
		for i := 1; i <= 6; i++ {
			h.memory.appendNumbered(1)
			for _, f := range all {
				h.receiveAll(f)
			}
		}
		time.Sleep(time.Minute)
		for _, f := range all {
			h.wantTexts(f, "beat 6 for public")
		}
		if allowances[0].spent() != 3 || allowances[1].spent() != 3 || allowances[2].spent() != 0 {
			h.Errorf("charged %d, %d and %d for 6 events",
				allowances[0].spent(), allowances[1].spent(), allowances[2].spent())
		}
		g := h.addSubscriber(h.eventRequest("shared", allowances[0], nil), nil)
		h.wantDelivered(g, "beat 6 for public")
		h.memory.appendNumbered(4)
		h.wantDelivered(g, numberedTexts(7, 10)...)
		g.disconnect()
		if charged := allowances[0].spent() + allowances[1].spent(); charged != 10 {
			h.Errorf("charged %d for 10 events", charged)
		}
	})
}

// A new subscriber who can be charged is charged for the waiting events.
func TestEvents_NewSubscriberPays(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		broke := func(viewer.Viewer) time.Duration { return time.Hour }
		request := h.eventRequest("q", nil, nil)
		request.Charge = broke
		g := h.addSubscriber(request, nil)
		h.wantDelivered(g, "beat 0 for public")
		h.memory.appendNumbered(2)
		h.wantDelivered(g)
		h.subscribeTo(h.eventRequest("q", &allowance{remaining: 2}, nil))
		h.wantDelivered(g, numberedTexts(1, 2)...)
		g.disconnect()
	})
}

// Waiting for a charge ends with the last subscriber, its authentication, the hub or the epoch.
func TestEvents_PaymentWaitEnds(t *testing.T) {
	var attempts atomic.Int64
	broke := func(viewer.Viewer) time.Duration { attempts.Add(1); return time.Second }
	late := func(
		h *testHub, caller func(context.Context) (viewer.Viewer, error),
	) (*testSubscriber, *testSubscriber) {
		request := h.eventRequest("q", nil, nil)
		request.Charge, request.CurrentViewer = broke, caller
		rests := h.addSubscriber(request, nil)
		request.After = positionAt(0) // waits by itself, since the second event
		h.memory.appendNumbered(1)
		waits := h.addSubscriber(request, nil)
		time.Sleep(2 * time.Second)
		return rests, waits
	}
	t.Run("the last subscriber", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(h *testHub) {
			rests, waits := late(h, fixedViewer(viewer.Anonymous()))
			for _, g := range []*testSubscriber{rests, waits} {
				if err := g.disconnect(); !errors.Is(err, context.Canceled) {
					h.Error(err)
				}
			}
			synctest.Wait()
			before := attempts.Load()
			time.Sleep(time.Minute)
			if attempts.Load() != before || h.executions["1:1 for public"] != 0 {
				h.Errorf("%d more attempts, %v", attempts.Load()-before, h.executions)
			}
			g := h.addSubscriber(h.eventRequest("q", &allowance{remaining: 9}, positionAt(0)), nil)
			h.wantDelivered(g, "1:1 for public", "beat 1 for public")
		})
	})
	t.Run("their rights", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(h *testHub) {
			var over atomic.Bool
			rests, waits := late(h, func(context.Context) (viewer.Viewer, error) {
				if over.Load() {
					return viewer.Viewer{}, fault.TokenExpired.With()
				}
				return viewer.Account(clerk, time.Time{}), nil
			})
			over.Store(true)
			h.memory.append(journal.AccessChanges, journal.GrantsChanged{Account: clerk})
			h.Wake([]string{string(confStream)})
			synctest.Wait()
			for _, g := range []*testSubscriber{rests, waits} {
				select {
				case err := <-g.result:
					if !errors.Is(err, fault.TokenExpired) {
						h.Error(err)
					}
				default:
					h.Error("it still waits")
				}
			}
		})
	})
	t.Run("the hub", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(h *testHub) {
			rests, waits := late(h, fixedViewer(viewer.Anonymous()))
			h.Close()
			for _, g := range []*testSubscriber{rests, waits} {
				if err := <-g.result; !errors.Is(err, context.Canceled) {
					h.Error(err)
				}
			}
		})
	})
	t.Run("the epoch", func(t *testing.T) {
		runWithHub(t, live.Config{}, func(h *testHub) {
			rests, waits := late(h, fixedViewer(viewer.Anonymous()))
			h.memory.update(func() { h.memory.epoch++ })
			time.Sleep(2 * time.Second)
			for _, g := range []*testSubscriber{rests, waits} {
				if err := <-g.result; !errors.Is(err, fault.PositionLost) {
					h.Error(err)
				}
			}
		})
	})
}

// Each subscriber receives every event once and in order, whoever is charged and whenever.
func TestEvents_NoneLostWithRandomCharges(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	runWithHub(t, live.Config{CacheBytes: 2 << 10, BatchSize: 7}, func(h *testHub) {
		random := rand.New(rand.NewPCG(seed, 1))
		allowances := []*allowance{{}, {}, {}}
		guests := make([]*testSubscriber, 30)
		for i := range guests {
			own := rand.New(rand.NewPCG(seed, uint64(i)))
			request := h.eventRequest("q", allowances[i%3], nil)
			guests[i] = h.addSubscriber(request, func(messages []live.Message) int {
				if i%2 == 0 {
					return len(messages)
				}
				return own.IntN(len(messages) + 1)
			})
		}
		synctest.Wait()
		const events = 1000
		for range events {
			h.memory.appendNumbered(1)
			allowances[random.IntN(3)].credit(random.IntN(2))
			guests[random.IntN(len(guests))].Unpark()
			if random.IntN(20) == 0 {
				time.Sleep(time.Duration(random.IntN(5000)) * time.Millisecond)
			}
		}
		for range 100 {
			allowances[0].credit(1000)
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
	runWithHub(t, live.Config{RefreshShare: 0.001}, func(h *testHub) {
		p := &allowance{remaining: 5}
		var broken atomic.Bool
		broken.Store(true)
		w := newRefreshRecorder(2 * time.Millisecond)
		request := h.liveQueryRequest(w, "fails")
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
		s := h.subscribeTo(request)
		time.Sleep(3 * time.Second)
		// The share is one every two seconds; the third is charged and waits.
		if w.count() != 2 || p.spent() != 2 {
			h.Errorf("%d attempts in 3 seconds, charged %d", w.count(), p.spent())
		}
		time.Sleep(time.Minute)
		if w.count() != 6 || p.spent() != 5 {
			h.Errorf("%d attempts, charged %d", w.count(), p.spent())
		}
		broken.Store(false)
		p.credit(10)
		time.Sleep(10 * time.Second)
		h.wantTexts(s, "0")
		if w.count() != 7 || p.spent() != 6 {
			h.Errorf("%d attempts, charged %d", w.count(), p.spent())
		}
	})
}
