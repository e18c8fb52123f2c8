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

// Where the network swallows what is sent, as a cut cable or a firewall that forgot a connection does, lib/pq would wait for
// an answer without end: when a context ends it asks the server to stop, and goes on waiting. A few such statements hold
// the whole pool, long after the network is well again. So whoever reads from a connection is given a time.
const (
	// grace is how long the server may take to say that it has stopped, after a context ended or the time of a statement.
	grace = 2 * time.Second
	// partingTime is for what asks the server to stop: it is another connection.
	partingTime = 2 * time.Second
)

// lines makes the connections of a pool.
type lines struct {
	longest time.Duration // that an answer may take; 0 where nothing is known
	hung    atomic.Int64  // when one was last found that is dead, in Unix nanoseconds
}

// line is one connection. It is used by one goroutine at a time, but for Close.
type line struct {
	net.Conn
	of      *lines
	ends    time.Time    // of the context that it was made under; zero once it is up
	until   atomic.Int64 // when what is asked now must have been answered; 0 for no such time
	opening bool         // the driver has set a deadline of its own
}

// lineKey is under which a connector finds the line that was made for it.
type lineKey struct{}

var _ pq.DialerContext = (*lines)(nil)

// DialContext makes a line and tells the connector under whose context it is called. What is under no connector's only asks
// the server to stop something.
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

// Dial and DialTimeout are what the driver's interface has besides.
func (l *lines) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

func (l *lines) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}

// SetDeadline is called by the driver, for what comes before the first statement; a zero time says that it is over.
func (l *line) SetDeadline(t time.Time) error {
	l.opening = !t.IsZero()
	if l.opening && !l.ends.IsZero() && l.ends.Before(t) {
		t = l.ends
	}
	return l.Conn.SetDeadline(t)
}

// ask says under which context the next statements are. Its deadline holds for their answers, with some grace.
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

// end gives the last word of a transaction a little time, even if its context's is over.
func (l *line) end(ctx context.Context) {
	if l.ask(ctx); l != nil && l.until.Load() != 0 {
		l.until.Store(max(l.until.Load(), time.Now().Add(grace).UnixNano()))
	}
}

// leave gives the driver a little time to say goodbye, and no more.
func (l *line) leave() {
	if l != nil {
		l.until.Store(time.Now().Add(grace).UnixNano())
	}
}

// latest is when an answer that is waited for now must have come; zero for whenever.
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

// noted remembers that a line was dead: those that are as old are, most likely, and are not waited for one by one.
func (l *line) noted(err error) error {
	if err != nil && !l.opening && errors.Is(err, os.ErrDeadlineExceeded) {
		l.of.hung.Store(time.Now().UnixNano())
	}
	return err
}

// stale tells whether a connection is not to be used again: since it was made, another one of the pool was found dead.
func (c *conn) stale() bool { return c.lines != nil && c.born < c.lines.hung.Load() }

// ResetSession is called before a connection is used again.
func (c *conn) ResetSession(ctx context.Context) error {
	if c.stale() {
		return driver.ErrBadConn
	}
	return c.native.ResetSession(ctx)
}

// IsValid is called when a connection is given back.
func (c *conn) IsValid() bool { return !c.stale() && c.native.IsValid() }

// Ping asks whether the server answers.
func (c *conn) Ping(ctx context.Context) error {
	c.line.ask(ctx)
	return c.native.Ping(ctx)
}
