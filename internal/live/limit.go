package live

import (
	"net/netip"
	"sync"

	"thidua/internal/fault"
	"thidua/internal/gid"
)

// LiveQueryLimits limit how many different live queries there are at a time; 0 is any number. Those that ask the same of
// the same class are one.
type LiveQueryLimits struct {
	Node       int // on this node
	PerAddress int // from one address
	PerAccount int // of one account
}

// liveQueries counts live queries and who follows them.
type liveQueries struct {
	limits LiveQueryLimits

	mu        sync.Mutex
	all       map[*view]int
	addresses map[netip.Prefix]map[*view]int
	accounts  map[gid.ID]map[*view]int
}

// add counts one follower more. It fails with TOO_MANY_LIVE_QUERIES, and counts nothing then.
func (q *liveQueries) add(v *view, p *payer) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range []struct {
		flag      string
		max       int
		followers map[*view]int
	}{
		{"--max-live-queries", q.limits.Node, q.all},
		{"--max-live-queries-per-address", q.limits.PerAddress, q.addresses[p.address]},
		{"--max-live-queries-per-account", q.limits.PerAccount, q.accounts[p.who.Account()]},
	} {
		if c.max > 0 && c.followers[v] == 0 && len(c.followers) >= c.max {
			return fault.TooManyLiveQueries.With("limit", c.flag, "max", c.max, "value", len(c.followers))
		}
	}
	if q.all == nil {
		q.all, q.addresses, q.accounts = map[*view]int{}, map[netip.Prefix]map[*view]int{}, map[gid.ID]map[*view]int{}
	}
	q.all[v]++
	if p.address.IsValid() {
		increase(q.addresses, p.address, v)
	}
	if account := p.who.Account(); account != 0 {
		increase(q.accounts, account, v)
	}
	return nil
}

// count is how many different ones there are.
func (q *liveQueries) count() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return int64(len(q.all))
}

func (q *liveQueries) remove(v *view, p *payer) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.all[v]--; q.all[v] == 0 {
		delete(q.all, v)
	}
	decrease(q.addresses, p.address, v)
	decrease(q.accounts, p.who.Account(), v)
}

func increase[K comparable](of map[K]map[*view]int, key K, v *view) {
	if of[key] == nil {
		of[key] = map[*view]int{}
	}
	of[key][v]++
}

func decrease[K comparable](of map[K]map[*view]int, key K, v *view) {
	if of[key] == nil {
		return
	}
	if of[key][v]--; of[key][v] == 0 {
		delete(of[key], v)
	}
	if len(of[key]) == 0 {
		delete(of, key)
	}
}
