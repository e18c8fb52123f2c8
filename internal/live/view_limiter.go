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

// viewLimiter counts different views and their subscribers: one counts live queries, another one the
// documents of event subscriptions.
type viewLimiter struct {
	limits ViewLimits

	mu        sync.Mutex
	all       map[*view]int
	addresses map[netip.Prefix]map[*view]int
	accounts  map[gid.ID]map[*view]int
}

// add counts one more subscriber of a view. It fails with TOO_MANY_LIVE_QUERIES and then counts nothing.
func (l *viewLimiter) add(v *view, s *Subscription) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, check := range []struct {
		flag        string
		max         int
		subscribers map[*view]int
	}{
		{"--max-live-queries", l.limits.Node, l.all},
		{"--max-live-queries-per-address", l.limits.PerAddress, l.addresses[s.request.Address]},
		{"--max-live-queries-per-account", l.limits.PerAccount, l.accounts[s.chargeTarget.viewer.Account()]},
	} {
		if check.max > 0 && check.subscribers[v] == 0 && len(check.subscribers) >= check.max {
			return fault.TooManyLiveQueries.With(
				"limit", check.flag, "max", check.max, "value", len(check.subscribers))
		}
	}
	if free := l.limits.Node - len(l.all); l.limits.Node > 0 && l.all[v] == 0 && s.request.Address.IsValid() {
		if own := len(l.addresses[s.request.Address]); own >= free {
			return fault.TooManyLiveQueries.With("limit", "--max-live-queries", "max", free, "value", own)
		}
	}
	if l.all == nil {
		l.all = map[*view]int{}
		l.addresses, l.accounts = map[netip.Prefix]map[*view]int{}, map[gid.ID]map[*view]int{}
	}
	l.all[v]++
	if s.request.Address.IsValid() {
		increase(l.addresses, s.request.Address, v)
	}
	if account := s.chargeTarget.viewer.Account(); account != 0 {
		increase(l.accounts, account, v)
	}
	return nil
}

// count returns the number of different views.
func (l *viewLimiter) count() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int64(len(l.all))
}

func (l *viewLimiter) remove(v *view, s *Subscription) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all[v]--; l.all[v] == 0 {
		delete(l.all, v)
	}
	decrease(l.addresses, s.request.Address, v)
	decrease(l.accounts, s.chargeTarget.viewer.Account(), v)
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
