package transport

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Watchers are the sockets and event streams that are open: they are bounded, and closed before the server is. The zero
// value bounds nothing. It is safe for concurrent use.
type Watchers struct {
	Total      int // of this node; 0 for no bound
	PerAddress int // from one address, or one IPv6 network of 64 bits; 0 for no bound
	PerAccount int // of one account; 0 for no bound

	mu        sync.Mutex
	seats     map[*seat]func() // with what asks each to go
	addresses map[netip.Prefix]int
	accounts  map[int64]int
	draining  bool
	left      chan struct{} // while draining, told when somebody leaves
}

// seat is what one watcher takes up.
type seat struct {
	address netip.Prefix
	account int64
}

// enter takes a seat; goAway is called when the watcher has to go. Refused with SHUTTING_DOWN,
// NODE_FULL or TOO_MANY_WATCHERS.
func (w *Watchers) enter(s *seat, from netip.Addr, who viewer.Viewer, goAway func()) error {
	s.address = networkOf(from)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.draining:
		return fault.ShuttingDown.With()
	case w.Total > 0 && len(w.seats) >= w.Total:
		return fault.NodeFull.With("limit", "--max-sockets", "max", w.Total, "value", len(w.seats))
	case w.PerAddress > 0 && w.addresses[s.address] >= w.PerAddress:
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-address", "max", w.PerAddress,
			"value", w.addresses[s.address])
	}
	if w.seats == nil {
		w.seats, w.addresses, w.accounts = map[*seat]func(){}, map[netip.Prefix]int{}, map[int64]int{}
	}
	if err := w.take(s, int64(who.Account())); err != nil {
		return err
	}
	w.addresses[s.address]++
	w.seats[s] = goAway
	return nil
}

// sign says whose seat it is, once that is known. One that was given back meanwhile is nobody's.
func (w *Watchers) sign(s *seat, who viewer.Viewer) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, there := w.seats[s]; !there {
		return nil
	}
	return w.take(s, int64(who.Account()))
}

func (w *Watchers) take(s *seat, account int64) error {
	if account == s.account {
		return nil
	}
	if account != 0 && w.PerAccount > 0 && w.accounts[account] >= w.PerAccount {
		return fault.TooManyWatchers.With("limit", "--max-sockets-per-account", "max", w.PerAccount,
			"value", w.accounts[account])
	}
	release(w.accounts, s.account)
	s.account = account
	if account != 0 {
		w.accounts[account]++
	}
	return nil
}

// leave gives a seat back. More than once is once.
func (w *Watchers) leave(s *seat) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, there := w.seats[s]; !there {
		return
	}
	delete(w.seats, s)
	release(w.addresses, s.address)
	release(w.accounts, s.account)
	if w.left != nil && len(w.seats) == 0 {
		close(w.left)
		w.left = nil
	}
}

func release[K comparable](counts map[K]int, key K) {
	if counts[key]--; counts[key] <= 0 {
		delete(counts, key)
	}
}

// Count is how many are open.
func (w *Watchers) Count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.seats)
}

// Draining tells whether no more are taken: who balances the load should send nobody here.
func (w *Watchers) Draining() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.draining
}

// Drain takes no more, asks all that are open to go, evenly over a time so that they do not all come back at once, and
// waits until they have gone or ctx ends.
func (w *Watchers) Drain(ctx context.Context, over time.Duration) error {
	w.mu.Lock()
	w.draining = true
	asked, gone := make([]func(), 0, len(w.seats)), make(chan struct{})
	for _, goAway := range w.seats {
		asked = append(asked, goAway)
	}
	if len(asked) == 0 {
		close(gone)
	} else {
		w.left = gone
	}
	w.mu.Unlock()
	began := time.Now()
	for i, goAway := range asked {
		select {
		case <-gone: // the rest has left by itself
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(began.Add(over * time.Duration(i) / time.Duration(len(asked))))):
		}
		go goAway() // it may have to wait for a write that is stuck
	}
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// networkOf is what an address is counted under: itself, or the network that one subscriber of IPv6 has for itself.
func networkOf(address netip.Addr) netip.Prefix {
	bits := 32
	if address.Is6() {
		bits = 64
	}
	network, _ := address.Prefix(bits) // of no address at all there is none
	return network
}
