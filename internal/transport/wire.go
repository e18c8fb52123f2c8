package transport

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// wire is the connection below a socket. Every write to the network has a deadline; after one that failed the connection
// is of no use and is closed. What is written between cork and uncork goes out together.
type wire struct {
	net.Conn
	timeout time.Duration
	raw     syscall.RawConn // nil where a write cannot be tried

	mu     sync.Mutex
	sealed bool // a close was written, or is about to be
	corked bool
	held   []byte
	rest   []byte    // what goes before all else: it could not be written at once
	until  time.Time // the deadline that is set
	failed error
}

// mostHeld is how much is held back: a socket that is stuck must not cost much memory until its deadline.
const mostHeld = 32 << 10

// frames writes frames that were built without gorilla, in up to three consecutive parts, unless the
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

// seal lets no more frames through: after a close there is no message.
func (w *wire) seal() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sealed = true
}

// Write writes p, or holds it back.
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

// cork holds back what is written from now on, in a buffer that uncork gives back.
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

// send writes to the network. A deadline that is far enough is left as it is: to set one costs as much as a small part
// of the write, and a watcher is written to often.
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

// extend sets the deadline, if it is not far enough.
func (w *wire) extend() {
	if now := time.Now(); w.until.Sub(now) < w.timeout {
		w.until = now.Add(w.timeout + w.timeout/8)
		_ = w.Conn.SetWriteDeadline(w.until) // on a closed connection the write fails
	}
}

// drop closes at once: what the kernel still holds for a peer that does not read is thrown away.
func (w *wire) drop() {
	conn := w.Conn
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS would say goodbye first
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// SetWriteDeadline does nothing: send knows better.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline sets the one for reading.
func (w *wire) SetDeadline(t time.Time) error { return w.Conn.SetReadDeadline(t) }

// closeWrite says that nothing more comes, where the connection can say so.
func (w *wire) closeWrite() {
	if half, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// hijacker gives gorilla a wire for the connection of a request.
type hijacker struct {
	http.ResponseWriter
	timeout time.Duration
	wire    *wire
	reader  *bufio.Reader
}

// Hijack is called by the upgrade.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.wire = &wire{Conn: conn, timeout: h.timeout, raw: rawOf(conn)}
	if buffers.Reader.Buffered() == 0 { // what was sent too early is gorilla's to refuse
		buffers.Reader = bufio.NewReaderSize(conn, readBuffer)
	}
	h.reader = buffers.Reader
	return h.wire, buffers, nil
}

// direct has the socket read from the network itself: a goroutine that waits through the wire would need, for one more
// call, a stack of twice the size.
func (h *hijacker) direct() { h.reader.Reset(h.wire.Conn) }
