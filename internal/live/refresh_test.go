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
type refreshRecorder struct {
	duration time.Duration

	mu                        sync.Mutex
	runs, running, maxRunning int
	latest                    map[string]int // the newest state that each live query showed
}

// liveQueryRequest returns a request for a live query that shows the length of the stream.
func (h *testHub) liveQueryRequest(w *refreshRecorder, key string) live.Request {
	run := func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return confStream, nil }
		states, err := live.ResolveLiveQuery(ctx, find, func(context.Context) (int, error) {
			h.memory.mu.Lock()
			length := len(h.memory.streams[confStream])
			h.memory.mu.Unlock()
			w.mu.Lock()
			w.runs, w.running = w.runs+1, w.running+1
			w.maxRunning = max(w.maxRunning, w.running)
			w.mu.Unlock()
			time.Sleep(w.duration)
			w.mu.Lock()
			w.running--
			w.latest[key] = length
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
	return live.Request{Key: key, Execute: run, CurrentViewer: fixedViewer(viewer.Anonymous())}
}

func (h *testHub) subscribeTo(request live.Request) *live.Subscription {
	h.Helper()
	s, err := h.Subscribe(h.Context(), request)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(s.Close)
	return s
}

func (r *refreshRecorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.runs
}

// observed returns the maximum number of concurrent refreshes, and the newest state of each live query.
func (r *refreshRecorder) observed() (most int, seen map[string]int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.maxRunning, maps.Clone(r.latest)
}

func newRefreshRecorder(takes time.Duration) *refreshRecorder {
	return &refreshRecorder{duration: takes, latest: map[string]int{}}
}

// However many live queries and events there are, refreshes use no more than the share of one core and of the
// concurrency, and every live query is refreshed in turn and reaches the newest state.
func TestRefresh_ShareOfOneCore(t *testing.T) {
	runWithHub(t, live.Config{RefreshShare: 0.25}, func(h *testHub) {
		w := newRefreshRecorder(10 * time.Millisecond)
		for i := range 300 {
			h.subscribeTo(h.liveQueryRequest(w, fmt.Sprint(i)))
		}
		time.Sleep(time.Minute)
		if w.count() < 300 {
			h.Fatalf("%d of 300 showed something at first", w.count())
		}
		before := w.count()
		for range 1000 {
			h.memory.appendNumbered(1)
			time.Sleep(20 * time.Millisecond)
		}
		if runs, share := w.count()-before, 20*25; runs > share+runtime.GOMAXPROCS(0) || runs < share*9/10 {
			h.Errorf("%d refreshes in 20 seconds, the share is %d", runs, share)
		}
		if most, _ := w.observed(); most > 2*max(1, runtime.GOMAXPROCS(0)/2) {
			h.Errorf("%d at once", most)
		}
		time.Sleep(30 * time.Second)
		_, seen := w.observed()
		for key, state := range seen {
			if state != 1000 {
				h.Errorf("%s shows %d", key, state)
			}
		}
	})
}

// The longer a refresh takes, the longer its live query pauses.
func TestRefresh_IntervalGrowsWithDuration(t *testing.T) {
	for takes, most := range map[time.Duration]int{
		time.Millisecond: 101, 50 * time.Millisecond: 20, 500 * time.Millisecond: 3,
	} {
		runWithHub(t, live.Config{RefreshShare: 1}, func(h *testHub) {
			w := newRefreshRecorder(takes)
			h.subscribeTo(h.liveQueryRequest(w, "one"))
			time.Sleep(time.Minute)
			before := w.count()
			for range 2000 {
				h.memory.appendNumbered(1)
				time.Sleep(10 * time.Millisecond)
			}
			if runs := w.count() - before; runs > most || runs < most*3/4-1 {
				h.Errorf("%d refreshes of %v in 20 seconds, want %d", runs, takes, most)
			}
		})
	}
}

// allowance is the number of executions that a viewer can be charged for.
type allowance struct {
	mu                 sync.Mutex
	remaining, charged int
}

func (a *allowance) charge(viewer.Viewer) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.remaining == 0 {
		return 3 * time.Second
	}
	a.remaining, a.charged = a.remaining-1, a.charged+1
	return 0
}

func (a *allowance) spent() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.charged
}

func (a *allowance) credit(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remaining += n
}

