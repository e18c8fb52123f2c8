package live_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// refreshRecorder counts refreshes, each of which takes the duration.
type work struct {
	takes time.Duration

	mu              sync.Mutex
	runs, now, most int
	seen            map[string]int // the newest state that each live query showed
}

// liveQueryRequest returns a request for a live query that shows the length of the stream.
func (n *node) liveQuery(w *work, key string) live.Request {
	run := func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return hall, nil }
		states, err := live.View(ctx, find, func(context.Context) (int, error) {
			n.m.mu.Lock()
			length := len(n.m.streams[hall])
			n.m.mu.Unlock()
			w.mu.Lock()
			w.runs, w.now = w.runs+1, w.now+1
			w.most = max(w.most, w.now)
			w.mu.Unlock()
			time.Sleep(w.takes)
			w.mu.Lock()
			w.now--
			w.seen[key] = length
			w.mu.Unlock()
			return length, nil
		})
		if err != nil {
			return nil, err
		}
		s, ok := <-states
		if !ok {
			return nil, nil
		}
		return fmt.Append(nil, s), nil
	}
	return live.Request{Key: key, Run: run, Viewer: as(viewer.Anonymous())}
}

func (n *node) watches(ask live.Request) *live.Follower {
	n.Helper()
	f, err := n.Open(n.Context(), ask)
	if err != nil {
		n.Fatal(err)
	}
	n.Cleanup(f.Close)
	return f
}

func (w *work) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.runs
}

// observed returns the maximum number of concurrent refreshes, and the newest state of each live query.
func (w *work) observed() (most int, seen map[string]int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.most, maps.Clone(w.seen)
}

func refreshing(takes time.Duration) *work {
	return &work{takes: takes, seen: map[string]int{}}
}

// However many live queries and events there are, refreshes use no more than the share of one core and of the
// concurrency, and every live query is refreshed in turn and reaches the newest state.
func TestRefresh_ShareOfOneCore(t *testing.T) {
	in(t, live.Config{RefreshShare: 0.25}, func(n *node) {
		w := refreshing(10 * time.Millisecond)
		for i := range 300 {
			n.watches(n.liveQuery(w, fmt.Sprint(i)))
		}
		time.Sleep(time.Minute)
		if w.count() < 300 {
			n.Fatalf("%d of 300 showed something at first", w.count())
		}
		before := w.count()
		for range 1000 {
			n.m.count(1)
			time.Sleep(20 * time.Millisecond)
		}
		if runs, share := w.count()-before, 20*25; runs > share+runtime.GOMAXPROCS(0) || runs < share*9/10 {
			n.Errorf("%d refreshes in 20 seconds, the share is %d", runs, share)
		}
		if most, _ := w.observed(); most > 2*max(1, runtime.GOMAXPROCS(0)/2) {
			n.Errorf("%d at once", most)
		}
		time.Sleep(30 * time.Second)
		_, seen := w.observed()
		for key, state := range seen {
			if state != 1000 {
				n.Errorf("%s shows %d", key, state)
			}
		}
	})
}

// The longer a refresh takes, the longer its live query pauses.
func TestRefresh_IntervalGrowsWithTime(t *testing.T) {
	for takes, most := range map[time.Duration]int{
		time.Millisecond: 101, 50 * time.Millisecond: 20, 500 * time.Millisecond: 3,
	} {
		in(t, live.Config{RefreshShare: 1}, func(n *node) {
			w := refreshing(takes)
			n.watches(n.liveQuery(w, "one"))
			time.Sleep(time.Minute)
			before := w.count()
			for range 2000 {
				n.m.count(1)
				time.Sleep(10 * time.Millisecond)
			}
			if runs := w.count() - before; runs > most || runs < most*3/4-1 {
				n.Errorf("%d refreshes of %v in 20 seconds, want %d", runs, takes, most)
			}
		})
	}
}

// balance is the number of executions that a viewer can pay for.
type purse struct {
	mu         sync.Mutex
	left, paid int
}

func (p *purse) charge(viewer.Viewer) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left == 0 {
		return 3 * time.Second
	}
	p.left, p.paid = p.left-1, p.paid+1
	return 0
}

func (p *purse) spent() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paid
}

func (p *purse) give(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left += n
}

