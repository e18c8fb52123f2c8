package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// If the network silently drops packets (a cut cable, a firewall that lost a connection's state), lib/pq
// waits for a response forever: when a context ends it sends a cancel request and continues waiting. A few
// such statements block the whole pool even after the network has recovered. So every read and write has a
// deadline.
const (
	// cancelGrace is how long the server may take to report that a statement was cancelled or timed out.
	grace = 2 * time.Second
	// cancelRequestTimeout limits a cancel request, which uses a connection of its own.
	partingTime = 2 * time.Second
)

// timedDialer opens the connections of a pool.
type lines struct {
	longest time.Duration // longest wait for a response; 0 if unknown
	hung    atomic.Int64  // when a connection last timed out, in Unix nanoseconds
}

// timedConn is a network connection with deadlines. It is used by one goroutine at a time, except for Close.
type line struct {
	net.Conn
	of      *lines
	ends    time.Time    // deadline of the context that opened it; zero once it is established
	until   atomic.Int64 // for the responses to the current statements, in Unix nanoseconds; 0 for none
	opening bool         // the driver has set its own deadline
}

// timedConnKey is the context key under which a connector receives the connection that was opened for it.
type lineKey struct{}

var _ pq.DialerContext = (*lines)(nil)

// DialContext opens a connection and returns it to the connector in ctx as well. Without a connector it is
// for a cancel request.
func (l *lines) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	made := &line{Conn: c, of: l}
	made.ends, _ = ctx.Deadline()
	if place, ok := ctx.Value(lineKey{}).(**line); ok {
		*place = made
	} else {
		made.ends = time.Now().Add(partingTime)
	}
	if !made.ends.IsZero() {
		err = made.SetDeadline(made.ends)
	}
	return made, err
}

// Dial and DialTimeout complete the driver's interface.
func (l *lines) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

func (l *lines) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}

// SetDeadline is called by the driver for the startup; a zero time ends it.
func (l *line) SetDeadline(t time.Time) error {
	l.opening = !t.IsZero()
	if l.opening && !l.ends.IsZero() && l.ends.Before(t) {
		t = l.ends
	}
	return l.Conn.SetDeadline(t)
}

// setDeadlineFrom sets the deadline of the next statements to that of their context, plus cancelGrace.
func (l *line) ask(ctx context.Context) {
	if l == nil {
		return
	}
	until := int64(0)
	if d, ok := ctx.Deadline(); ok {
		until = d.Add(grace).UnixNano()
	}
	l.until.Store(until)
}

// extendDeadline allows cancelGrace for COMMIT or ROLLBACK even if the context has ended.
func (l *line) end(ctx context.Context) {
	if l.ask(ctx); l != nil && l.until.Load() != 0 {
		l.until.Store(max(l.until.Load(), time.Now().Add(grace).UnixNano()))
	}
}

// allowClose limits the driver's closing handshake to cancelGrace.
func (l *line) leave() {
	if l != nil {
		l.until.Store(time.Now().Add(grace).UnixNano())
	}
}

// answerDeadline returns the deadline for the response that is awaited now; zero for none.
func (l *line) latest() (t time.Time) {
	if l.of.longest > 0 {
		t = time.Now().Add(l.of.longest)
	}
	if until := l.until.Load(); until != 0 && (t.IsZero() || until < t.UnixNano()) {
		t = time.Unix(0, until)
	}
	return t
}

func (l *line) Read(p []byte) (int, error) {
	if !l.opening {
		if err := l.Conn.SetReadDeadline(l.latest()); err != nil {
			return 0, err
		}
	}
	n, err := l.Conn.Read(p)
	return n, l.noted(err)
}

func (l *line) Write(p []byte) (int, error) {
	if !l.opening {
		if err := l.Conn.SetWriteDeadline(l.latest()); err != nil {
			return 0, err
		}
	}
	n, err := l.Conn.Write(p)
	return n, l.noted(err)
}

// recordTimeout records that the connection timed out: older connections of the pool are probably dead as
// well.
func (l *line) noted(err error) error {
	if err != nil && !l.opening && errors.Is(err, os.ErrDeadlineExceeded) {
		l.of.hung.Store(time.Now().UnixNano())
	}
	return err
}

// isStale reports whether the connection must not be reused because a newer one of the pool has timed out
// since.
func (c *conn) stale() bool { return c.lines != nil && c.born < c.lines.hung.Load() }

// ResetSession is called before the connection is reused.
func (c *conn) ResetSession(ctx context.Context) error {
	if c.stale() {
		return driver.ErrBadConn
	}
	return c.native.ResetSession(ctx)
}

// IsValid is called when the connection is returned to the pool.
func (c *conn) IsValid() bool { return !c.stale() && c.native.IsValid() }

// Ping checks whether the server responds.
func (c *conn) Ping(ctx context.Context) error {
	c.line.ask(ctx)
	return c.native.Ping(ctx)
}
