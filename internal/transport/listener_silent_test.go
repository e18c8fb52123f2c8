package transport

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"
)

// silentClient is a client that has opened a connection and sent nothing.
type silentClient struct {
	net.Conn
	closed atomic.Bool // by the server
}

// connectFrom opens a connection from a loopback address, and records whether the server closes it.
func connectFrom(t *testing.T, l *Listener, address string) *silentClient {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	conn, err := dialer.DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &silentClient{Conn: conn}
}

// watchClose records when the server closes the connection.
func (s *silentClient) watchClose() *silentClient {
	go func() {
		_, err := s.Read(make([]byte, 1))
		s.closed.Store(err != nil)
	}()
	return s
}

func countClosed(clients []*silentClient) (n int) {
	for _, c := range clients {
		if c.closed.Load() {
			n++
		}
	}
	return n
}

func waitUntil(t *testing.T, problem string, condition func() bool) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal(problem)
		}
	}
}

// sendRequest sends a request and returns the status of its response.
func sendRequest(conn net.Conn, request string) (int, error) {
	if _, err := conn.Write([]byte(request)); err != nil {
		return 0, err
	}
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

const plainRequest = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

// An address that opens connections and sends nothing loses its oldest ones to the next clients, and only its
// own: an older silent connection of another address stays.
func TestListener_ClosesSilentConnectionsOfTheBusiestAddress(t *testing.T) {
	const limit, opened = 10, 25
	l, _ := newTestListener(t, limit)
	other := connectFrom(t, l, "127.0.0.3")
	// Including the one that is reserved for the next client.
	waitUntil(t, "it is not accepted", func() bool { return l.Open() == 2 })
	var silent []*silentClient
	for i := range opened {
		silent = append(silent, connectFrom(t, l, "127.0.0.2").watchClose())
		// One is reserved for the next client, and one connection is of the other address.
		want := max(0, i+1-(limit-2))
		problem := fmt.Sprintf("the number of closed connections does not become %d", want)
		waitUntil(t, problem, func() bool { return countClosed(silent) == want })
	}
	for i, c := range silent {
		if want := i < opened-(limit-2); c.closed.Load() != want {
			t.Errorf("connection %d: closed %t, want %t", i, !want, want)
		}
	}
	if status, err := sendRequest(connectFrom(t, l, "127.0.0.1"), plainRequest); status != http.StatusOK {
		t.Error("a new client is not answered:", status, err)
	}
	if status, err := sendRequest(other, plainRequest); status != http.StatusOK {
		t.Error("a connection of another address was closed:", status, err)
	}
	if open := l.Open(); open > limit {
		t.Errorf("%d connections are open", open)
	}
}

// A client that has sent a part of its request keeps its connection, however many come after it.
func TestListener_KeepsConnectionsThatHaveSentSomething(t *testing.T) {
	l, _ := newTestListener(t, 4)
	slow := connectFrom(t, l, "127.0.0.2")
	if _, err := slow.Write([]byte(plainRequest[:10])); err != nil {
		t.Fatal(err)
	}
	var silent []*silentClient
	for range 20 {
		silent = append(silent, connectFrom(t, l, "127.0.0.2").watchClose())
	}
	waitUntil(t, "silent connections are open", func() bool { return countClosed(silent) == 18 })
	if status, err := sendRequest(slow, plainRequest[10:]); status != http.StatusOK {
		t.Error(status, err)
	}
}

// Bytes that have arrived and were not read yet count as sent.
func TestListener_KeepsConnectionsWithUnreadBytes(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := NewListener(tcp, 2)
	defer l.Close()
	accept := func() *acceptedConn {
		t.Helper()
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		return conn.(*acceptedConn)
	}
	speaking := connectFrom(t, l, "127.0.0.2")
	if _, err := speaking.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	first := accept()
	waitUntil(t, "nothing arrives", func() bool { return hasReceivedBytes(first.TCPConn) })
	silent := connectFrom(t, l, "127.0.0.2").watchClose()
	accept()
	connectFrom(t, l, "127.0.0.1")
	accept()
	waitUntil(t, "the silent connection is open", silent.closed.Load)
	if n, err := first.Read(make([]byte, 1)); n != 1 || err != nil {
		t.Error("the connection with unread bytes was closed:", n, err)
	}
}

// Groups are ordered by size and then by age, whatever is added and removed.
func TestSilentConnections_Order(t *testing.T) {
	var s silentConnections
	began := time.Now()
	connections := map[string][]*acceptedConn{}
	add := func(address string, at int) {
		c := &acceptedConn{address: networkOf(netip.MustParseAddr(address)), since: began.Add(time.Duration(at))}
		connections[address] = append(connections[address], c)
		s.add(c)
	}
	expect := func(address string, index int) {
		t.Helper()
		if got := s.first(); got != connections[address][index] {
			t.Fatalf("the first is of %s, since %d", got.address, got.since.Sub(began))
		}
	}
	add("192.0.2.1", 1)
	add("192.0.2.2", 2)
	expect("192.0.2.1", 0)
	add("192.0.2.2", 3)
	expect("192.0.2.2", 0)
	add("2001:db8::1", 4)
	add("2001:db8::2", 5) // of the same /64
	add("2001:db8::3", 6)
	expect("2001:db8::1", 0)
	s.remove(connections["2001:db8::1"][0])
	expect("192.0.2.2", 0) // as many, but older
	s.remove(connections["192.0.2.2"][0])
	s.remove(connections["192.0.2.2"][0]) // a second call does nothing
	expect("2001:db8::2", 0)
	s.remove(connections["2001:db8::3"][0])
	expect("192.0.2.1", 0)
	for _, group := range connections {
		for _, c := range group {
			s.remove(c)
		}
	}
	if c := s.first(); c != nil || len(s.groups) != 0 {
		t.Error("connections are left:", c, len(s.groups))
	}
}
