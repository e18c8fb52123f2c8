package transport

import (
	"context"
	"errors"
	"net/http"
	"net/netip"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// responseReservation is the part of the unread bytes of an address that belongs to one plain response or
// event stream. Unlike sockets these have no limit of their own: each has one response or one write at a
// time. The zero value counts nothing.
type responseReservation struct {
	unreadBytes *unreadBytes
	address     netip.Prefix
	bytes       int
}

// errUnreadLimit is the cause of an error because of unread bytes.
var errUnreadLimit = errors.New("too many unread bytes")

// reserveUnread blocks until there is room for bytes at an address, and reserves it. If there is none until
// ctx ends, it fails with RESPONSES_NOT_READ, which names the limit.
func (s *Streams) reserveUnread(
	ctx context.Context, address netip.Prefix, bytes int,
) (responseReservation, error) {
	unread := &s.unreadBytes
	var rejection *fault.Error
	err := unread.wait(ctx, func() bool {
		if rejection = unread.exceededAddressLimit(s, address, bytes); rejection != nil {
			return false
		}
		unread.addAddressLocked(address, bytes)
		return true
	})
	if err != nil {
		return responseReservation{}, rejection.Wrap(errUnreadLimit)
	}
	return responseReservation{unread, address, bytes}, nil
}

// reserveResponse is reserveUnread for the plain response to an operation. A nil Streams counts nothing.
func (s *Streams) reserveResponse(
	r *http.Request, operation *graphql.OperationContext,
) (responseReservation, error) {
	if s == nil {
		return responseReservation{}, nil
	}
	address := networkOf(s.HTTP.Proxies.clientAddress(r))
	return s.reserveUnread(r.Context(), address, estimatedResponseBytes(operation))
}

// settle replaces the counted bytes.
func (r *responseReservation) settle(bytes int) {
	if r.unreadBytes == nil {
		return
	}
	r.unreadBytes.mu.Lock()
	defer r.unreadBytes.mu.Unlock()
	r.unreadBytes.addAddressLocked(r.address, bytes-r.bytes)
	r.unreadBytes.wake(bytes - r.bytes)
	r.bytes = bytes
}

// release ends the reservation: the bytes were written, or never will be.
func (r *responseReservation) release() {
	if r.unreadBytes != nil {
		r.unreadBytes.memory.noteGarbage(r.bytes)
	}
	r.settle(0)
}
