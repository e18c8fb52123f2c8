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

// acquire takes a slot; shutDown is called when the connection has to be closed because the server shuts
// down. It fails with SHUTTING_DOWN, NODE_FULL or TOO_MANY_WATCHERS.
func (l *ConnLimiter) acquire(s *slot, address netip.Addr, caller viewer.Viewer, shutDown func()) error {
	s.address = networkOf(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.draining:
		return fault.ShuttingDown.With()
	case l.Total > 0 && len(l.slots) >= l.Total:
		return fault.NodeFull.With("limit", "--max-sockets", "max", l.Total, "value", len(l.slots))
	case l.PerAddress > 0 && l.addresses[s.address] >= l.PerAddress:
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-address",
			"max", l.PerAddress, "value", l.addresses[s.address])
	}
	if l.slots == nil {
		l.slots, l.addresses, l.accounts = map[*slot]func(){}, map[netip.Prefix]int{}, map[int64]int{}
	}
	if err := l.assignLocked(s, int64(caller.Account())); err != nil {
		return err
	}
	l.addresses[s.address]++
	l.slots[s] = shutDown
	return nil
}

// assign sets the account of a slot, once that is known. It does nothing for a released slot.
func (l *ConnLimiter) assign(s *slot, caller viewer.Viewer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, open := l.slots[s]; !open {
		return nil
	}
	return l.assignLocked(s, int64(caller.Account()))
}

// assignLocked is assign with the mutex held.
func (l *ConnLimiter) assignLocked(s *slot, account int64) error {
	if account == s.account {
		return nil
	}
	if account != 0 && l.PerAccount > 0 && l.accounts[account] >= l.PerAccount {
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-account",
			"max", l.PerAccount, "value", l.accounts[account])
	}
	decrement(l.accounts, s.account)
	s.account = account
	if account != 0 {
		l.accounts[account]++
	}
	return nil
}

// release releases a slot. Further calls do nothing.
func (l *ConnLimiter) release(s *slot) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, open := l.slots[s]; !open {
		return
	}
	delete(l.slots, s)
	decrement(l.addresses, s.address)
	decrement(l.accounts, s.account)
	if l.drained != nil && len(l.slots) == 0 {
		close(l.drained)
		l.drained = nil
	}
}

func decrement[K comparable](counts map[K]int, key K) {
	if counts[key]--; counts[key] <= 0 {
		delete(counts, key)
	}
}

// Count returns how many connections are open.
func (l *ConnLimiter) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.slots)
}

// Draining reports whether new connections are rejected: load balancers should choose another node.
func (l *ConnLimiter) Draining() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.draining
}

// Drain rejects new connections, closes the open ones, evenly over a period so that they do not all
// reconnect at once, and blocks until they have closed or ctx ends.
func (l *ConnLimiter) Drain(ctx context.Context, period time.Duration) error {
	l.mu.Lock()
	l.draining = true
	closers, closed := make([]func(), 0, len(l.slots)), make(chan struct{})
	for _, shutDown := range l.slots {
		closers = append(closers, shutDown)
	}
	if len(closers) == 0 {
		close(closed)
	} else {
		l.drained = closed
	}
	l.mu.Unlock()
	began := time.Now()
	for i, shutDown := range closers {
		select {
		case <-closed: // all have closed by themselves
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(began.Add(period * time.Duration(i) / time.Duration(len(closers))))):
		}
		go shutDown() // it may block on a write
	}
	select {
	case <-closed:
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
