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

func (p *rawSocket) send(text string) {
	p.Helper()
	if err := p.conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.Fatal(err)
	}
}

// expect reads a message and checks that it contains some words.
func (p *rawSocket) expect(what string, words ...string) {
	p.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(time.Minute))
	_, text, err := p.conn.ReadMessage()
	if err != nil {
		p.Fatalf("%s: %v", what, err)
	}
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			p.Errorf("%s: it says %s, want %s", what, text, word)
		}
	}
}
