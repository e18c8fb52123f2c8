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
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal(what)
		}
	}
}

// awaitSteady waits until a count has not changed for a while, and returns it.
func steady(count func() int) int {
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
func (p *peer) asksMuch(n int) {
	go func() {
		for i := range n {
			_ = p.SetWriteDeadline(time.Now().Add(20 * time.Second))
			if p.WriteMessage(
				websocket.TextMessage,
				fmt.Appendf(nil, `{"id":"%d","type":"subscribe","payload":{"query":"{large}"}}`, i),
			) != nil {
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
func TestUnread_NobodyReads(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.live.Write, s.live.UnreadPerAddress = time.Second, 4*largeBytes
	})
	const sockets, asked = 5, 50
	for range sockets {
		s.greeted(t).asksMuch(asked)
	}
	eventually(t, "nothing was executed", func() bool { return s.larges.Load() > 0 })
	most := 0
	executed := steady(func() int {
		most = max(most, s.live.Unread())
		return int(s.larges.Load())
	})
	// Concurrent responses count as the 256 KiB that are reserved for each until their size is known.
	if bound := (4*largeBytes/(256<<10) + 1) * largeBytes; most > bound {
		t.Errorf("%d bytes wait, at most %d may", most, bound)
	}
	if executed > sockets*6 {
		t.Errorf("%d of %d were executed", executed, sockets*asked)
	}
	eventually(t, "they are still open", func() bool { return s.live.Open.Count() == 0 })
	eventually(t, "bytes of closed sockets are still held", func() bool { return s.live.Unread() == 0 })
	if dropped := s.live.ReleasedUnread(); dropped < largeBytes {
		t.Errorf("only %d bytes were released", dropped)
	}
}

// A client that reads gets all responses, in complete frames, also next to one that does not.
func TestUnread_SomebodyReads(t *testing.T) {
	s := newStage(t, func(s *stage) { s.live.UnreadPerSocket, s.live.Write = 1, time.Second })
	s.greeted(t).asksMuch(2)
	p := s.greeted(t)
	const asked = 40
	go func() {
		for i := range asked {
			_ = p.WriteMessage(
				websocket.TextMessage,
				fmt.Appendf(
					nil,
					`{"id":"%d","type":"subscribe","payload":{"query":"{%s}"}}`,
					i,
					[]string{"large", "hello"}[i%2],
				),
			)
		}
	}()
	large, small, complete := 0, 0, 0
	for complete < asked {
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
	if large != asked/2 || small != asked/2 {
		t.Errorf("%d large and %d small answers", large, small)
	}
	eventually(t, "bytes that were read are still held", func() bool { return s.live.Unread() == 0 })
}

// An operation whose response finds no room in time is not executed, and its error names the limit.
func TestUnread_RefusalNamesTheLimit(t *testing.T) {
	for flag, limit := range map[string]func(*transport.Live, int){
		"--max-unread-per-socket":  func(l *transport.Live, max int) { l.UnreadPerSocket = max },
		"--max-unread-per-address": func(l *transport.Live, max int) { l.UnreadPerAddress = max },
	} {
		t.Run(flag, func(t *testing.T) {
			const max = largeBytes / 2
			s := newStage(t, func(s *stage) {
				s.live.Write, s.live.Timeout = 20*time.Second, 500*time.Millisecond
				s.live.UnreadPerSocket = 2 * largeBytes
				limit(s.live, max)
			})
			s.greeted(t).asksMuch(1)
			p := s.greeted(t)
			if flag == "--max-unread-per-socket" {
				if tcp, ok := p.NetConn().(*net.TCPConn); ok {
					_ = tcp.SetReadBuffer(16 << 10)
				}
				p.say(`{"id":"first","type":"subscribe","payload":{"query":"{large}"}}`)
			}
			eventually(t, "nothing was executed", func() bool { return s.live.Unread() >= largeBytes })
			executed := steady(func() int { return int(s.larges.Load()) })
			p.say(`{"id":"late","type":"subscribe","payload":{"query":"{large}"}}`)
			time.Sleep(700 * time.Millisecond)
			for {
				text, code := p.next()
				if code != 0 {
					t.Fatalf("closed by %d %s", code, text)
				}
				if !strings.Contains(text, `"id":"late"`) {
					continue
				}
				want := fmt.Sprintf(`"code":"TIMEOUT","params":{"limit":%q,"max":%d,"value":6`, flag, max)
				if !strings.Contains(text, `"type":"error"`) || !strings.Contains(text, want) {
					t.Errorf("%.300s, want %s", text, want)
				}
				break
			}
			if n := int(s.larges.Load()); n != executed {
				t.Errorf("%d were executed, %d before", n, executed)
			}
		})
	}
}

// Messages that are not charged are limited on each socket, whatever their type; beyond the limit it is
// closed with a code after which clients do not reconnect.
func TestFlood_ClosesTheSocket(t *testing.T) {
	s := newStage(t, func(s *stage) { s.live.Messages = 2 })
	for name, send := range map[string]func(*peer) error{
		"pings": func(p *peer) error { return p.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) },
		"pongs": func(p *peer) error { return p.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`)) },
		"completes": func(p *peer) error {
			return p.WriteMessage(websocket.TextMessage, []byte(`{"id":"1","type":"complete"}`))
		},
		"pings of frames": func(p *peer) error {
			return p.WriteControl(websocket.PingMessage, []byte("x"), time.Now().Add(time.Minute))
		},
		"pongs of frames": func(p *peer) error { return p.WriteControl(websocket.PongMessage, nil, time.Now().Add(time.Minute)) },
	} {
		t.Run(name, func(t *testing.T) {
			p := s.greeted(t)
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
				if code != websocket.ClosePolicyViolation || text != "Too many messages" {
					t.Errorf("closed by %d %q", code, text)
				}
				return
			}
		})
	}
}

// Charged operations, and their complete messages, do not count.
func TestFlood_OperationsAreNone(t *testing.T) {
	s := newStage(t, func(s *stage) { s.live.Messages = 1 })
	p := s.greeted(t)
	for i := range 100 {
		p.say(fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"subscription{ticks}"}}`, i))
		p.hear(fmt.Sprintf(`{"id":"%d","type":"next","payload":{"data":{"ticks":0}}}`, i))
		p.say(fmt.Sprintf(`{"id":"%d","type":"complete"}`, i))
	}
	p.say(`{"type":"ping"}`)
	p.hear(`{"type":"pong"}`)
}
