package transport

import (
	"context"
	"net/netip"
	"sync"
)

// unread counts the bytes of answers that were made and not yet written, for each socket and each address. An operation
// begins only where there is room, so that whoever does not read is not executed for: its answers wait for no longer than
// the deadline of a write, after which the socket is closed. The zero value counts nothing yet.
type unread struct {
	mu        sync.Mutex
	addresses map[netip.Prefix]int
	freed     chan struct{} // closed when there may be room; nil while nobody waits
}

// reservedBytes is what an answer counts as while it is made: how large it will be is not known.
const reservedBytes = 256 << 10

// reserve waits for room on the socket and at its address, and reserves reservedBytes of it. Its error is the context's.
func (u *unread) reserve(ctx context.Context, s *socket) error {
	return u.wait(ctx, func() bool {
		if s.unread > 0 && s.unread+reservedBytes > s.live.unreadPerSocket() {
			return false
		}
		if at := u.addresses[s.seat.address]; at > 0 && at+reservedBytes > s.live.unreadPerAddress() {
			return false
		}
		u.count(s, reservedBytes)
		return true
	})
}

// readable waits until a socket may be read on. While it holds too much nothing is read from it.
func (u *unread) readable(s *socket) {
	_ = u.wait(context.Background(), func() bool { return s.unread < s.live.unreadPerSocket() }) // writes have a deadline
}

// add counts bytes of a socket, fewer than before for a negative number.
func (u *unread) add(s *socket, bytes int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.count(s, bytes)
	if bytes < 0 && u.freed != nil {
		close(u.freed)
		u.freed = nil
	}
}

func (u *unread) count(s *socket, bytes int) {
	if u.addresses == nil {
		u.addresses = map[netip.Prefix]int{}
	}
	s.unread += bytes
	if u.addresses[s.seat.address] += bytes; u.addresses[s.seat.address] == 0 {
		delete(u.addresses, s.seat.address)
	}
}

// wait blocks until something is so, which is asked under the lock.
func (u *unread) wait(ctx context.Context, so func() bool) error {
	for {
		u.mu.Lock()
		if so() {
			u.mu.Unlock()
			return nil
		}
		if u.freed == nil {
			u.freed = make(chan struct{})
		}
		freed := u.freed
		u.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-freed:
		}
	}
}

// Unread is how many bytes of answers wait to be written, on all sockets.
func (l *Live) Unread() (bytes int) {
	l.unread.mu.Lock()
	defer l.unread.mu.Unlock()
	for _, n := range l.unread.addresses {
		bytes += n
	}
	return bytes
}
