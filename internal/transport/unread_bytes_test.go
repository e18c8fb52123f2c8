package transport_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/transport"
)

// eventually waits until a condition holds.
func eventually(t testing.TB, problem string, condition func() bool) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal(problem)
		}
	}
}

// awaitSteady waits until a count has not changed for a while, and returns it.
func awaitSteady(count func() int) int {
	for last := -1; ; {
		now := count()
		if now == last {
			return now
		}
		last = now
		time.Sleep(200 * time.Millisecond)
	}
}

// requestLarge requests large responses and reads none, as long as the server reads requests.
func (p *peer) requestLarge(n int) {
	go func() {
		for i := range n {
			_ = p.SetWriteDeadline(time.Now().Add(20 * time.Second))
			message := fmt.Appendf(nil, `{"id":"%d","type":"subscribe","payload":{"query":"{large}"}}`, i)
			if p.WriteMessage(websocket.TextMessage, message) != nil {
				return
			}
		}
	}()
	if tcp, ok := p.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(16 << 10)
	}
}

// For a client that does not read, no further operation is executed, and its responses are released when its
// socket is closed.
func TestUnread_ClientDoesNotRead(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.WriteTimeout, f.streams.MaxUnreadPerAddress = time.Second, 4*largeBytes
	})
	const sockets, requested = 5, 50
	for range sockets {
		f.dialInit(t).requestLarge(requested)
	}
	eventually(t, "nothing was executed", func() bool { return f.largeExecutions.Load() > 0 })
	maxUnread := 0
	executed := awaitSteady(func() int {
		maxUnread = max(maxUnread, f.streams.UnreadBytes())
		return int(f.largeExecutions.Load())
	})
	// Concurrent responses count as the 256 KiB that are reserved for each until their size is known.
	if bound := (4*largeBytes/(256<<10) + 1) * largeBytes; maxUnread > bound {
		t.Errorf("%d bytes wait, at most %d may", maxUnread, bound)
	}
	if executed > sockets*6 {
		t.Errorf("%d of %d were executed", executed, sockets*requested)
	}
	eventually(t, "they are still open", func() bool { return f.streams.Connections.Count() == 0 })
	eventually(t, "bytes of closed sockets are still held", func() bool { return f.streams.UnreadBytes() == 0 })
	if released := f.streams.GarbageBytes(); released < largeBytes {
		t.Errorf("only %d bytes were released", released)
	}
}

// A client that reads gets all responses, in complete frames, also next to one that does not.
func TestUnread_ClientReads(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.MaxUnreadPerSocket, f.streams.WriteTimeout = 1, time.Second
	})
	f.dialInit(t).requestLarge(2)
	p := f.dialInit(t)
	const requested = 40
	go func() {
		for i := range requested {
			field := []string{"large", "hello"}[i%2]
			message := fmt.Appendf(nil, `{"id":"%d","type":"subscribe","payload":{"query":"{%s}"}}`, i, field)
			_ = p.WriteMessage(websocket.TextMessage, message)
		}
	}()
	large, small, complete := 0, 0, 0
	for complete < requested {
		switch text, code := p.next(); {
		case code != 0:
			t.Fatalf("closed by %d %s", code, text)
		case strings.Contains(text, `"complete"`):
			complete++
		case len(text) > largeBytes && strings.HasSuffix(text, `x"}}}`):
			large++
		case strings.Contains(text, `"hello"`):
			small++
		}
	}
	if large != requested/2 || small != requested/2 {
		t.Errorf("%d large and %d small answers", large, small)
	}
	eventually(t, "bytes that were read are still held", func() bool { return f.streams.UnreadBytes() == 0 })
}

