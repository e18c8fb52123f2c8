package transport

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
