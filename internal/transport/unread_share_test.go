package transport_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"thidua/internal/transport"
)

// sendUnread sends a request on a connection of its own, from which nothing is read.
func (s *fixture) sendUnread(t *testing.T, request string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(16 << 10)
	}
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	return conn
}

const largeBody = `{"query":"{large}"}`

// Requests of a large response without a socket.
var (
	plainLarge = fmt.Sprintf(
		"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len(largeBody),
		largeBody,
	)
	streamLarge = strings.Replace(plainLarge, "Host: x\r\n", "Host: x\r\nAccept: text/event-stream\r\n", 1)
)

// Unread plain responses and event streams count for their address, together with sockets: beyond the limit
// nothing more is executed, the error names it, and a closed connection makes room.
func TestUnread_CountsEveryTransport(t *testing.T) {
	const max = 2 * largeBytes
	refusal := fmt.Sprintf(
		`"code":"TIMEOUT","params":{"limit":"--max-unread-per-address","max":%d,"value":`,
		max,
	)
	for name, request := range map[string]string{"plain": plainLarge, "stream": streamLarge} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t, func(s *fixture) {
				s.streams.MaxUnreadPerAddress, s.streams.WriteTimeout, s.streams.Timeout = max, time.Minute, time.Second
				s.limits.Timeout = time.Second
			})
			var unread []net.Conn
			for range 20 {
				unread = append(unread, s.sendUnread(t, request))
			}
			eventually(t, "too little is executed", func() bool { return s.streams.Unread() >= max-256<<10 })
			executed := awaitSteady(func() int { return int(s.larges.Load()) })
			// Those that start together count as 256 KiB each until their size is known.
			if most := (max>>18 + 1); executed > most {
				t.Errorf("%d were executed, at most %d have room", executed, most)
			}
			for _, via := range []string{"", "text/event-stream"} {
				r, _ := http.NewRequestWithContext(
					t.Context(),
					http.MethodPost,
					s.server.URL+"/graphql",
					strings.NewReader(largeBody),
				)
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Accept", via)
				response, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				if body := readBody(t, response); !strings.Contains(body, refusal) {
					t.Errorf("over %q: %d %.300s", via, response.StatusCode, body)
				}
			}
			if now := int(s.larges.Load()); now != executed {
				t.Errorf("%d were executed, %d before", now, executed)
			}
			for _, conn := range unread {
				_ = conn.Close()
			}
			eventually(t, "bytes of closed connections are still held", func() bool { return s.streams.Unread() == 0 })
			if dropped := s.streams.ReleasedUnread(); dropped < largeBytes || dropped > (executed+1)*largeBytes {
				t.Errorf("%d bytes were released of %d responses", dropped, executed)
			}
			p := s.dialInit(t)
			p.send(`{"id":"q","type":"subscribe","payload":` + largeBody + `}`)
			if text, _ := p.next(); len(text) < largeBytes {
				t.Errorf("with room: %.300s", text)
			}
		})
	}
}

// Event streams that are never read hold at most what the address may leave unread, however many they are.
// The others wait without a copy, and are made to reconnect if there is no room in time.
func TestUnread_StreamsOfEvents(t *testing.T) {
	const events, eventBytes, limit = 40, 100 << 10, 250 << 10
	s := newFixture(t, func(s *fixture) {
		s.streams.MaxUnreadPerAddress, s.streams.WriteTimeout = limit, 2*time.Second
		s.pad = strings.Repeat(" ", eventBytes)
	})
	for range 10 {
		s.sendUnread(
			t,
			"GET /graphql?query=subscription{ticks} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
		)
	}
	eventually(t, "not all are open", func() bool { return s.streams.Connections.Count() == 10 })
	s.publish(events)
	most := 0
	eventually(t, "streams that are not read stay open", func() bool {
		most = max(most, s.streams.Unread())
		return s.streams.Connections.Count() == 0
	})
	if most == 0 || most > limit {
		t.Errorf("%d bytes were held, at most %d may be", most, limit)
	}
	eventually(t, "bytes of closed streams are still held", func() bool { return s.streams.Unread() == 0 })
	if s.streams.ReleasedUnread() < eventBytes {
		t.Errorf("only %d bytes were released", s.streams.ReleasedUnread())
	}
}

// A stream whose events find no room in time ends without complete, and with the reason.
func TestUnread_StreamReportsLimit(t *testing.T) {
	s := newFixture(t, func(s *fixture) {
		s.streams.MaxUnreadPerAddress, s.streams.WriteTimeout = largeBytes, 300*time.Millisecond
	})
	r := bufio.NewReader(s.openEventStream(t, "?query=subscription{ticks}").Body)
	readLines(t, r, 6)
	s.sendUnread(t, plainLarge) // a plain response has no deadline here
	eventually(t, "it is not executed", func() bool { return s.streams.Unread() >= largeBytes })
	s.publish(1)
	want := fmt.Sprintf(`: TIMEOUT {"limit":"--max-unread-per-address","max":%d,"value":%d}`+"\nretry: 5000\n\n",
		largeBytes, s.streams.Unread())
	if got := readLines(t, r, 3); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if rest, err := r.ReadString('\n'); err == nil {
		t.Errorf("the stream goes on: %q", rest)
	}
	eventually(t, "the stream is open", func() bool { return s.streams.Connections.Count() == 0 })
}

// One write of an event stream may be larger than the limit, if nothing else is unread.
func TestUnread_LargeEventAlone(t *testing.T) {
	s := newFixture(t, func(s *fixture) { s.streams.MaxUnreadPerAddress, s.pad = 1, strings.Repeat(" ", 100<<10) })
	r := bufio.NewReader(s.openEventStream(t, "?query=subscription{ticks}").Body)
	readLines(t, r, 6)
	s.publish(3)
	if got := readLines(t, r, 12); strings.Count(got, "event: next\n") != 3 {
		t.Errorf("%.100q", got)
	}
	eventually(t, "bytes that were read are still held", func() bool { return s.streams.Unread() == 0 })
}

// Addresses that do not read leave room for an address that does, even while the last of their responses are
// larger than estimated.
func TestUnread_RoomForOtherAddresses(t *testing.T) {
	const reserved, limit = 256 << 10, 256 << 20
	streams := &transport.Streams{MaxUnread: limit, MaxUnreadPerAddress: limit / 16}
	address := func(n int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}), 32)
	}
	for n := range 200 {
		for streams.ReserveUnread(address(n), reserved) == nil {
		}
	}
	if streams.Unread() < limit/2 {
		t.Fatalf("only %d bytes are unread", streams.Unread())
	}
	streams.CountUnread(address(0), max(limit-streams.Unread(), 0))
	if err := streams.ReserveUnread(address(0), reserved); err == nil {
		t.Error("an address that does not read has room")
	}
	if err := streams.ReserveUnread(address(201), reserved); err != nil {
		t.Errorf("another address has no room: %v", err)
	}
}
