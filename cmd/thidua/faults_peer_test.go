package main

import (
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// rawSocket is a client that sends and receives raw messages.
type rawSocket struct {
	*faultHarness
	conn *websocket.Conn
}

// openPeer opens a socket at the first node and initialises it.
func (h *faultHarness) openPeer() *rawSocket {
	h.Helper()
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	c, _, err := d.Dial("ws"+strings.TrimPrefix(h.nodeURL(0)(), "http")+"/graphql", nil)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { _ = c.Close() })
	p := &rawSocket{h, c}
	p.send(`{"type":"connection_init"}`)
	p.expect("a greeting", "connection_ack")
	return p
}

func (s *rawSocket) send(text string) {
	s.Helper()
	if err := s.conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		s.Fatal(err)
	}
}

// expect reads a message and checks that it contains some words.
func (s *rawSocket) expect(what string, words ...string) {
	s.Helper()
	_ = s.conn.SetReadDeadline(time.Now().Add(time.Minute))
	_, text, err := s.conn.ReadMessage()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			s.Errorf("%s: it says %s, want %s", what, text, word)
		}
	}
}
