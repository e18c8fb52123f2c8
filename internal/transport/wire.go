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

	mu       sync.Mutex
	sealed   bool // a close frame was written, or is about to be
	corked   bool
	buffered []byte
	pending  []byte    // the rest of a non-blocking write, to be written before everything else
	deadline time.Time // the current write deadline
	writeErr error
}

// maxBuffered is the maximum size of buffered data: a blocked socket must not use much memory until its
// deadline.
const maxBuffered = 32 << 10

// writeFrames writes frames that were built without gorilla, in up to three consecutive parts, unless the
// connection was closed before. A slice of parts would take an allocation for each delivery.
func (w *wire) writeFrames(head, payload, tail []byte) error {
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
	if len(w.buffered)+len(p) > maxBuffered {
		if err := w.flush(); err != nil {
			return 0, err
		}
	}
	if len(p) > maxBuffered {
		return len(p), w.send(p)
	}
	w.buffered = append(w.buffered, p...)
	return len(p), w.writeErr
}

// cork buffers further writes, in a buffer that uncork returns.
func (w *wire) cork(buffer []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.corked, w.buffered = true, buffer[:0]
}

func (w *wire) uncork() ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.flush()
	buffer := w.buffered
	w.corked, w.buffered = false, nil
	return buffer, err
}

func (w *wire) flush() error {
	if len(w.buffered) == 0 {
		return w.writeErr
	}
	err := w.send(w.buffered)
	w.buffered = w.buffered[:0]
	return err
}

// send writes to the network. It leaves a sufficiently late deadline as it is: setting one costs a small
// part of a write, and subscribers are written to often.
func (w *wire) send(p []byte) error {
	if w.writeErr != nil {
		return w.writeErr
	}
	w.extendDeadline()
	if len(w.pending) > 0 {
		_, w.writeErr = w.Conn.Write(w.pending)
		w.pending = nil
	}
	if w.writeErr == nil && len(p) > 0 {
		_, w.writeErr = w.Conn.Write(p)
	}
	if w.writeErr != nil {
		w.abort()
	}
	return w.writeErr
}

// extendDeadline sets a new deadline if the current one is too early.
func (w *wire) extendDeadline() {
	if now := time.Now(); w.deadline.Sub(now) < w.timeout {
		w.deadline = now.Add(w.timeout + w.timeout/8)
		_ = w.Conn.SetWriteDeadline(w.deadline) // on a closed connection the write fails
	}
}

// abort closes the connection at once, and discards what the kernel still buffers for a peer that does not
// read.
func (w *wire) abort() {
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
	h.wire = &wire{Conn: conn, timeout: h.timeout, raw: rawConnOf(conn)}
	if buffers.Reader.Buffered() == 0 { // gorilla rejects data that was sent before the handshake is complete
		buffers.Reader = bufio.NewReaderSize(conn, readBufferBytes)
	}
	h.reader = buffers.Reader
	return h.wire, buffers, nil
}

// readDirectly lets the socket read from the connection without the wire: the additional call would double
// the stack of a waiting goroutine.
func (h *hijacker) readDirectly() { h.reader.Reset(h.wire.Conn) }