// A refresh is charged once, to the subscribers in turn; those who cannot pay are skipped. If nobody can, it
// is delayed and shows the newest state.
func TestRefresh_PaidInTurn(t *testing.T) {
	in(t, live.Config{}, func(n *node) {
		w := refreshing(0)
		purses := []*purse{{left: 10}, {left: 10}, {}}
		var all []*live.Follower
		for _, p := range purses {
			ask := n.liveQuery(w, "shared")
			ask.Charge = p.charge
			all = append(all, n.watches(ask))
		}
		for _, f := range all {
			n.texts(f)
		}
		if purses[0].spent()+purses[1].spent() != 0 {
			n.Error("the first refresh is part of what the operation cost")
		}
		happens := func(times int) {
			for range times {
				n.m.count(1)
				time.Sleep(time.Second)
			}
		}
		happens(6)
		if purses[0].spent() != 3 || purses[1].spent() != 3 || w.count() != 7 {
			n.Errorf("paid %d and %d for %d refreshes", purses[0].spent(), purses[1].spent(), w.count())
		}
		happens(20)
		if purses[0].spent() != 10 || purses[1].spent() != 10 || w.count() != 21 {
			n.Errorf("paid %d and %d for %d refreshes", purses[0].spent(), purses[1].spent(), w.count())
		}
		for _, f := range all {
			if got := n.texts(f); len(got) != 1 || got[0] != "20" {
				n.Errorf("received %q while nobody can pay", got)
			}
		}
		purses[2].give(1)
		time.Sleep(4 * time.Second)
		for _, f := range all {
			if got := n.texts(f); len(got) != 1 || got[0] != "26" { // the newest, and nothing in between
				n.Errorf("shown %q, want 26", got)
			}
		}
		if purses[2].spent() != 1 || w.count() != 22 {
			n.Errorf("paid %d for the late one, %d refreshes", purses[2].spent(), w.count())
		}
		time.Sleep(time.Minute)
		if w.count() != 22 {
			n.Error("what has not changed is refreshed")
		}
	})
}

// A live query over a limit is rejected with the name of the limit. Identical live queries count once, and
// completed ones no longer count.
func TestLiveQueries_Limits(t *testing.T) {
	home, away := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	limits := live.LiveQueryLimits{Node: 5, PerAddress: 3, PerAccount: 2}
	in(t, live.Config{LiveQueries: limits}, func(n *node) {
		w := refreshing(0)
		open := func(key string, from netip.Prefix, account gid.ID) (*live.Follower, error) {
			ask := n.liveQuery(w, key)
			ask.Address = from
			if account != 0 {
				ask.Viewer = as(viewer.Account(account, time.Time{}))
			}
			return n.Open(n.Context(), ask)
		}
		var all []*live.Follower
		opens := func(key string, from netip.Prefix, account gid.ID) {
			n.Helper()
			f, err := open(key, from, account)
			if err != nil {
				n.Fatal(key, err)
			}
			all = append(all, f)
		}
		refuses := func(key string, from netip.Prefix, account gid.ID, limit string, most int) {
			n.Helper()
			_, err := open(key, from, account)
			known, ok := fault.As(err)
			if !ok || !errors.Is(err, fault.TooManyLiveQueries) || known.Params()["limit"] != limit ||
				known.Params()["max"] != most || known.Params()["value"] != most {
				n.Errorf("%s: %v, want %s", key, err, limit)
			}
		}
		for _, key := range []string{"a", "b", "c", "a", "b"} {
			opens(key, home, 0)
		}
		refuses("d", home, 0, "--max-live-queries-per-address", 3)
		opens("a", away, 0)
		opens("d", away, clerk)
		opens("e", away, clerk)
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries", 5)
		refuses("a", netip.Prefix{}, clerk, "--max-live-queries", 5) // another class counts separately
		if n.Stats().LiveQueries != 5 || n.Stats().Followers != int64(len(all)) {
			n.Errorf("%+v", n.Stats())
		}
		all[1].Close() // the fifth one subscribes to b as well
		refuses("d", home, 0, "--max-live-queries", 5)
		all[4].Close()
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries-per-account", 2)
		opens("d", home, 0)
		for i, f := range all {
			if i != 1 && i != 4 {
				f.Close()
			}
		}
		synctest.Wait()
		if n.Stats().LiveQueries != 0 || n.Stats().Followers != 0 {
			n.Errorf("%+v", n.Stats())
		}
	})
}
