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

// Nodes on one PostgreSQL database notify each other with LISTEN and NOTIFY. NOTIFY inside a transaction
// locks the whole database at its commit, so it is sent afterwards on a separate connection, for all commits
// since the previous one.
const (
	postgresChannel = "thidua"
	// maxChannels bounds the channels named in one notification, whose payload PostgreSQL limits to 8000
	// bytes.
	maxChannels = 60
	// The listener is pinged every pingInterval and has to receive its own notification within pingTimeout.
	// One that hangs is replaced; TCP alone would notice only after minutes.
	pingInterval = 3 * time.Second
	pingTimeout  = 2 * time.Second
	// notifyTimeout limits sending a notification; after a lost one, other nodes find the changes by polling.
	notifyTimeout = 2 * time.Second

	minReconnectDelay, maxReconnectDelay = 20 * time.Millisecond, time.Second
)

// postgresNotifier exchanges notifications with the other nodes of the database.
type postgresNotifier struct {
	name     string // of this process, which ignores its own notifications
	notifier *notifier
	dsn      string
	db       *sql.DB // the connection that sends notifications
	echoes   chan string
}

// listen starts sending and receiving. Errors are not fatal, because other nodes also poll.
func (p *postgresServer) listen(local *notifier) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	n := &postgresNotifier{name: rand.Text()[:8], notifier: local, dsn: p.listenerDSN(),
		echoes: make(chan string, 1)}
	unobserved := *p
	unobserved.observer, unobserved.writers = nil, 1
	db, err := unobserved.pool(writePool) // with timeouts: its only connection is replaced if it hangs
	if err != nil {
		slog.Error("cross-node notifications disabled, falling back to polling", "err", err)
		cancel()
		return
	}
	n.db = db
	local.mu.Lock()
	local.pending, local.wakeup = map[string]struct{}{}, make(chan struct{}, 1)
	local.stop = sync.OnceFunc(func() { cancel(); running.Wait(); _ = n.db.Close() })
	local.mu.Unlock()
	running.Go(func() { n.publishLoop(ctx) })
	running.Go(func() { n.listenLoop(ctx) })
}

// publishLoop sends the pending channels to other nodes, one notification after the other.
func (n *postgresNotifier) publishLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.notifier.wakeup:
		}
		channels := n.notifier.takePending()
		if len(channels) > maxChannels {
			channels = []string{AllChannels}
		}
		n.publish(ctx, n.name+" "+strings.Join(channels, ","))
	}
}

func (n *postgresNotifier) publish(ctx context.Context, text string) {
	ctx, cancel := context.WithTimeout(ctx, notifyTimeout)
	defer cancel()
	_, err := n.db.ExecContext(ctx, "SELECT pg_notify($1, $2)", postgresChannel, text)
	if err != nil && ctx.Err() == nil {
		slog.Warn("sending notification failed, other nodes fall back to polling", "err", err)
	}
}

// listenLoop listens for notifications, and replaces a listener that hangs.
func (n *postgresNotifier) listenLoop(ctx context.Context) {
	for ctx.Err() == nil {
		dialer := &listenerDialer{}
		l := pq.NewDialListener(dialer, n.dsn, minReconnectDelay, maxReconnectDelay, nil)
		done := make(chan struct{})
		go func() {
			defer close(done)
			n.receiveLoop(l)
		}()
		go func() { _ = l.Listen(postgresChannel) }() // blocks until connected
		n.pingLoop(ctx)
		dialer.close() // unblocks the listener, which holds a lock that Close needs
		_ = l.Close()
		<-done
	}
}

// receiveLoop handles notifications until the listener is closed. It must not block: a full listener stops
// receiving.
func (n *postgresNotifier) receiveLoop(l *pq.Listener) {
	for received := range l.NotificationChannel() {
		if received == nil { // it reconnected, and may have missed notifications
			n.notifier.notifyLocal([]string{AllChannels})
			continue
		}
		from, text, _ := strings.Cut(received.Extra, " ")
		switch {
		case from != n.name:
			n.notifier.notifyLocal(strings.Split(text, ","))
		case strings.HasPrefix(text, "?"):
			select {
			case n.echoes <- text:
			default:
			}
		}
	}
}

// pingLoop returns when the listener no longer receives this node's own pings, or ctx ends.
func (n *postgresNotifier) pingLoop(ctx context.Context) {
	missedPings := 0
	for missedPings < 2 { // a single one may be the sender's fault
		select {
		case <-ctx.Done():
			return
		case <-time.After(pingInterval):
		}
		nonce := "?" + rand.Text()[:8]
		n.publish(ctx, n.name+" "+nonce)
		if n.echoReceived(ctx, nonce) {
			missedPings = 0
		} else {
			missedPings++
		}
	}
	if ctx.Err() == nil {
		slog.Warn("LISTEN connection unresponsive, reconnecting")
		n.notifier.notifyLocal([]string{AllChannels})
	}
}

func (n *postgresNotifier) echoReceived(ctx context.Context, nonce string) bool {
	timer := time.NewTimer(pingTimeout)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return true
		case <-timer.C:
			return false
		case received := <-n.echoes:
			if received == nonce {
				return true
			}
		}
	}
}

// listenerDSN returns the URL with the settings that pools set separately: lib/pq's listener only takes a
// URL.
func (p *postgresServer) listenerDSN() string {
	u, err := url.Parse(p.url)
	if err != nil {
		return p.url
	}
	q := u.Query()
	for name, value := range map[string]string{
		"sslmode": string(p.pq.SSLMode), "connect_timeout": "10", "application_name": "thidua listener",
	} {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// listenerDialer keeps the connections that it opened, to close those that hang.
type listenerDialer struct {
	mu     sync.Mutex
	conns  []net.Conn
	closed bool
}

func (d *listenerDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialTimeout(network, address, connectTimeout)
}

func (d *listenerDialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	c, err := net.DialTimeout(network, address, timeout)
	if err == nil {
		d.mu.Lock()
		if d.closed {
			_ = c.Close()
		}
		// the last two: the listener closes earlier ones
		d.conns = append(d.conns[max(0, len(d.conns)-1):], c)
		d.mu.Unlock()
	}
	return c, err
}

func (d *listenerDialer) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for _, c := range d.conns {
		_ = c.Close()
	}
}
