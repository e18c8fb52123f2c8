// Package proxy forwards connections between a program under test and its server, and simulates network
// failures: lost packets, resets and delays.
//
// It owns its listener and connections. It does not interpret the traffic, except that tests may select
// connections by their first bytes.
package proxy

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Proxy forwards connections to a server. Its methods are safe for concurrent use.
type Proxy struct {
	listener      net.Listener
	network, addr string
	running       sync.WaitGroup

	mu        sync.Mutex
	blackhole bool          // new connections lose all data
	refusing  bool          // new connections are reset
	delay     time.Duration // of all data
	pattern   []byte        // connections whose first bytes contain it lose all data
	pairs     map[*connPair]struct{}
}

// connPair is a forwarded connection.
type connPair struct {
	client, server net.Conn
	blackholed     bool // loses all data, even after Restore
}

// New returns a proxy for the PostgreSQL server of a database URL, and the URL through it. It is closed when
// the test ends.
func New(t testing.TB, database string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{network: "tcp", addr: u.Host, pairs: map[*connPair]struct{}{}}
	q := u.Query()
	if dir := q.Get("host"); dir != "" {
		p.network, p.addr = "unix", filepath.Join(dir, ".s.PGSQL.5432")
	}
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	q.Del("host")
	q.Set("sslmode", "disable") // the first bytes must be readable
	u.Host, u.RawQuery = p.listener.Addr().String(), q.Encode()
	p.running.Go(p.accept)
	t.Cleanup(p.close)
	return p, u.String()
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.running.Go(func() { p.forward(c) })
	}
}

func (p *Proxy) forward(client net.Conn) {
	server, err := net.Dial(p.network, p.addr)
	if err != nil {
		resetConn(client)
		return
	}
	w := &connPair{client: client, server: server}
	p.mu.Lock()
	if p.refusing {
		p.mu.Unlock()
		w.cut()
		return
	}
	w.blackholed = p.blackhole
	p.pairs[w] = struct{}{}
	p.mu.Unlock()
	done := make(chan struct{})
	p.running.Go(func() { defer close(done); p.copy(w, client, server, false); _ = client.Close() })
	p.copy(w, server, client, true)
	_ = server.Close()
	<-done
	p.mu.Lock()
	delete(p.pairs, w)
	p.mu.Unlock()
}

// copy forwards one direction until it ends.
func (p *Proxy) copy(w *connPair, to, from net.Conn, first bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.mu.Lock()
		if first && len(p.pattern) > 0 && bytes.Contains(buffer[:n], p.pattern) {
			w.blackholed = true
		}
		first = false
		dead, delay := w.blackholed, p.delay
		p.mu.Unlock()
		if dead && err == nil {
			continue
		}
		time.Sleep(delay)
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if dead && errors.Is(err, io.EOF) { // the other side does not notice
				_, _ = io.Copy(io.Discard, to)
			}
			return
		}
	}
}

// Blackhole drops all data of existing and new connections without closing them. They stay dead after
// Restore.
func (p *Proxy) Blackhole() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blackhole = true
	for w := range p.pairs {
		w.blackholed = true
	}
}

// BlackholeMatching does so only for new connections whose first bytes contain a word; none if it is empty.
func (p *Proxy) BlackholeMatching(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pattern = []byte(word)
}

// ResetAll resets all connections, and new ones until Restore.
func (p *Proxy) ResetAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusing = true
	for w := range p.pairs {
		w.cut()
	}
}

// SetDelay delays all data.
func (p *Proxy) SetDelay(by time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = by
}

// Restore ends all failures for new connections. Dead connections stay dead.
func (p *Proxy) Restore() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blackhole, p.refusing, p.delay, p.pattern = false, false, 0, nil
}

func (p *connPair) cut() {
	resetConn(p.client)
	_ = p.server.Close()
}

func resetConn(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.ResetAll()
	p.running.Wait()
}
