package transport

import (
	"context"
	"errors"
	"net/http"
	"net/netip"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// unreadShare is the part of the unread bytes of an address that belongs to one plain response or event
// stream. Unlike sockets these have no limit of their own: each has one response or one write at a time. The
// zero value counts nothing.
type unreadShare struct {
	unread  *unreadCounter
	address netip.Prefix
	bytes   int
}

// errUnreadLimit is the cause of an error because of unread bytes.
var errUnreadLimit = errors.New("too many unread bytes")

// reserveUnread blocks until there is room for bytes at an address, and reserves it. If there is none until
// ctx ends, it fails with TIMEOUT, which names the limit.
func (s *Streams) reserveUnread(ctx context.Context, address netip.Prefix, bytes int) (unreadShare, error) {
	u := &s.unread
	var refusal *fault.Error
	err := u.wait(ctx, func() bool {
		if refusal = u.exceededShare(s, address, bytes); refusal != nil {
			return false
		}
		u.countAddress(address, bytes)
		return true
	})
	if err != nil {
		return unreadShare{}, refusal.Wrap(errUnreadLimit)
	}
	return unreadShare{u, address, bytes}, nil
}

// reserveRequest is reserveUnread for the plain response to an operation. A nil Streams counts nothing.
func (s *Streams) reserveRequest(r *http.Request, operation *graphql.OperationContext) (unreadShare, error) {
	if s == nil {
		return unreadShare{}, nil
	}
	address := networkOf(s.HTTP.Proxies.clientAddress(r))
	return s.reserveUnread(r.Context(), address, estimatedResponseBytes(operation))
}

// settle replaces the counted bytes.
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

// release ends the share: the bytes were written, or never will be.
func (s *unreadShare) release() {
	if s.unread != nil {
		s.unread.memory.noteReleased(s.bytes)
	}
	s.settle(0)
}