// A refresh is charged once, to the subscribers in turn; those who cannot be charged are skipped. If nobody
// can, it is delayed and shows the newest state.
func TestRefresh_ChargedInTurn(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		w := newRefreshRecorder(0)
		allowances := []*allowance{{remaining: 10}, {remaining: 10}, {}}
		var all []*live.Subscription
		for _, p := range allowances {
			request := h.liveQueryRequest(w, "shared")
			request.Charge = p.charge
			all = append(all, h.subscribeTo(request))
		}
		for _, f := range all {
			h.receiveAll(f)
		}
		if allowances[0].spent()+allowances[1].spent() != 0 {
			h.Error("the first refresh is part of what the operation cost")
		}
		happens := func(times int) {
			for range times {
				h.memory.appendNumbered(1)
				time.Sleep(time.Second)
			}
		}
		happens(6)
		if allowances[0].spent() != 3 || allowances[1].spent() != 3 || w.count() != 7 {
			h.Errorf("charged %d and %d for %d refreshes", allowances[0].spent(), allowances[1].spent(), w.count())
		}
		happens(20)
		if allowances[0].spent() != 10 || allowances[1].spent() != 10 || w.count() != 21 {
			h.Errorf("charged %d and %d for %d refreshes", allowances[0].spent(), allowances[1].spent(), w.count())
		}
		for _, f := range all {
			if got := h.receiveAll(f); len(got) != 1 || got[0] != "20" {
				h.Errorf("received %q while nobody can be charged", got)
			}
		}
		allowances[2].credit(1)
		time.Sleep(4 * time.Second)
		for _, f := range all {
			if got := h.receiveAll(f); len(got) != 1 || got[0] != "26" { // the newest, and nothing in between
				h.Errorf("shown %q, want 26", got)
			}
		}
		if allowances[2].spent() != 1 || w.count() != 22 {
			h.Errorf("charged %d for the late one, %d refreshes", allowances[2].spent(), w.count())
		}
		time.Sleep(time.Minute)
		if w.count() != 22 {
			h.Error("what has not changed is refreshed")
		}
	})
}

// A live query over a limit is rejected with the name of the limit. Identical live queries count once, and
// completed ones no longer count.
func TestLiveQueries_Limits(t *testing.T) {
	home, away := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	limits := live.ViewLimits{Node: 5, PerAddress: 3, PerAccount: 2}
	runWithHub(t, live.Config{LiveQueries: limits}, func(h *testHub) {
		w := newRefreshRecorder(0)
		open := func(key string, from netip.Prefix, account gid.ID) (*live.Subscription, error) {
			request := h.liveQueryRequest(w, key)
			request.Address = from
			if account != 0 {
				request.CurrentViewer = fixedViewer(viewer.Account(account, time.Time{}))
			}
			return h.Subscribe(h.Context(), request)
		}
		var all []*live.Subscription
		opens := func(key string, from netip.Prefix, account gid.ID) {
			h.Helper()
			f, err := open(key, from, account)
			if err != nil {
				h.Fatal(key, err)
			}
			all = append(all, f)
		}
		refuses := func(key string, from netip.Prefix, account gid.ID, limit string, most int) {
			h.Helper()
			_, err := open(key, from, account)
			known, ok := fault.FromError(err)
			if !ok || !errors.Is(err, fault.TooManyLiveQueries) || known.Params()["limit"] != limit ||
				known.Params()["max"] != most || known.Params()["value"] != most {
				h.Errorf("%s: %v, want %s", key, err, limit)
			}
		}
		for _, key := range []string{"a", "b", "c", "a", "b"} {
			opens(key, home, 0)
		}
		refuses("d", home, 0, "--max-live-queries-per-address", 3)
		opens("a", away, 0)
		opens("d", away, clerk)
		opens("e", netip.Prefix{}, clerk)
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries", 5)
		refuses("a", netip.Prefix{}, clerk, "--max-live-queries", 5) // another class counts separately
		if h.Stats().LiveQueries != 5 || h.Stats().Subscriptions != int64(len(all)) {
			h.Errorf("%+v", h.Stats())
		}
		all[1].Close() // the fifth one subscribes to b as well
		refuses("d", home, 0, "--max-live-queries", 5)
		all[4].Close()
		refuses("f", netip.Prefix{}, clerk, "--max-live-queries-per-account", 2)
		opens("d", netip.Prefix{}, 0)
		for i, f := range all {
			if i != 1 && i != 4 {
				f.Close()
			}
		}
		synctest.Wait()
		if h.Stats().LiveQueries != 0 || h.Stats().Subscriptions != 0 {
			h.Errorf("%+v", h.Stats())
		}
	})
}

// A live query whose viewer may no longer subscribe is no longer counted.
func TestLiveQueries_NotCountedAfterLostAccess(t *testing.T) {
	runWithHub(t, live.Config{}, func(h *testHub) {
		request := h.liveQueryRequest(newRefreshRecorder(0), "a")
		execute, lost := request.Execute, errors.New("no access")
		current := viewer.Account(clerk, time.Now().Add(time.Second))
		request.CurrentViewer = func(context.Context) (viewer.Viewer, error) { return current, nil }
		request.Execute = func(ctx context.Context) ([]byte, error) {
			if viewer.FromContext(ctx).VisibilityClass() != current.VisibilityClass() ||
				current.ValidUntil().IsZero() {
				return nil, lost
			}
			return execute(ctx)
		}
		s, err := h.Subscribe(h.Context(), request)
		if err != nil {
			h.Fatal(err)
		}
		if _, err := s.Next(h.Context()); err != nil || h.Stats().LiveQueries != 1 {
			h.Fatal(err, h.Stats())
		}
		current = viewer.Account(clerk, time.Time{}, viewer.Grant{Role: viewer.Ministry})
		for err == nil {
			_, err = s.Next(h.Context())
		}
		s.Close()
		if !errors.Is(err, lost) || h.Stats().LiveQueries != 0 {
			h.Errorf("%v; %+v", err, h.Stats())
		}
	})
}
