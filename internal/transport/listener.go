package transport

import (
	"container/list"
	"net"
	"net/http"
	"sync"
	"time"
)

// Listener limits the number of open connections, so that a process keeps file descriptors for its database.
// At the limit, it closes the connection that has been idle for longest to accept the next client: clients
// reopen idle connections by themselves. If none is idle, the next client waits in the kernel's queue until
// one is closed.
//
// Its server must call ConnState, or no connection ever counts as idle.
type Listener struct {
	net.Listener
	max int

	mu     sync.Mutex
	freed  *sync.Cond // a connection was closed or became idle, or the listener was closed
	open   int
	idle   *list.List // of *accepted, the one that has been idle for longest in front
	closed bool
}

// NewListener limits l to max connections.
func NewListener(l net.Listener, max int) *Listener {
	limited := &Listener{Listener: l, max: max, idle: list.New()}
	limited.freed = sync.NewCond(&limited.mu)
	return limited
}

// accepted is a connection of a Listener.
type accepted struct {
	*net.TCPConn
	listener  *Listener
	once      sync.Once
	idleSince time.Time
	element   *list.Element // of the list of idle connections; nil while it is not in it
	active    bool          // whether the client has sent anything
	closed    bool
}

// firstByteTimeout is how long a client may take to send anything before its connection counts as idle.
const firstByteTimeout = time.Second

// minIdle is how long a connection stays idle before it may be closed. One of HTTP/2 is idle for a moment before its first
// request, and again before the last bytes of a response are sent.
const minIdle = 100 * time.Millisecond

// Accept waits for a free place and then for a connection.
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
	if !ok { // not a TCP connection: the server has no such listener, so it is not counted
		l.release()
		return c, nil
	}
	return &accepted{TCPConn: tcp, listener: l}, nil
}

// reserve waits for a free place, and closes an idle connection if there is none. It returns false once the
// listener is closed.
func (l *Listener) reserve() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.open >= l.max && !l.closed {
		if oldest := l.idle.Front(); oldest != nil {
			c := oldest.Value.(*accepted)
			if wait := minIdle - time.Since(c.idleSince); wait > 0 {
				timer := time.AfterFunc(wait, l.wakeReserve)
				l.freed.Wait()
				timer.Stop()
				continue
			}
			l.mu.Unlock()
			_ = c.Close()
			l.mu.Lock()
			continue
		}
		l.freed.Wait()
	}
	if l.closed {
		return false
	}
	l.open++
	return true
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

// Open returns how many connections are open.
func (l *Listener) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// ConnState follows the states of connections; it is meant for http.Server.ConnState.
func (l *Listener) ConnState(conn net.Conn, state http.ConnState) {
	c := acceptedOf(conn)
	if c == nil {
		return
	}
	switch state {
	case http.StateIdle:
		l.setIdle(c, true)
	case http.StateNew:
		time.AfterFunc(firstByteTimeout, func() { l.setIdleIfSilent(c) })
	default:
		l.setIdle(c, false)
	}
}

// setIdleIfSilent marks a connection as idle if its client has sent nothing yet.
func (l *Listener) setIdleIfSilent(c *accepted) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !c.active {
		l.addIdle(c)
	}
}

func (l *Listener) setIdle(c *accepted, idle bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.active = true
	if idle {
		l.addIdle(c)
	} else {
		l.removeIdle(c)
	}
}

// addIdle and removeIdle are called with the mutex held.
func (l *Listener) addIdle(c *accepted) {
	if c.element == nil && !c.closed {
		c.idleSince = time.Now()
		c.element = l.idle.PushBack(c)
		l.freed.Signal()
	}
}

func (l *Listener) removeIdle(c *accepted) {
	if c.element != nil {
		l.idle.Remove(c.element)
		c.element = nil
	}
}

// acceptedOf returns the connection of a Listener, also below TLS; nil for any other connection.
func acceptedOf(conn net.Conn) *accepted {
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn()
	}
	c, _ := conn.(*accepted)
	return c
}

// Close closes the connection and releases its place once, however often it is called.
func (c *accepted) Close() error {
	err := c.TCPConn.Close()
	c.once.Do(func() {
		l := c.listener
		l.mu.Lock()
		defer l.mu.Unlock()
		c.closed = true
		l.removeIdle(c)
		l.open--
		l.freed.Signal()
	})
	return err
}
