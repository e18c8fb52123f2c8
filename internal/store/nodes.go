package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/lib/pq"
)

// How nodes of one PostgreSQL wake each other. A NOTIFY inside a transaction takes a lock on the whole database when it
// commits, so it is sent afterwards, on a connection of its own, for all that was committed since the last one.
const (
	channel = "thidua"
	// maxTopics is how many topics are named in one notification, whose text PostgreSQL bounds at 8000 bytes.
	maxTopics = 60
	// A listener is tried that often, and given that long to hear itself. What hangs is replaced: TCP alone would tell
	// after minutes.
	tryEvery = 3 * time.Second
	tryFor   = 2 * time.Second
	// tellFor is how long a notification may take before it is given up: a poll finds what it would have told.
	tellFor = 2 * time.Second

	reconnectSoonest, reconnectLatest = 20 * time.Millisecond, time.Second
)

// node is this process among those of the same database.
type node struct {
	name  string // of this process: it need not listen to itself
	bells *bells
	dsn   string
	db    *sql.DB // the one connection that tells
	heard chan string
}

// listen begins to tell and to hear. Nothing of it may fail for good: other nodes are a poll away at the most.
func (p *postgresServer) listen(b *bells) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	n := &node{name: rand.Text()[:8], bells: b, dsn: p.listenerDSN(), heard: make(chan string, 1)}
	quiet := *p
	quiet.observer, quiet.writers = nil, 1
	db, err := quiet.pool(forWriting) // which gives up a connection that hangs: there is no other to tell by
	if err != nil {
		slog.Error("other nodes cannot be woken; they poll", "error", err)
		cancel()
		return
	}
	n.db = db
	b.mu.Lock()
	b.pending, b.bell = map[string]struct{}{}, make(chan struct{}, 1)
	b.stop = sync.OnceFunc(func() { cancel(); running.Wait(); _ = n.db.Close() })
	b.mu.Unlock()
	running.Go(func() { n.tellAll(ctx) })
	running.Go(func() { n.hearAll(ctx) })
}

// tellAll sends what is left for the other nodes, as soon as the one before is sent.
func (n *node) tellAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.bells.bell:
		}
		topics := n.bells.told()
		if len(topics) > maxTopics {
			topics = []string{Everything}
		}
		n.tell(ctx, n.name+" "+strings.Join(topics, ","))
	}
}

func (n *node) tell(ctx context.Context, text string) {
	ctx, cancel := context.WithTimeout(ctx, tellFor)
	defer cancel()
	if _, err := n.db.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, text); err != nil && ctx.Err() == nil {
		slog.Warn("a notification was not sent; other nodes poll", "error", err)
	}
}

// hearAll listens, and puts another listener in the place of one that hangs.
func (n *node) hearAll(ctx context.Context) {
	for ctx.Err() == nil {
		dialer := &dialer{}
		l := pq.NewDialListener(dialer, n.dsn, reconnectSoonest, reconnectLatest, nil)
		hearing := make(chan struct{})
		go func() {
			defer close(hearing)
			n.drain(l)
		}()
		go func() { _ = l.Listen(channel) }() // it waits for a connection, and is left alone with it
		n.watch(ctx)
		dialer.close() // what hangs in it wakes, and lets go of the lock that Close waits for
		_ = l.Close()
		<-hearing
	}
}

// drain hands on what a listener hears until it is closed. It does nothing else: a listener that is not drained stops.
func (n *node) drain(l *pq.Listener) {
	for heard := range l.NotificationChannel() {
		if heard == nil { // it was away meanwhile
			n.bells.ring([]string{Everything})
			continue
		}
		from, text, _ := strings.Cut(heard.Extra, " ")
		switch {
		case from != n.name:
			n.bells.ring(strings.Split(text, ","))
		case strings.HasPrefix(text, "?"):
			select {
			case n.heard <- text:
			default:
			}
		}
	}
}

// watch returns when the listener no longer hears what this node tells itself, or ctx ends.
func (n *node) watch(ctx context.Context) {
	deaf := 0
	for deaf < 2 { // once may be the teller's fault
		select {
		case <-ctx.Done():
			return
		case <-time.After(tryEvery):
		}
		word := "?" + rand.Text()[:8]
		n.tell(ctx, n.name+" "+word)
		if n.hears(ctx, word) {
			deaf = 0
		} else {
			deaf++
		}
	}
	if ctx.Err() == nil {
		slog.Warn("the listener does not hear; another one takes its place")
		n.bells.ring([]string{Everything})
	}
}

func (n *node) hears(ctx context.Context, word string) bool {
	late := time.NewTimer(tryFor)
	defer late.Stop()
	for {
		select {
		case <-ctx.Done():
			return true
		case <-late.C:
			return false
		case heard := <-n.heard:
			if heard == word {
				return true
			}
		}
	}
}

// listenerDSN is the URL with what the pools are given besides: lib/pq's listener takes text alone.
func (p *postgresServer) listenerDSN() string {
	u, err := url.Parse(p.url)
	if err != nil {
		return p.url
	}
	q := u.Query()
	for name, value := range map[string]string{"sslmode": string(p.pq.SSLMode), "connect_timeout": "10", "application_name": "thidua listener"} {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// dialer knows the connections that it made, to cut those that hang.
type dialer struct {
	mu     sync.Mutex
	conns  []net.Conn
	closed bool
}

func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialTimeout(network, address, connectTimeout)
}

func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	c, err := net.DialTimeout(network, address, timeout)
	if err == nil {
		d.mu.Lock()
		if d.closed {
			_ = c.Close()
		}
		d.conns = append(d.conns[max(0, len(d.conns)-1):], c) // the last two: the one before is closed by its listener
		d.mu.Unlock()
	}
	return c, err
}

func (d *dialer) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for _, c := range d.conns {
		_ = c.Close()
	}
}
