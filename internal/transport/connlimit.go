package transport

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// ConnLimiter limits the open sockets and event streams, and closes them before the server shuts down. The
// zero value limits nothing. It is safe for concurrent use.
type ConnLimiter struct {
	Total      int // of this node; 0 for no limit
	PerAddress int // from one address, or one IPv6 /64; 0 for no limit
	PerAccount int // of one account; 0 for no limit

	mu        sync.Mutex
	slots     map[*slot]func() // with the function that closes each
	addresses map[netip.Prefix]int
	accounts  map[int64]int
	draining  bool
	drained   chan struct{} // while draining, closed when the last one is released
}

// slot is the share of one socket or event stream in the limits.
type slot struct {
	address netip.Prefix
	account int64
}

// acquire takes a slot; goAway is called when the connection has to be closed. It fails with SHUTTING_DOWN,
// NODE_FULL or TOO_MANY_WATCHERS.
func (w *ConnLimiter) acquire(s *slot, from netip.Addr, who viewer.Viewer, goAway func()) error {
	s.address = networkOf(from)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.draining:
		return fault.ShuttingDown.With()
	case w.Total > 0 && len(w.slots) >= w.Total:
		return fault.NodeFull.With("limit", "--max-sockets", "max", w.Total, "value", len(w.slots))
	case w.PerAddress > 0 && w.addresses[s.address] >= w.PerAddress:
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-address", "max", w.PerAddress,
			"value", w.addresses[s.address])
	}
	if w.slots == nil {
		w.slots, w.addresses, w.accounts = map[*slot]func(){}, map[netip.Prefix]int{}, map[int64]int{}
	}
	if err := w.assignLocked(s, int64(who.Account())); err != nil {
		return err
	}
	w.addresses[s.address]++
	w.slots[s] = goAway
	return nil
}

// assign sets the account of a slot, once that is known. It does nothing for a released slot.
func (w *ConnLimiter) assign(s *slot, who viewer.Viewer) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, there := w.slots[s]; !there {
		return nil
	}
	return w.assignLocked(s, int64(who.Account()))
}

// assignLocked is assign with the mutex held.
func (w *ConnLimiter) assignLocked(s *slot, account int64) error {
	if account == s.account {
		return nil
	}
	if account != 0 && w.PerAccount > 0 && w.accounts[account] >= w.PerAccount {
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-account", "max", w.PerAccount,
			"value", w.accounts[account])
	}
	decrement(w.accounts, s.account)
	s.account = account
	if account != 0 {
		w.accounts[account]++
	}
	return nil
}

// release releases a slot. Further calls do nothing.
func (w *ConnLimiter) release(s *slot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, there := w.slots[s]; !there {
		return
	}
	delete(w.slots, s)
	decrement(w.addresses, s.address)
	decrement(w.accounts, s.account)
	if w.drained != nil && len(w.slots) == 0 {
		close(w.drained)
		w.drained = nil
	}
}

func decrement[K comparable](counts map[K]int, key K) {
	if counts[key]--; counts[key] <= 0 {
		delete(counts, key)
	}
}

// Count returns how many connections are open.
func (w *ConnLimiter) Count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.slots)
}

// Draining reports whether new connections are rejected: load balancers should choose another node.
func (w *ConnLimiter) Draining() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.draining
}

// Drain rejects new connections, closes the open ones, evenly over a period so that they do not all
// reconnect at once, and blocks until they have closed or ctx ends.
func (w *ConnLimiter) Drain(ctx context.Context, over time.Duration) error {
	w.mu.Lock()
	w.draining = true
	asked, gone := make([]func(), 0, len(w.slots)), make(chan struct{})
	for _, goAway := range w.slots {
		asked = append(asked, goAway)
	}
	if len(asked) == 0 {
		close(gone)
	} else {
		w.drained = gone
	}
	w.mu.Unlock()
	began := time.Now()
	for i, goAway := range asked {
		select {
		case <-gone: // all have closed by themselves
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(began.Add(over * time.Duration(i) / time.Duration(len(asked))))):
		}
		go goAway() // it may block on a write
	}
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// networkOf returns the network that limits are counted for: the address, or the /64 network of an IPv6
// customer.
func networkOf(address netip.Addr) netip.Prefix {
	bits := 32
	if address.Is6() {
		bits = 64
	}
	network, _ := address.Prefix(bits) // the zero prefix for the zero address
	return network
}
