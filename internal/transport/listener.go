package transport

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Listener limits the number of open connections, so that the process keeps file descriptors for its
// database. At the limit it closes a connection to accept the next client: the oldest connection without any
// bytes received, of the address with most of these, or else the one that has been idle for longest after a
// request, since clients reopen those by themselves. If there is neither, the next client waits in the
// kernel's queue until a connection is closed. It also limits the bytes of incomplete headers.
// Its server must call ConnState, or no connection counts as idle after a request.
type Listener struct {
	net.Listener
	max int

	mu      sync.Mutex
	freed   *sync.Cond // signals that a connection was closed or became idle, or that the listener was closed
	open    int
	silent  silentConnections
	headers incompleteHeaders
	idle    *list.List // of *acceptedConn, the one that has been idle for longest in front
	closed  bool
}

// NewListener limits l to max connections.
func NewListener(l net.Listener, max int) *Listener {
	limited := &Listener{Listener: l, max: max, idle: list.New()}
	limited.freed = sync.NewCond(&limited.mu)
	return limited
}

// acceptedConn is a connection of a Listener.
type acceptedConn struct {
	*net.TCPConn
	listener    *Listener
	address     netip.Prefix
	once        sync.Once
	received    atomic.Bool // whether the client has sent anything
	inRequest   atomic.Bool // whether the header of a request is complete, and the request in progress
	headerBytes int         // received of an incomplete header
	since       time.Time   // when it was accepted, or became idle
	// of the silent connections of its address; nil once its client has sent anything
	silent      *list.Element
	idleElement *list.Element // of the list of idle connections; nil if it is not idle
	closed      bool
}

// minSilentTime is how long a client has to send its first byte before its connection may be closed for
// another client: the byte may be in transit.
const minSilentTime = 10 * time.Millisecond

// minIdleTime is how long a connection must be idle before it may be closed. An HTTP/2 connection is idle
// for a moment before its first request, and again before the last bytes of a response are sent.
const minIdleTime = 100 * time.Millisecond

// Accept blocks until the number of connections is below the limit, and then for a connection.
func (l *Listener) Accept() (net.Conn, error) {
	if !l.reserve() {
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		l.release()
		return nil, err
	}
	tcp, ok := c.(*net.TCPConn)
	if !ok { // not counted; the server has no listener with other connections
		l.release()
		return c, nil
	}
	accepted := &acceptedConn{TCPConn: tcp, listener: l, address: peerNetwork(tcp), since: time.Now()}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.silent.add(accepted)
	return accepted, nil
}

// reserve blocks until another connection may be accepted, and closes an unused one if necessary. It returns
// false once the listener is closed.
func (l *Listener) reserve() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.open >= l.max && !l.closed {
		next, wait := l.nextToClose()
		switch {
		case next != nil:
			l.mu.Unlock()
			_ = next.Close()
			l.mu.Lock()
		case wait > 0:
			timer := time.AfterFunc(wait, l.wakeReserve)
			l.freed.Wait()
			timer.Stop()
		default:
			l.freed.Wait()
		}
	}
	if l.closed {
		return false
	}
	l.open++
	return true
}

// nextToClose returns the connection to be closed for the next client. If there is none yet, it returns how
// long to wait for the first one; 0 if that is unknown. The mutex is held.
func (l *Listener) nextToClose() (c *acceptedConn, wait time.Duration) {
	for c = l.silent.first(); c != nil && hasReceivedBytes(c.TCPConn); c = l.silent.first() {
		l.silent.remove(c) // its goroutine has not read yet what the client has sent
	}
	if c != nil {
		if wait = minSilentTime - time.Since(c.since); wait <= 0 {
			return c, 0
		}
	}
	longestIdle := l.idle.Front()
	if longestIdle == nil {
		return nil, wait
	}
	c = longestIdle.Value.(*acceptedConn)
	untilIdle := minIdleTime - time.Since(c.since)
	switch {
	case untilIdle <= 0:
		return c, 0
	case wait > 0:
		return nil, min(wait, untilIdle)
	}
	return nil, untilIdle
}

func (l *Listener) wakeReserve() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.freed.Broadcast()
}

func (l *Listener) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	l.freed.Signal()
}

// Close closes the listener; connections stay open.
func (l *Listener) Close() error {
	l.mu.Lock()
	l.closed = true
	l.freed.Broadcast()
	l.mu.Unlock()
	return l.Listener.Close()
}

// Open returns the number of open connections.
func (l *Listener) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// ConnState tracks the states of connections; it is meant for http.Server.ConnState.
func (l *Listener) ConnState(conn net.Conn, state http.ConnState) {
	c := acceptedConnOf(conn)
	if c == nil || state == http.StateNew {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.setHeaderState(c, state)
	if state == http.StateIdle {
		l.addIdle(c)
	} else {
		l.removeIdle(c)
	}
}

// addIdle and removeIdle are called with the mutex held.
func (l *Listener) addIdle(c *acceptedConn) {
	l.silent.remove(c)
	if c.idleElement == nil && !c.closed {
		c.since = time.Now()
		c.idleElement = l.idle.PushBack(c)
		l.freed.Signal()
	}
}

func (l *Listener) removeIdle(c *acceptedConn) {
	if c.idleElement != nil {
		l.idle.Remove(c.idleElement)
		c.idleElement = nil
	}
}

// acceptedConnOf returns the connection of a Listener, also within TLS; nil for any other connection.
func acceptedConnOf(conn net.Conn) *acceptedConn {
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn()
	}
	c, _ := conn.(*acceptedConn)
	return c
}

// Read reads from the connection, and notes that its client has sent something. It closes the connection if
// there are too many bytes of incomplete headers.
func (a *acceptedConn) Read(p []byte) (int, error) {
	n, err := a.TCPConn.Read(p)
	if n > 0 && !a.received.Swap(true) {
		a.listener.mu.Lock()
		a.listener.silent.remove(a)
		a.listener.mu.Unlock()
	}
	if n > 0 && !a.listener.countHeader(a, n) {
		_ = a.Close()
		return 0, errHeaderBytes
	}
	return n, err
}

// Close closes the connection. It decrements the number of open connections once, however often it is
// called.
func (a *acceptedConn) Close() error {
	err := a.TCPConn.Close()
	a.once.Do(func() {
		l := a.listener
		l.mu.Lock()
		defer l.mu.Unlock()
		a.closed = true
		l.silent.remove(a)
		l.headers.remove(a)
		l.removeIdle(a)
		l.open--
		l.freed.Signal()
	})
	return err
}
