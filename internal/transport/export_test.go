package transport

import (
	"context"
	"net/netip"
)

// ReleasedUnread returns how many bytes of responses were released since memory was last returned.
func (s *Streams) ReleasedUnread() int {
	m := &s.unread.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scheduled { // scheduling resets the count
		return m.bytes + minReleased
	}
	return m.bytes
}

// CountUnread adds unread bytes to those of an address.
func (s *Streams) CountUnread(address netip.Prefix, bytes int) {
	s.unread.mu.Lock()
	defer s.unread.mu.Unlock()
	s.unread.countAddress(address, bytes)
}

// ReserveUnread reserves unread bytes of an address. It fails with RESPONSES_NOT_READ at once if there is no
// room.
func (s *Streams) ReserveUnread(address netip.Prefix, bytes int) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.reserveUnread(ctx, address, bytes)
	return err
}
