package transport

import (
	"context"
	"net/netip"
)

// GarbageBytes returns how many bytes of responses became garbage since memory was last released.
func (s *Streams) GarbageBytes() int {
	m := &s.unreadBytes.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scheduled { // scheduling resets the count
		return m.bytes + minGarbage
	}
	return m.bytes
}

// CountUnread adds unread bytes to those of an address.
func (s *Streams) CountUnread(address netip.Prefix, bytes int) {
	s.unreadBytes.mu.Lock()
	defer s.unreadBytes.mu.Unlock()
	s.unreadBytes.addAddressLocked(address, bytes)
}

// ReserveUnread reserves unread bytes of an address. It fails with RESPONSES_NOT_READ at once if there is no
// room.
func (s *Streams) ReserveUnread(address netip.Prefix, bytes int) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.reserveUnread(ctx, address, bytes)
	return err
}
