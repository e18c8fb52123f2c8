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

// What is rendered ahead is what those need who sit on the bench, and not who has left it.
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
			t.Errorf("what nobody waited for was rendered %d times", times)
		}
	})
}

// What is rendered ahead is told before it is let go of, however little is kept.
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

// busy has somebody follow the hall to whom something happens while it is told something.
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

// What happens between being told and sitting down again is not lost: news, and a heartbeat that others were told before.
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

// Nor is the end of what the viewer is.
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

// Nor that of the hub.
func TestBenchIsOverMeanwhile(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		g, happens := n.busy(n.asked())
		happens(n.Close)
		if err := <-g.ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
