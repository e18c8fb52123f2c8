package live_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// snapshotDocument executes the document of a live query, conferenceLive(id) { state }.
func (n *node) show(state func() string) live.Run {
	return func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return hall, nil }
		states, err := live.View(ctx, find,
			func(context.Context) (string, error) {
				return state() + " for " + viewer.From(ctx).Class(), nil
			})
		if err != nil {
			return nil, err
		}
		s, ok := <-states
		if !ok {
			return nil, nil
		}
		n.mu.Lock()
		n.runs["snapshot"]++
		n.mu.Unlock()
		return []byte(s), nil
	}
}

func (n *node) painted() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.runs["snapshot"]
}

// A live query delivers its state at once and then the newest one, at most five times per second and only if
// it has changed; it is executed once for all subscriptions.
func TestLiveView(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		state := func() string {
			n.m.mu.Lock()
			defer n.m.mu.Unlock()
			return fmt.Sprint(len(n.m.streams[hall]) / 10)
		}
		var all []*live.Follower
		for range 100 {
			f, err := n.Open(n.Context(), live.Request{
				Key: "v", Run: n.show(state), Viewer: as(viewer.Anonymous()),
			})
			if err != nil {
				n.Fatal(err)
			}
			n.Cleanup(f.Close)
			all = append(all, f)
		}
		for _, f := range all {
			n.want(f, "0")
		}
		before := n.painted()
		for range 100 { // in one second
			n.m.count(1)
			time.Sleep(10 * time.Millisecond)
		}
		if runs := n.painted() - before; runs > 6 {
			n.Errorf("executed %d times in a second", runs)
		}
		time.Sleep(time.Second)
		for _, f := range all { // they have not read anything meanwhile
			n.want(f, "10")
		}
		n.m.count(1)
		n.want(all[0]) // the state is the same
	})
}

// Each class has its own snapshot; a viewer whose class changes receives that of the new class.
func TestLiveViewOfAnotherClass(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		var now atomic.Pointer[viewer.Viewer]
		be := func(grants ...viewer.Grant) {
			v := viewer.Account(clerk, time.Time{}, grants...)
			now.Store(&v)
		}
		be(delegate)
		class := now.Load().Class()
		f, err := n.Open(n.Context(), live.Request{
			Key: "v", Run: n.show(func() string { return "x" }),
			Viewer: func(context.Context) (viewer.Viewer, error) { return *now.Load(), nil },
		})
		if err != nil {
			n.Fatal(err)
		}
		defer f.Close()
		n.want(f, "x for "+class)
		be()
		n.m.say(journal.Access, journal.GrantsChanged{Account: clerk})
		n.want(f, "x for reader")
	})
}
