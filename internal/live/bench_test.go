package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"thidua/internal/fault"
	"thidua/internal/live"
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
