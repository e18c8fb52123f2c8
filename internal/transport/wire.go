package transport

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// wire is the connection below a socket. Every write to the network has a deadline; after a failed write the
// connection is closed. Data written between cork and uncork is sent together.
type wire struct {
	net.Conn
	timeout time.Duration
	raw     syscall.RawConn // nil if non-blocking writes are not supported

	mu     sync.Mutex
	sealed bool // a close frame was written, or is about to be
	corked bool
	held   []byte
	rest   []byte    // the rest of a non-blocking write, to be written before everything else
	until  time.Time // the current write deadline
	failed error
}

// maxBuffered is the maximum size of buffered data: a blocked socket must not use much memory until its
// deadline.
const mostHeld = 32 << 10

// writeFrames writes frames that were built without gorilla, in up to three consecutive parts, unless the
// connection was closed before. A slice of parts would take an allocation for each delivery.
func (w *wire) frames(head, payload, tail []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sealed {
		return net.ErrClosed
	}
	for _, p := range [...][]byte{head, payload, tail} {
		if len(p) == 0 {
			continue
		}
		if err := w.send(p); err != nil {
			return err
		}
	}
	return nil
}

// seal rejects all further frames: no message may follow a close frame.
func (w *wire) seal() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sealed = true
}

// Write writes p, or buffers it.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.corked {
		return len(p), w.send(p)
	}
	if len(w.held)+len(p) > mostHeld {
		if err := w.flush(); err != nil {
			return 0, err
		}
	}
	if len(p) > mostHeld {
		return len(p), w.send(p)
	}
	w.held = append(w.held, p...)
	return len(p), w.failed
}

// cork buffers further writes, in a buffer that uncork returns.
func (w *wire) cork(buffer []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.corked, w.held = true, buffer[:0]
}

func (w *wire) uncork() ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.flush()
	buffer := w.held
	w.corked, w.held = false, nil
	return buffer, err
}

func (w *wire) flush() error {
	if len(w.held) == 0 {
		return w.failed
	}
	err := w.send(w.held)
	w.held = w.held[:0]
	return err
}

// send writes to the network. It leaves a sufficiently late deadline as it is: setting one costs a small
// part of a write, and subscribers are written to often.
func (w *wire) send(p []byte) error {
	if w.failed != nil {
		return w.failed
	}
	w.extend()
	if len(w.rest) > 0 {
		_, w.failed = w.Conn.Write(w.rest)
		w.rest = nil
	}
	if w.failed == nil && len(p) > 0 {
		_, w.failed = w.Conn.Write(p)
	}
	if w.failed != nil {
		w.drop()
	}
	return w.failed
}

// extendDeadline sets a new deadline if the current one is too early.
func (w *wire) extend() {
	if now := time.Now(); w.until.Sub(now) < w.timeout {
		w.until = now.Add(w.timeout + w.timeout/8)
		_ = w.Conn.SetWriteDeadline(w.until) // on a closed connection the write fails
	}
}

// abort closes the connection at once, and discards what the kernel still buffers for a peer that does not
// read.
func (w *wire) drop() {
	conn := w.Conn
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS would send close_notify first
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// SetWriteDeadline does nothing: send sets the deadline.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline sets the read deadline only.
func (w *wire) SetDeadline(t time.Time) error { return w.Conn.SetReadDeadline(t) }

// closeWrite closes the writing side, if the connection supports that.
func (w *wire) closeWrite() {
	if half, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// hijacker gives gorilla a wire as the connection of a request.
type hijacker struct {
	http.ResponseWriter
	timeout time.Duration
	wire    *wire
	reader  *bufio.Reader
}

// Hijack is called by gorilla's Upgrade.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.wire = &wire{Conn: conn, timeout: h.timeout, raw: rawOf(conn)}
	if buffers.Reader.Buffered() == 0 { // gorilla rejects data that was sent before the handshake is complete
		buffers.Reader = bufio.NewReaderSize(conn, readBuffer)
	}
	h.reader = buffers.Reader
	return h.wire, buffers, nil
}

// readDirectly lets the socket read from the connection without the wire: the additional call would double
// the stack of a waiting goroutine.
func (h *hijacker) direct() { h.reader.Reset(h.wire.Conn) }
