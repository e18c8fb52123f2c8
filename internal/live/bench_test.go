package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Rendering starts where the parked subscriptions are, not where one was that has left.
func TestBenchForgetsWhoLeft(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		g := n.invite(n.asked(), nil)
		n.told(g, "beat 0 for public")
		g.bye()
		n.m.count(50)
		synctest.Wait()
		g = n.invite(n.asked(), nil)
		n.told(g, "beat 50 for public")
		n.m.count(1)
		n.told(g, "51:1 for public")
		g.bye()
		if times := n.runs["1:1 for public"]; times != 0 {
			t.Errorf("rendered %d times without a waiting subscription", times)
		}
	})
}

// Rendered entries are delivered before they are evicted, however small the cache is.
func TestBenchOutgrowsWhatIsKept(t *testing.T) {
	in(t, live.Config{Keep: 1}, func(n *node) {
		ask := n.asked()
		run := ask.Run
		var runs atomic.Int64
		ask.Run = func(ctx context.Context) ([]byte, error) {
			if runs.Add(1) > 1000 {
				return nil, fault.Timeout.With()
			}
			return run(ctx)
		}
		g := n.invite(ask, nil)
		n.told(g, "beat 0 for public")
		var want []string
		for i := range 20 {
			want = append(want, fmt.Sprintf("%d:0 for public", i+1))
		}
		n.m.say(hall, much(20)...)
		n.told(g, want...)
		if err := g.bye(); !errors.Is(err, context.Canceled) || runs.Load() > 30 {
			t.Errorf("%v after %d executions", err, runs.Load())
		}
	})
}

// subscribeBusy adds a subscriber and returns it with a function that has something happen during its next
// delivery.
func (n *node) busy(ask live.Request) (g *guest, happens func(func())) {
	var meanwhile func()
	g = n.invite(ask, func(messages []live.Message) int {
		if then := meanwhile; then != nil {
			meanwhile = nil
			then()
			time.Sleep(time.Millisecond)
		}
		return len(messages)
	})
	synctest.Wait()
	return g, func(then func()) {
		meanwhile = then
		n.m.count(1)
	}
}

// An entry during a delivery, and a heartbeat that others receive meanwhile, are delivered afterwards.
func TestBenchMissesNothingMeanwhile(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		other := n.follow(nil)
		g, happens := n.busy(n.asked())
		happens(func() { n.m.count(1) })
		time.Sleep(time.Second)
		n.told(g, "beat 0 for public", "1:1 for public", "2:1 for public")
		happens(func() {
			time.Sleep(15 * time.Second)
			n.want(other, "1:1", "2:1", "3:1", "beat 3")
			n.m.count(1)
		})
		time.Sleep(17 * time.Second)
		n.told(g, "3:1 for public", "4:1 for public", "beat 4 for public")
		g.bye()
	})
}

// The viewer's authentication expires during a delivery.
func TestBenchHeedsExpiryMeanwhile(t *testing.T) {
	in(t, live.Config{Beat: 2 * time.Hour}, func(n *node) {
		until := time.Now().Add(time.Hour)
		ask := n.asked()
		ask.Viewer = func(context.Context) (viewer.Viewer, error) {
			if !time.Now().Before(until) {
				return viewer.Viewer{}, fault.TokenExpired.With()
			}
			return viewer.Account(clerk, until), nil
		}
		g, happens := n.busy(ask)
		happens(func() { time.Sleep(time.Until(until)) })
		if err := <-g.ended; !errors.Is(err, fault.TokenExpired) || time.Since(until) > time.Minute {
			t.Errorf("%v, %v late", err, time.Since(until))
		}
	})
}

// The hub is closed during a delivery.
func TestBenchIsOverMeanwhile(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		g, happens := n.busy(n.asked())
		happens(n.Close)
		if err := <-g.ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
