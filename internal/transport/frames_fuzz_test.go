package transport_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// maskedFrame returns a client's frame. A mask of zeros leaves the text as it is.
func maskedFrame(head byte, text string) string {
	length := []byte{0x80 | byte(len(text))}
	if len(text) > 125 {
		length = binary.BigEndian.AppendUint16([]byte{0x80 | 126}, uint16(len(text)))
	}
	return string([]byte{head}) + string(length) + "\x00\x00\x00\x00" + text
}

// FuzzFrames sends arbitrary bytes to a socket, as its first frames or after connection_init. The server
// neither panics nor hangs, releases all resources of the socket, and serves the next one.
func FuzzFrames(f *testing.F) {
	const binaryHead, firstHead, lastHead, pingHead, closeHead = 0x82, 0x01, 0x80, 0x89, 0x88
	text := func(message string) string { return maskedFrame(0x81, message) }
	const slow = `{"id":"s","type":"subscribe","payload":{"query":"{ slow }"}}`
	const panicking = `{"id":"p","type":"subscribe","payload":{"query":"{ panic }"}}`
	deepPing := `{"type":"ping","payload":` + strings.Repeat(`{"a":`, 60) + `1` + strings.Repeat(`}`, 61)
	for _, seed := range []string{
		"", "\x00", "\xff\xff\xff\xff", "GET / HTTP/1.1\r\n\r\n", strings.Repeat("\x81", 300),
		text(initMessage),
		text(subscribeMessage),
		text(helloQuery) + text(helloQuery),
		maskedFrame(binaryHead, initMessage),
		maskedFrame(firstHead, initMessage[:10]) + maskedFrame(pingHead, "here") +
			maskedFrame(lastHead, initMessage[10:]),
		maskedFrame(firstHead, subscribeMessage[:20]) + maskedFrame(firstHead, subscribeMessage[20:]),
		text(subscribeMessage) + text(`{"id":"a","type":"complete"}`) + text(subscribeMessage) +
			text(subscribeMessage),
		text(slow) + maskedFrame(closeHead, "\x03\xe8"),
		text(panicking),
		text("\"\xff\""),
		text(deepPing),
		maskedFrame(closeHead, ""),
		maskedFrame(closeHead, "\x03"),
		maskedFrame(closeHead, "\x0f\xa0bye") + text(initMessage),
		maskedFrame(pingHead, strings.Repeat("x", 126)),
		"\x81\x05hello",
		"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"\xc1\x80\x00\x00\x00\x00",
		"\x81\xfe\x00\x01\x00\x00\x00\x00x",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	path := filepath.Join(f.TempDir(), "s") // not a port, because there are too few of them
	s := newFixture(f, func(s *fixture) {
		var err error
		if s.listener, err = net.Listen("unix", path); err != nil {
			f.Fatal(err)
		}
	})
	s.publish(3)
	dial := func(t *testing.T) *peer {
		t.Helper()
		d := websocket.Dialer{
			Subprotocols: []string{"graphql-transport-ws"},
			NetDial:      func(string, string) (net.Conn, error) { return net.Dial("unix", path) },
		}
		c, _, err := d.Dial("ws://hall/graphql", nil)
		if err != nil {
			t.Fatal(err)
		}
		return &peer{c, t}
	}
	f.Fuzz(func(t *testing.T, sent []byte, initialised bool) {
		p := dial(t)
		defer p.Close()
		if initialised {
			p.send(initMessage)
			p.expect(ackMessage)
		}
		raw := p.NetConn().(*net.UnixConn)
		_ = raw.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = raw.Write(sent) // it may have been closed meanwhile
		_ = raw.CloseWrite()
		received, err := io.ReadAll(raw)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal("the server does not release it")
		}
		if bytes.Contains(received, []byte("\x11\x94Internal server error")) { // 4500
			t.Fatal("the server panicked")
		}
		next := dial(t)
		defer next.Close()
		runSteps(t, next, []string{
			"> " + initMessage, "< " + ackMessage,
			"> " + helloQuery, "< " + helloResponse, "< " + helloComplete,
		})
		next.Close()
		s.expectDisconnected(t)
	})
}

// expectDisconnected waits until no connection and no subscription is open.
func (f *fixture) expectDisconnected(t *testing.T) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; runtime.Gosched() {
		connections, subscriptions := f.streams.Connections.Count(), f.hub.Stats().Subscriptions
		if connections == 0 && subscriptions == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d connections and %d subscriptions are open", connections, subscriptions)
		}
	}
}
