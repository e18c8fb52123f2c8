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
	cancelGrace = 2 * time.Second
	// cancelRequestTimeout limits a cancel request, which uses a connection of its own.
	cancelRequestTimeout = 2 * time.Second
)

// deadlineDialer opens the connections of a pool.
type deadlineDialer struct {
	responseTimeout time.Duration // longest wait for a response; 0 if unknown
	lastTimeout     atomic.Int64  // when a connection last timed out, in Unix nanoseconds
}

// deadlineConn is a network connection with deadlines. It is used by one goroutine at a time, except for
// Close.
type deadlineConn struct {
	net.Conn
	dialer       *deadlineDialer
	openDeadline time.Time    // deadline of the context that opened it; zero once it is established
	deadline     atomic.Int64 // for the responses to the current statements, in Unix nanoseconds; 0 for none
	opening      bool         // the driver has set its own deadline
}

// deadlineConnKey is the context key under which a connector receives the connection that was opened for it.
type deadlineConnKey struct{}

var _ pq.DialerContext = (*deadlineDialer)(nil)

// DialContext opens a connection and returns it to the connector in ctx as well. Without a connector it is
// for a cancel request.
func (d *deadlineDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	made := &deadlineConn{Conn: c, dialer: d}
	made.openDeadline, _ = ctx.Deadline()
	if place, ok := ctx.Value(deadlineConnKey{}).(**deadlineConn); ok {
		*place = made
	} else {
		made.openDeadline = time.Now().Add(cancelRequestTimeout)
	}
	if !made.openDeadline.IsZero() {
		err = made.SetDeadline(made.openDeadline)
	}
	return made, err
}

// Dial and DialTimeout complete the driver's interface.
func (d *deadlineDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d *deadlineDialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// SetDeadline is called by the driver for the startup; a zero time ends it.
func (c *deadlineConn) SetDeadline(t time.Time) error {
	c.opening = !t.IsZero()
	if c.opening && !c.openDeadline.IsZero() && c.openDeadline.Before(t) {
		t = c.openDeadline
	}
	return c.Conn.SetDeadline(t)
}

// setDeadlineFrom sets the deadline of the next statements to that of their context, plus cancelGrace.
func (c *deadlineConn) setDeadlineFrom(ctx context.Context) {
	if c == nil {
		return
	}
	until := int64(0)
	if d, ok := ctx.Deadline(); ok {
		until = d.Add(cancelGrace).UnixNano()
	}
	c.deadline.Store(until)
}

// extendDeadline allows cancelGrace for COMMIT or ROLLBACK even if the context has ended.
func (c *deadlineConn) extendDeadline(ctx context.Context) {
	if c.setDeadlineFrom(ctx); c != nil && c.deadline.Load() != 0 {
		c.deadline.Store(max(c.deadline.Load(), time.Now().Add(cancelGrace).UnixNano()))
	}
}

// allowClose limits the driver's closing handshake to cancelGrace.
func (c *deadlineConn) allowClose() {
	if c != nil {
		c.deadline.Store(time.Now().Add(cancelGrace).UnixNano())
	}
}

// responseDeadline returns the deadline for the response that is awaited now; zero for none.
func (c *deadlineConn) responseDeadline() (t time.Time) {
	if c.dialer.responseTimeout > 0 {
		t = time.Now().Add(c.dialer.responseTimeout)
	}
	if until := c.deadline.Load(); until != 0 && (t.IsZero() || until < t.UnixNano()) {
		t = time.Unix(0, until)
	}
	return t
}

func (c *deadlineConn) Read(p []byte) (int, error) {
	if !c.opening {
		if err := c.Conn.SetReadDeadline(c.responseDeadline()); err != nil {
			return 0, err
		}
	}
	n, err := c.Conn.Read(p)
	return n, c.recordTimeout(err)
}

func (c *deadlineConn) Write(p []byte) (int, error) {
	if !c.opening {
		if err := c.Conn.SetWriteDeadline(c.responseDeadline()); err != nil {
			return 0, err
		}
	}
	n, err := c.Conn.Write(p)
	return n, c.recordTimeout(err)
}

// recordTimeout records that the connection timed out: older connections of the pool are probably dead as
// well.
func (c *deadlineConn) recordTimeout(err error) error {
	if err != nil && !c.opening && errors.Is(err, os.ErrDeadlineExceeded) {
		c.dialer.lastTimeout.Store(time.Now().UnixNano())
	}
	return err
}

// isStale reports whether the connection must not be reused because a newer one of the pool has timed out
// since.
func (c *conn) isStale() bool {
	return c.deadlineDialer != nil && c.openedAt < c.deadlineDialer.lastTimeout.Load()
}

// ResetSession is called before the connection is reused.
func (c *conn) ResetSession(ctx context.Context) error {
	if c.isStale() {
		return driver.ErrBadConn
	}
	return c.driverConn.ResetSession(ctx)
}

// IsValid is called when the connection is returned to the pool.
func (c *conn) IsValid() bool { return !c.isStale() && c.driverConn.IsValid() }

// Ping checks whether the server responds.
func (c *conn) Ping(ctx context.Context) error {
	c.deadline.setDeadlineFrom(ctx)
	return c.driverConn.Ping(ctx)
}
