package transport_test

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"thidua/internal/transport"
)

// sendUnread sends a request on a connection of its own, from which nothing is read.
func (f *fixture) sendUnread(t *testing.T, request string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
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
	plainLarge = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
		fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(largeBody), largeBody)
	streamLarge = strings.Replace(plainLarge, "Host: x\r\n", "Host: x\r\nAccept: text/event-stream\r\n", 1)
)

// Unread plain responses and event streams count for their address, together with sockets: beyond the limit
// nothing more is executed, the error names it, and a closed connection makes room.
func TestUnread_CountsEveryTransport(t *testing.T) {
	const max = 2 * largeBytes
	const params = `{"limit":"--max-unread-per-address","max":%d,"value":`
	rejection := fmt.Sprintf(`"code":"RESPONSES_NOT_READ","params":`+params, max)
	for name, request := range map[string]string{"plain": plainLarge, "stream": streamLarge} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, func(f *fixture) {
				f.streams.MaxUnreadPerAddress, f.streams.WriteTimeout, f.streams.Timeout = max, time.Minute, time.Second
				f.limits.Timeout = time.Second
			})
			var unread []net.Conn
			for range 20 {
				unread = append(unread, f.sendUnread(t, request))
			}
			eventually(t, "too little is executed", func() bool { return f.streams.UnreadBytes() >= max-256<<10 })
			executed := awaitSteady(func() int { return int(f.largeExecutions.Load()) })
			// Those that start together count as 256 KiB each until their size is known.
			if maxExecuted := (max>>18 + 1); executed > maxExecuted {
				t.Errorf("%d were executed, at most %d have room", executed, maxExecuted)
			}
			for _, accept := range []string{"", "text/event-stream"} {
				response := f.postPlain(t, largeBody, "Accept", accept)
				if body := readBody(t, response); !strings.Contains(body, rejection) {
					t.Errorf("over %q: %d %.300s", accept, response.StatusCode, body)
				}
			}
			if after := int(f.largeExecutions.Load()); after != executed {
				t.Errorf("%d were executed, %d before", after, executed)
			}
			for _, conn := range unread {
				_ = conn.Close()
			}
			eventually(t, "bytes of closed connections are still held", func() bool { return f.streams.UnreadBytes() == 0 })
			if released := f.streams.GarbageBytes(); released < largeBytes || released > (executed+1)*largeBytes {
				t.Errorf("%d bytes were released of %d responses", released, executed)
			}
			p := f.dialInit(t)
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
	// More than the kernel buffers (4 MiB to send), or a stream could write all of them and stay open.
	const events, eventBytes, limit = 150, 100 << 10, 250 << 10
	f := newFixture(t, func(f *fixture) {
		f.streams.MaxUnreadPerAddress, f.streams.WriteTimeout = limit, 2*time.Second
		f.pad = strings.Repeat(" ", eventBytes)
	})
	for range 10 {
		f.sendUnread(t, "GET /graphql?query=subscription{ticks} HTTP/1.1\r\n"+
			"Host: x\r\nAccept: text/event-stream\r\n\r\n")
	}
	eventually(t, "not all are open", func() bool { return f.streams.Connections.Count() == 10 })
	f.publish(events)
	maxUnread := 0
	eventually(t, "streams that are not read stay open", func() bool {
		maxUnread = max(maxUnread, f.streams.UnreadBytes())
		return f.streams.Connections.Count() == 0
	})
	if maxUnread == 0 || maxUnread > limit {
		t.Errorf("%d bytes were held, at most %d may be", maxUnread, limit)
	}
	eventually(t, "bytes of closed streams are still held", func() bool { return f.streams.UnreadBytes() == 0 })
	if f.streams.GarbageBytes() < eventBytes {
		t.Errorf("only %d bytes were released", f.streams.GarbageBytes())
	}
}

// A stream whose events find no room in time ends without complete, and with the reason.
func TestUnread_StreamReportsLimit(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.MaxUnreadPerAddress, f.streams.WriteTimeout = largeBytes, 300*time.Millisecond
	})
	r := bufio.NewReader(f.openEventStream(t, "?query=subscription{ticks}").Body)
	readLines(t, r, 6)
	f.sendUnread(t, plainLarge) // a plain response has no deadline here
	eventually(t, "it is not executed", func() bool { return f.streams.UnreadBytes() >= largeBytes })
	f.publish(1)
	want := fmt.Sprintf(`: RESPONSES_NOT_READ {"limit":"--max-unread-per-address","max":%d,"value":%d}`+"\nretry: 5000\n\n",
		largeBytes, f.streams.UnreadBytes())
	if got := readLines(t, r, 3); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if rest, err := r.ReadString('\n'); err == nil {
		t.Errorf("the stream goes on: %q", rest)
	}
	eventually(t, "the stream is open", func() bool { return f.streams.Connections.Count() == 0 })
}

// One write of an event stream may be larger than the limit, if nothing else is unread.
func TestUnread_LargeEventAlone(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.MaxUnreadPerAddress = 1
		f.pad = strings.Repeat(" ", 100<<10)
	})
	r := bufio.NewReader(f.openEventStream(t, "?query=subscription{ticks}").Body)
	readLines(t, r, 6)
	f.publish(3)
	if got := readLines(t, r, 12); strings.Count(got, "event: next\n") != 3 {
		t.Errorf("%.100q", got)
	}
	eventually(t, "bytes that were read are still held", func() bool { return f.streams.UnreadBytes() == 0 })
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
	if streams.UnreadBytes() < limit/2 {
		t.Fatalf("only %d bytes are unread", streams.UnreadBytes())
	}
	streams.CountUnread(address(0), max(limit-streams.UnreadBytes(), 0))
	if err := streams.ReserveUnread(address(0), reserved); err == nil {
		t.Error("an address that does not read has room")
	}
	if err := streams.ReserveUnread(address(201), reserved); err != nil {
		t.Errorf("another address has no room: %v", err)
	}
}
