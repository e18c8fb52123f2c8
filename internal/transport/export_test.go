package transport

// ReleasedUnread returns how many bytes of responses were released since memory was last returned.
func (l *Live) ReleasedUnread() int {
	m := &l.unread.returns
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scheduled { // scheduling resets the count
		return m.bytes + minReleased
	}
	return m.bytes
}
