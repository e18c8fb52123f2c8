package transport

// ReleasedUnread returns how many bytes of responses were released since memory was returned last.
func (l *Live) ReleasedUnread() int {
	m := &l.unread.returns
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes
}
