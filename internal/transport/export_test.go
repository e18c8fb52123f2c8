package transport

// DroppedUnread returns how many bytes of responses could not be written since memory was returned last.
func (l *Live) DroppedUnread() int {
	m := &l.unread.returns
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dropped
}
