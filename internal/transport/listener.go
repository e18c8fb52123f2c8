package transport

import (
	"container/list"
	"net"
	"net/http"
	"sync"
	"time"
)

// Listener accepts at most so many connections at once, so that a process keeps file descriptors for its database. Where
// all are taken, the next client gets the place of the connection that has been idle for longest: clients reconnect
// those by themselves. Where none is idle it waits in the kernel's queue until one is closed.
//
// Its server must call ConnState, or no connection is ever known to be idle.
type Listener struct {
	net.Listener
	max int

	mu     sync.Mutex
	freed  *sync.Cond // a connection was closed or became idle, or the listener was closed
	open   int
	idle   *list.List // of *accepted, the one that is idle for longest in front
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
	listener *Listener
	once     sync.Once
	at       *list.Element // in the list of idle ones; nil while it is not
	heard    bool          // whether the client has sent anything
	gone     bool
}

// unsent is how long a client that has connected may take before its connection counts as idle: it has sent nothing.
const unsent = time.Second

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
	if !ok { // of a socket that is no TCP; it is not counted, and there are none
		l.release()
		return c, nil
	}
	return &accepted{TCPConn: tcp, listener: l}, nil
}

// reserve takes a place, by closing an idle connection where there is none; false where the listener is closed.
func (l *Listener) reserve() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.open >= l.max && !l.closed {
		if oldest := l.idle.Front(); oldest != nil {
			c := oldest.Value.(*accepted)
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

// Open is how many connections are open.
func (l *Listener) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// ConnState is the hook of the server that is told what becomes of its connections.
func (l *Listener) ConnState(conn net.Conn, state http.ConnState) {
	c := acceptedOf(conn)
	if c == nil {
		return
	}
	switch state {
	case http.StateIdle:
		l.setIdle(c, true)
	case http.StateNew:
		time.AfterFunc(unsent, func() { l.neverSent(c) })
	default:
		l.setIdle(c, false)
	}
}

// neverSent has a connection count as idle on which nothing has been sent yet.
func (l *Listener) neverSent(c *accepted) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !c.heard {
		l.list(c)
	}
}

func (l *Listener) setIdle(c *accepted, idle bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.heard = true
	if idle {
		l.list(c)
	} else {
		l.unlist(c)
	}
}

// list and unlist are called with the mutex held.
func (l *Listener) list(c *accepted) {
	if c.at == nil && !c.gone {
		c.at = l.idle.PushBack(c)
		l.freed.Signal()
	}
}

func (l *Listener) unlist(c *accepted) {
	if c.at != nil {
		l.idle.Remove(c.at)
		c.at = nil
	}
}

// acceptedOf finds the connection of a Listener below TLS; nil for another one.
func acceptedOf(conn net.Conn) *accepted {
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn()
	}
	c, _ := conn.(*accepted)
	return c
}

// Close closes the connection and gives its place back. More than once is once.
func (c *accepted) Close() error {
	err := c.TCPConn.Close()
	c.once.Do(func() {
		l := c.listener
		l.mu.Lock()
		defer l.mu.Unlock()
		c.gone = true
		l.unlist(c)
		l.open--
		l.freed.Signal()
	})
	return err
}
