package transport

// ReleasedUnread returns how many bytes of responses were released since memory was returned last.
func (l *Live) ReleasedUnread() int {
	m := &l.unread.returns
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scheduled { // the count began again then
		return m.bytes + minReleased
	}
	return m.bytes
}