// An operation whose response finds no room in time is not executed, and its error names the limit.
func TestUnread_RejectionNamesTheLimit(t *testing.T) {
	for flag, limit := range map[string]func(*transport.Streams, int){
		"--max-unread-per-socket":  func(streams *transport.Streams, max int) { streams.MaxUnreadPerSocket = max },
		"--max-unread-per-address": func(streams *transport.Streams, max int) { streams.MaxUnreadPerAddress = max },
		"--max-unread":             func(streams *transport.Streams, max int) { streams.MaxUnread = max },
	} {
		t.Run(flag, func(t *testing.T) {
			const max = largeBytes / 2
			f := newFixture(t, func(f *fixture) {
				f.streams.WriteTimeout, f.streams.Timeout = 20*time.Second, 500*time.Millisecond
				f.streams.MaxUnreadPerSocket = 2 * largeBytes
				limit(f.streams, max)
			})
			f.dialInit(t).requestLarge(1)
			p := f.dialInit(t)
			if flag == "--max-unread-per-socket" {
				if tcp, ok := p.NetConn().(*net.TCPConn); ok {
					_ = tcp.SetReadBuffer(16 << 10)
				}
				p.send(`{"id":"first","type":"subscribe","payload":{"query":"{large}"}}`)
			}
			eventually(t, "nothing was executed", func() bool { return f.streams.UnreadBytes() >= largeBytes })
			executed := awaitSteady(func() int { return int(f.largeExecutions.Load()) })
			p.send(`{"id":"late","type":"subscribe","payload":{"query":"{large}"}}`)
			time.Sleep(700 * time.Millisecond)
			for {
				text, code := p.next()
				if code != 0 {
					t.Fatalf("closed by %d %s", code, text)
				}
				if !strings.Contains(text, `"id":"late"`) {
					continue
				}
				want := fmt.Sprintf(`"code":"RESPONSES_NOT_READ","params":{"limit":%q,"max":%d,"value":6`, flag, max)
				if !strings.Contains(text, `"type":"error"`) || !strings.Contains(text, want) {
					t.Errorf("%.300s, want %s", text, want)
				}
				break
			}
			if n := int(f.largeExecutions.Load()); n != executed {
				t.Errorf("%d were executed, %d before", n, executed)
			}
		})
	}
}

// Messages that are not charged are limited on each socket, whatever their type; beyond the limit it is
// closed with a code after which clients do not reconnect.
func TestFlood_ClosesTheSocket(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.streams.MaxMessageRate = 2 })
	for name, send := range map[string]func(*peer) error{
		"pings": func(p *peer) error { return p.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) },
		"pongs": func(p *peer) error { return p.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`)) },
		"completes": func(p *peer) error {
			return p.WriteMessage(websocket.TextMessage, []byte(`{"id":"1","type":"complete"}`))
		},
		"pings of frames": func(p *peer) error {
			return p.WriteControl(websocket.PingMessage, []byte("x"), time.Now().Add(time.Minute))
		},
		"pongs of frames": func(p *peer) error {
			return p.WriteControl(websocket.PongMessage, nil, time.Now().Add(time.Minute))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := f.dialInit(t)
			for range 100 {
				if send(p) != nil {
					break
				}
			}
			for {
				text, code := p.next()
				if code == 0 {
					continue
				}
				want := "Too many messages: --max-messages-per-socket is 2 per second, 20 at once; received 21"
				if code != websocket.ClosePolicyViolation || text != want {
					t.Errorf("closed by %d %q", code, text)
				}
				return
			}
		})
	}
}

// Charged operations, and their complete messages, do not count.
func TestFlood_OperationsNotCounted(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.streams.MaxMessageRate = 1 })
	p := f.dialInit(t)
	for i := range 100 {
		p.send(fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"subscription{ticks}"}}`, i))
		p.expect(fmt.Sprintf(`{"id":"%d","type":"next","payload":{"data":{"ticks":0}}}`, i))
		p.send(fmt.Sprintf(`{"id":"%d","type":"complete"}`, i))
	}
	p.send(`{"type":"ping"}`)
	p.expect(`{"type":"pong"}`)
}
