// Package proxy forwards connections between a program under test and its server, and simulates network
// failures: lost packets, resets and delays.
//
// It owns its listener and connections. It does not interpret the traffic, except that tests may select
// connections by their first bytes.
package proxy

import (
	"bytes"
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

	mu    sync.Mutex
	hole  bool          // new connections lose all data
	shut  bool          // new connections are reset
	delay time.Duration // of all data
	words []byte        // connections whose first bytes contain it lose all data
	pairs map[*pair]struct{}
}

// connPair is a forwarded connection.
type pair struct {
	client, server net.Conn
	dead           bool // loses all data, even after Restore
}

// New returns a proxy for the PostgreSQL server of a database URL, and the URL through it. It is closed when
// the test ends.
func To(t testing.TB, database string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{network: "tcp", addr: u.Host, pairs: map[*pair]struct{}{}}
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
		p.running.Go(func() { p.carry(c) })
	}
}

func (p *Proxy) carry(client net.Conn) {
	server, err := net.Dial(p.network, p.addr)
	if err != nil {
		reset(client)
		return
	}
	w := &pair{client: client, server: server}
	p.mu.Lock()
	if p.shut {
		p.mu.Unlock()
		w.cut()
		return
	}
	w.dead = p.hole
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
func (p *Proxy) copy(w *pair, to, from net.Conn, first bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.mu.Lock()
		if first && len(p.words) > 0 && bytes.Contains(buffer[:n], p.words) {
			w.dead = true
		}
		first = false
		dead, delay := w.dead, p.delay
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
			if dead && err == io.EOF { // the other side does not notice
				_, _ = io.Copy(io.Discard, to)
			}
			return
		}
	}
}

// Blackhole drops all data of existing and new connections without closing them. They stay dead after
// Restore.
func (p *Proxy) Swallow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = true
	for w := range p.pairs {
		w.dead = true
	}
}

// BlackholeMatching does so only for new connections whose first bytes contain a word; none if it is empty.
func (p *Proxy) SwallowThose(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.words = []byte(word)
}

// ResetAll resets all connections, and new ones until Restore.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	for w := range p.pairs {
		w.cut()
	}
}

// SetDelay delays all data.
func (p *Proxy) Slow(by time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = by
}

// Restore ends all failures for new connections. Dead connections stay dead.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole, p.shut, p.delay, p.words = false, false, 0, nil
}

func (w *pair) cut() {
	reset(w.client)
	_ = w.server.Close()
}

func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.Cut()
	p.running.Wait()
}
