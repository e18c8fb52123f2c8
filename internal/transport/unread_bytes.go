package transport

import (
	"context"
	"net/netip"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// unreadBytes counts outbound bytes, those of responses that are not written yet, for each socket and
// each address, and applies backpressure: an operation starts only if there is room, so that nothing is
// executed for a client that does not read. Responses wait at most until the write deadline, after which the
// connection is closed. An address holds at most MaxUnreadPerAddress and the node at most 5/4 of MaxUnread,
// and the bytes by which concurrent responses exceed what was reserved for them; not counted are the buffers
// of the kernel and of compression. The zero value is ready to use.
type unreadBytes struct {
	mu        sync.Mutex
	total     int
	addresses map[netip.Prefix]int
	freed     chan struct{} // closed when there may be room; nil if nothing waits
	memory    memoryReleaser
}

// Bounds of the estimated size of a response, in bytes.
const minReserved, maxReserved = 256 << 10, 4 << 20

// responseBytesPerUnit is the estimated size of a response for the cost of a unit. Lists of long texts
// need this many bytes per unit; most others need a fifth.
const responseBytesPerUnit = 32

// estimatedResponseBytes returns the estimated size of the response to an operation, which is counted until
// the actual one is known.
func estimatedResponseBytes(operation *graphql.OperationContext) int {
	return min(max(responseBytesPerUnit*ratelimit.CostOf(operation), minReserved), maxReserved)
}

// reserve blocks until there is room for bytes on the socket and at its address, and reserves them. If there
// is none until ctx ends, it fails with RESPONSES_NOT_READ, which names the limit.
func (u *unreadBytes) reserve(ctx context.Context, s *socket, bytes int) *fault.Error {
	var rejection *fault.Error
	if u.wait(ctx, func() bool {
		if rejection = u.exceededLimit(s, bytes); rejection != nil {
			return false
		}
		u.addLocked(s, bytes)
		s.reserved += bytes
		return true
	}) == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if current := u.exceededLimit(s, bytes); current != nil { // with the current number of bytes
		rejection = current
	}
	return rejection
}

// exceededLimit returns the limit that leaves no room for bytes on a socket, as an error; nil if there is
// room. The mutex is held.
func (u *unreadBytes) exceededLimit(s *socket, bytes int) *fault.Error {
	if max := s.streams.maxUnreadPerSocket(); s.unreadBytes > 0 && s.unreadBytes+bytes > max {
		return unreadFault("--max-unread-per-socket", max, s.unreadBytes)
	}
	return u.exceededAddressLimit(s.streams, s.slot.address, bytes)
}

// exceededAddressLimit returns the limit that leaves no room for bytes at an address, as an error; nil if
// there is room. An address can hold at most as many bytes as are free on the node (dynamic thresholds,
// Choudhury and Hahne 1998): n addresses that do not read leave one part in n+1 of MaxUnread to others.
// Responses can be larger than what was reserved for them, so a quarter more is kept for addresses that hold
// nothing. The mutex is held.
func (u *unreadBytes) exceededAddressLimit(
	streams *Streams, address netip.Prefix, bytes int,
) *fault.Error {
	own, addressLimit, nodeLimit := u.addresses[address], streams.maxUnreadPerAddress(), streams.maxUnread()
	if own == 0 {
		nodeLimit += nodeLimit / 4
	}
	switch free := nodeLimit - u.total; {
	case own > 0 && own+bytes > addressLimit:
		return unreadFault("--max-unread-per-address", addressLimit, own)
	case u.total > 0 && own+bytes > free:
		return unreadFault("--max-unread", nodeLimit, u.total)
	}
	return nil
}

// unreadFault returns RESPONSES_NOT_READ, which names a limit of unread bytes.
func unreadFault(flag string, max, value int) *fault.Error {
	return fault.ResponsesNotRead.With("limit", flag, "max", max, "value", value)
}

// executeReserved executes an operation for which bytes were reserved, and counts its response instead of
// them.
func (u *unreadBytes) executeReserved(
	s *socket, reserved int, execute func() *graphql.Response,
) (response *graphql.Response) {
	defer func() {
		u.mu.Lock()
		s.reserved -= reserved
		u.mu.Unlock()
		size := 0
		if response != nil { // nil after a panic
			size = len(response.Data)
		}
		u.add(s, size-reserved)
	}()
	return execute()
}

// waitForCapacity blocks reading from a socket until enough of its responses were written. Reservations
// do not count: an operation that waits for its turn must not block the message that cancels it.
func (u *unreadBytes) waitForCapacity(s *socket) {
	// It returns, because writes have a deadline.
	_ = u.wait(context.Background(),
		func() bool { return s.unreadBytes-s.reserved < s.streams.maxUnreadPerSocket() })
}

// add adds bytes to those of a socket; a negative number subtracts them.
func (u *unreadBytes) add(s *socket, bytes int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.addLocked(s, bytes)
	u.wake(bytes)
}

func (u *unreadBytes) addLocked(s *socket, bytes int) {
	s.unreadBytes += bytes
	u.addAddressLocked(s.slot.address, bytes)
}

func (u *unreadBytes) addAddressLocked(address netip.Prefix, bytes int) {
	if u.addresses == nil {
		u.addresses = map[netip.Prefix]int{}
	}
	u.total += bytes
	if u.addresses[address] += bytes; u.addresses[address] == 0 {
		delete(u.addresses, address)
	}
}

// wake lets all that wait check their condition again after bytes were added; only negative bytes make room.
func (u *unreadBytes) wake(bytes int) {
	if bytes < 0 && u.freed != nil {
		close(u.freed)
		u.freed = nil
	}
}

// wait blocks until a condition holds, which it evaluates with the mutex held. Its error is the context's.
func (u *unreadBytes) wait(ctx context.Context, condition func() bool) error {
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

// UnreadBytes returns the number of bytes of responses that are waiting to be written.
func (s *Streams) UnreadBytes() int {
	s.unreadBytes.mu.Lock()
	defer s.unreadBytes.mu.Unlock()
	return s.unreadBytes.total
}
