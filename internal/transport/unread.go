package transport

import (
	"context"
	"net/netip"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// unread counts the bytes of responses that are not written yet, for each socket and each address. An
// operation begins only if there is room, so that nothing is executed for a client that does not read:
// responses wait until the write deadline at most, after which the connection is closed. An address holds
// UnreadPerAddress, and what responses that are executed at the same time are larger than reservedBytes; not
// counted are what the kernel buffers and what compression works with. The zero value is ready to use.
type unread struct {
	mu        sync.Mutex
	addresses map[netip.Prefix]int
	freed     chan struct{} // closed when there may be room; nil while nobody waits
	returns   memoryReturns
}

// reservedBytes is the assumed size of a response until the actual one is known.
const reservedBytes = 256 << 10

// reserve waits for room on the socket and at its address, and reserves reservedBytes of it. Its error is the
// context's.
func (u *unread) reserve(ctx context.Context, s *socket) error {
	return u.wait(ctx, func() bool {
		if s.unread > 0 && s.unread+reservedBytes > s.live.unreadPerSocket() {
			return false
		}
		if unread := u.addresses[s.seat.address]; unread > 0 && unread+reservedBytes > s.live.unreadPerAddress() {
			return false
		}
		u.count(s, reservedBytes)
		s.reserved += reservedBytes
		return true
	})
}

// settle executes an operation for which room was reserved, and counts its response instead of the reservation.
func (u *unread) settle(s *socket, execute func() *graphql.Response) (response *graphql.Response) {
	defer func() {
		u.mu.Lock()
		s.reserved -= reservedBytes
		u.mu.Unlock()
		size := 0
		if response != nil { // nil after a panic
			size = len(response.Data)
		}
		u.add(s, size-reservedBytes)
	}()
	return execute()
}

// waitReadable blocks while a socket has too many unread bytes for more messages to be read from it. Reservations do not
// count: an operation that waits for its turn must not keep its own cancellation from being read.
func (u *unread) waitReadable(s *socket) {
	_ = u.wait(context.Background(), func() bool { return s.unread-s.reserved < s.live.unreadPerSocket() }) // it ends, because writes have a deadline
}

// add adds bytes to those of a socket; a negative number subtracts them.
func (u *unread) add(s *socket, bytes int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.count(s, bytes)
	u.wake(bytes)
}

func (u *unread) count(s *socket, bytes int) {
	s.unread += bytes
	u.countAddress(s.seat.address, bytes)
}

func (u *unread) countAddress(address netip.Prefix, bytes int) {
	if u.addresses == nil {
		u.addresses = map[netip.Prefix]int{}
	}
	if u.addresses[address] += bytes; u.addresses[address] == 0 {
		delete(u.addresses, address)
	}
}

// wake has those who wait look again after bytes were added; only fewer bytes make room.
func (u *unread) wake(bytes int) {
	if bytes < 0 && u.freed != nil {
		close(u.freed)
		u.freed = nil
	}
}

// wait blocks until a condition holds, which it evaluates under the lock. Its error is the context's.
func (u *unread) wait(ctx context.Context, condition func() bool) error {
	for {
		u.mu.Lock()
		if condition() {
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

// Unread returns how many bytes of responses wait to be written.
func (l *Live) Unread() (bytes int) {
	l.unread.mu.Lock()
	defer l.unread.mu.Unlock()
	for _, n := range l.unread.addresses {
		bytes += n
	}
	return bytes
}
