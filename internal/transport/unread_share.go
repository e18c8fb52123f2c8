package transport

import (
	"context"
	"errors"
	"net/http"
	"net/netip"

	"thidua/internal/fault"
)

// unreadShare is the part of the unread bytes of an address that belongs to one plain response or to one
// event stream. These have no limit of their own, as sockets do: each has one response or one write at a
// time. The zero value counts nothing.
type unreadShare struct {
	unread  *unread
	address netip.Prefix
	bytes   int
}

// errNoRoom is behind a refusal for the unread bytes of an address.
var errNoRoom = errors.New("too many unread bytes")

// reserveUnread waits for room for bytes at an address, and reserves it. If there is none until ctx ends, it
// fails with TIMEOUT, which names the limit.
func (l *Live) reserveUnread(ctx context.Context, address netip.Prefix, bytes int) (unreadShare, error) {
	u, limit, value := &l.unread, l.unreadPerAddress(), 0
	err := u.wait(ctx, func() bool {
		value = u.addresses[address]
		if value > 0 && value+bytes > limit {
			return false
		}
		u.countAddress(address, bytes)
		return true
	})
	if err != nil {
		return unreadShare{}, fault.Timeout.With("limit", "--max-unread-per-address", "max", limit,
			"value", value).Because(errNoRoom)
	}
	return unreadShare{u, address, bytes}, nil
}

// reserveRequest is reserveUnread for the plain response to a request, which is not known yet. nil counts
// nothing.
func (l *Live) reserveRequest(r *http.Request) (unreadShare, error) {
	if l == nil {
		return unreadShare{}, nil
	}
	return l.reserveUnread(r.Context(), networkOf(l.Origins.Proxies.client(r)), reservedBytes)
}

// settle counts bytes instead of those that were counted before.
func (s *unreadShare) settle(bytes int) {
	if s.unread == nil {
		return
	}
	s.unread.mu.Lock()
	defer s.unread.mu.Unlock()
	s.unread.countAddress(s.address, bytes-s.bytes)
	s.unread.wake(bytes - s.bytes)
	s.bytes = bytes
}

// release counts nothing any more: the bytes were written, or never will be.
func (s *unreadShare) release() {
	if s.unread != nil {
		s.unread.returns.released(s.bytes)
	}
	s.settle(0)
}
