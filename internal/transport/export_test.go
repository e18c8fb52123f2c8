package transport

import (
	"context"
	"net/netip"
)

// ReleasedUnread returns how many bytes of responses were released since memory was last returned.
func (l *StreamServer) ReleasedUnread() int {
	m := &l.unread.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scheduled { // scheduling resets the count
		return m.bytes + minReleased
	}
	return m.bytes
}

// CountUnread adds unread bytes to those of an address.
func (l *StreamServer) CountUnread(address netip.Prefix, bytes int) {
	l.unread.mu.Lock()
	defer l.unread.mu.Unlock()
	l.unread.countAddress(address, bytes)
}

// ReserveUnread reserves unread bytes of an address. It fails with TIMEOUT at once if there is no room.
func (l *StreamServer) ReserveUnread(address netip.Prefix, bytes int) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := l.reserveUnread(ctx, address, bytes)
	return err
}
