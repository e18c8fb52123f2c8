// Package proxy stands between a program under test and its server, and does to the connections what networks do: swallows
// what is sent, cuts it off, or delays it.
//
// It owns: its listener and the connections through it. It knows nothing of what they carry, but for the first bytes, by
// which a test may choose some of them.
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

// Proxy is one way to a server. Its methods may be called at any time.
type Proxy struct {
	listener      net.Listener
	network, addr string
	running       sync.WaitGroup

	mu    sync.Mutex
	hole  bool          // what is sent is swallowed
	shut  bool          // who comes is cut off
	delay time.Duration // of what is sent
	words []byte        // whose first bytes hold it, is swallowed
	pairs map[*pair]struct{}
}

// pair is a connection from both its ends.
type pair struct {
	client, server net.Conn
	dead           bool // for ever: the network forgot it
}

// To makes a way to a PostgreSQL server, named by the URL of a database on it, and gives the URL that goes this way. It is
// gone at the end of the test.
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
	q.Set("sslmode", "disable") // the first bytes are to be read
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

// copy carries one direction until it ends.
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
			if dead && err == io.EOF { // the other side does not hear of it
				_, _ = io.Copy(io.Discard, to)
			}
			return
		}
	}
}

// Swallow lets connections be, and loses what is sent on them, for ever: they are dead even after Mend. So are new ones.
func (p *Proxy) Swallow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = true
	for w := range p.pairs {
		w.dead = true
	}
}

// SwallowThose does it to connections alone whose first bytes hold a word; nobody's if it is empty.
func (p *Proxy) SwallowThose(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.words = []byte(word)
}

// Cut resets all connections; new ones, too, until Mend.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	for w := range p.pairs {
		w.cut()
	}
}

// Slow delays whatever is sent.
func (p *Proxy) Slow(by time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = by
}

// Mend makes the network well again. What is dead stays dead.
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
