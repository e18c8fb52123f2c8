package live

import (
	"net/netip"
	"sync"

	"thidua/internal/fault"
	"thidua/internal/gid"
)

// ViewLimits are the maximum numbers of different live queries at a time and, counted separately, of
// different documents of event subscriptions; 0 means unlimited. Identical documents of the same visibility
// class count once. An address can have at most as many as are free on the node (dynamic thresholds,
// Choudhury and Hahne 1998): n addresses that request all they can get leave one part in n+1 of the limit to
// others.
type ViewLimits struct {
	Node       int // on this node
	PerAddress int // from one address
	PerAccount int // of one account
}

// viewCounter counts different views and their subscribers: one counts live queries, another one the
// documents of event subscriptions.
type viewCounter struct {
	limits ViewLimits

	mu        sync.Mutex
	all       map[*view]int
	addresses map[netip.Prefix]map[*view]int
	accounts  map[gid.ID]map[*view]int
}

// add counts one more subscriber of a view. It fails with TOO_MANY_LIVE_QUERIES and then counts nothing.
func (q *viewCounter) add(v *view, f *Subscription) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range []struct {
		flag        string
		max         int
		subscribers map[*view]int
	}{
		{"--max-live-queries", q.limits.Node, q.all},
		{"--max-live-queries-per-address", q.limits.PerAddress, q.addresses[f.request.Address]},
		{"--max-live-queries-per-account", q.limits.PerAccount, q.accounts[f.payer.viewer.Account()]},
	} {
		if c.max > 0 && c.subscribers[v] == 0 && len(c.subscribers) >= c.max {
			return fault.TooManyLiveQueries.With("limit", c.flag, "max", c.max, "value", len(c.subscribers))
		}
	}
	if free := q.limits.Node - len(q.all); q.limits.Node > 0 && q.all[v] == 0 && f.request.Address.IsValid() {
		if own := len(q.addresses[f.request.Address]); own >= free {
			return fault.TooManyLiveQueries.With("limit", "--max-live-queries", "max", free, "value", own)
		}
	}
	if q.all == nil {
		q.all = map[*view]int{}
		q.addresses, q.accounts = map[netip.Prefix]map[*view]int{}, map[gid.ID]map[*view]int{}
	}
	q.all[v]++
	if f.request.Address.IsValid() {
		increase(q.addresses, f.request.Address, v)
	}
	if account := f.payer.viewer.Account(); account != 0 {
		increase(q.accounts, account, v)
	}
	return nil
}

// count returns the number of different views.
func (q *viewCounter) count() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return int64(len(q.all))
}

func (q *viewCounter) remove(v *view, f *Subscription) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.all[v]--; q.all[v] == 0 {
		delete(q.all, v)
	}
	decrease(q.addresses, f.request.Address, v)
	decrease(q.accounts, f.payer.viewer.Account(), v)
}

func increase[K comparable](counts map[K]map[*view]int, key K, v *view) {
	if counts[key] == nil {
		counts[key] = map[*view]int{}
	}
	counts[key][v]++
}

func decrease[K comparable](counts map[K]map[*view]int, key K, v *view) {
	if counts[key] == nil {
		return
	}
	if counts[key][v]--; counts[key][v] == 0 {
		delete(counts[key], v)
	}
	if len(counts[key]) == 0 {
		delete(counts, key)
	}
}
