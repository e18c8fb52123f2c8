package transport

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// bufferedConn is the connection below a socket. Every write to the network has a deadline; after a failed
// write the connection is closed. Data written between cork and uncork is sent together.
type bufferedConn struct {
	net.Conn
	timeout time.Duration
	raw     syscall.RawConn // nil if non-blocking writes are not supported

	mu            sync.Mutex
	writesStopped bool // a close frame was written, or is about to be
	corked        bool
	buffered      []byte
	pending       []byte    // the rest of a non-blocking write, to be written before everything else
	deadline      time.Time // the current write deadline
	writeErr      error
}

// maxBuffered is the maximum size of buffered data: a blocked socket must not use much memory until its
// deadline.
const maxBuffered = 32 << 10

// writeFrames writes frames that were built without gorilla, in up to three consecutive parts, unless the
// connection was closed before. A slice of parts would take an allocation for each delivery.
func (c *bufferedConn) writeFrames(head, payload, tail []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writesStopped {
		return net.ErrClosed
	}
	for _, p := range [...][]byte{head, payload, tail} {
		if len(p) == 0 {
			continue
		}
		if err := c.send(p); err != nil {
			return err
		}
	}
	return nil
}

// stopWrites rejects all further frames: no message may follow a close frame.
func (c *bufferedConn) stopWrites() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writesStopped = true
}

// Write writes p, or buffers it.
func (c *bufferedConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.corked {
		return len(p), c.send(p)
	}
	if len(c.buffered)+len(p) > maxBuffered {
		if err := c.flush(); err != nil {
			return 0, err
		}
	}
	if len(p) > maxBuffered {
		return len(p), c.send(p)
	}
	c.buffered = append(c.buffered, p...)
	return len(p), c.writeErr
}

// cork buffers further writes, in a buffer that uncork returns.
func (c *bufferedConn) cork(buffer []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.corked, c.buffered = true, buffer[:0]
}

func (c *bufferedConn) uncork() ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.flush()
	buffer := c.buffered
	c.corked, c.buffered = false, nil
	return buffer, err
}

func (c *bufferedConn) flush() error {
	if len(c.buffered) == 0 {
		return c.writeErr
	}
	err := c.send(c.buffered)
	c.buffered = c.buffered[:0]
	return err
}

// send writes to the network. It leaves a sufficiently late deadline as it is: setting one costs a small
// part of a write, and subscribers are written to often.
func (c *bufferedConn) send(p []byte) error {
	if c.writeErr != nil {
		return c.writeErr
	}
	c.extendDeadline()
	if len(c.pending) > 0 {
		_, c.writeErr = c.Conn.Write(c.pending)
		c.pending = nil
	}
	if c.writeErr == nil && len(p) > 0 {
		_, c.writeErr = c.Conn.Write(p)
	}
	if c.writeErr != nil {
		c.abort()
	}
	return c.writeErr
}

// extendDeadline sets a new deadline if the current one is too early.
func (c *bufferedConn) extendDeadline() {
	if now := time.Now(); c.deadline.Sub(now) < c.timeout {
		c.deadline = now.Add(c.timeout + c.timeout/8)
		_ = c.Conn.SetWriteDeadline(c.deadline) // on a closed connection the write fails
	}
}

// abort closes the connection at once, and discards what the kernel still buffers for a peer that does not
// read.
func (c *bufferedConn) abort() {
	conn := c.Conn
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS would send close_notify first
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// SetWriteDeadline does nothing: send sets the deadline.
func (c *bufferedConn) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline sets the read deadline only.
func (c *bufferedConn) SetDeadline(t time.Time) error { return c.Conn.SetReadDeadline(t) }

// closeWrite closes the writing side, if the connection supports that.
func (c *bufferedConn) closeWrite() {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// hijacker gives gorilla a bufferedConn as the connection of a request.
type hijacker struct {
	http.ResponseWriter
	timeout time.Duration
	netConn *bufferedConn
	reader  *bufio.Reader
}

// Hijack is called by gorilla's Upgrade.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.netConn = &bufferedConn{Conn: conn, timeout: h.timeout, raw: rawConnOf(conn)}
	if buffers.Reader.Buffered() == 0 { // gorilla rejects data that was sent before the handshake is complete
		buffers.Reader = bufio.NewReaderSize(conn, readBufferBytes)
	}
	h.reader = buffers.Reader
	return h.netConn, buffers, nil
}

// readDirectly lets the socket read from the network connection itself: the additional call would double
// the stack of a waiting goroutine.
func (h *hijacker) readDirectly() { h.reader.Reset(h.netConn.Conn) }
