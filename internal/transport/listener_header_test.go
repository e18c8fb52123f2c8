package transport

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// One address cannot hold more bytes of incomplete headers than its bound, whatever the number of its
// connections; complete requests are served meanwhile, and afterwards nothing is counted any more.
func TestListener_IncompleteHeaders(t *testing.T) {
	l, hold := newTestListener(t, 1000)
	defer close(hold)
	const part = 48 << 10
	header := []byte("GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("a:\r\n", part/4))
	var conns []net.Conn
	for range 2 * maxHeaderBytesPerAddress / part {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = conn.Write(header) // fails if the connection was closed
		conns = append(conns, conn)
	}
	own := netip.MustParsePrefix("127.0.0.1/32")
	counted := func() int {
		l.mu.Lock()
		defer l.mu.Unlock()
		if n := l.headers.addresses[own]; n != l.headers.total {
			t.Errorf("%d of %d bytes are those of the only address", n, l.headers.total)
		}
		return l.headers.total
	}
	// The server accepts and reads them later than the client has sent them.
	waitFor(t, "the address to hold what it may", func() bool {
		return counted() > maxHeaderBytesPerAddress-2*part
	})
	waitFor(t, "half of the connections to be closed", func() bool { return l.Open() <= len(conns)/2+1 })
	if n := counted(); n > maxHeaderBytesPerAddress {
		t.Errorf("the address holds %d bytes, want at most %d", n, maxHeaderBytesPerAddress)
	}
	if status, err := second(startTestRequest(t, l, "/"))(); err != nil || status != 200 {
		t.Errorf("a complete request: %d, %v", status, err)
	}
	for _, conn := range conns {
		conn.Close()
	}
	waitFor(t, "the bytes to be released", func() bool { return counted() == 0 })
}

// second returns what reads the status of a request that was started.
func second(status func() (int, error), _ net.Conn) func() (int, error) { return status }

// waitFor waits until a condition holds, for at most ten seconds.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// Addresses with little are served while others hold as much as they may.
func TestIncompleteHeaders_Shares(t *testing.T) {
	var h incompleteHeaders
	connOf := func(n byte) *acceptedConn {
		return &acceptedConn{address: netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 32)}
	}
	var held []*acceptedConn
	for n := range byte(6) {
		c := connOf(n)
		held = append(held, c)
		for h.add(c, 4096) {
		}
		if c.headerBytes > maxHeaderBytesPerAddress {
			t.Errorf("an address holds %d bytes", c.headerBytes)
		}
	}
	if h.total > maxHeaderBytesOfNode-reservedHeaderBytes+6*littleHeaderBytes {
		t.Errorf("a few addresses hold %d bytes", h.total)
	}
	other := connOf(99)
	if !h.add(other, 4096) {
		t.Error("an address without other bytes is refused")
	}
	for n := byte(100); h.add(connOf(n), littleHeaderBytes) && n < 200; n++ {
	}
	if h.total > maxHeaderBytesOfNode {
		t.Errorf("the node holds %d bytes", h.total)
	}
	for _, c := range append(held, other) {
		h.remove(c)
		h.remove(c)
	}
	if _, there := h.addresses[other.address]; there {
		t.Error("an address without bytes is counted")
	}
}
