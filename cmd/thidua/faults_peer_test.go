package main

import (
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// rawSocket is a client that sends and receives raw messages.
type peer struct {
	*hall
	conn *websocket.Conn
}

// openPeer opens a socket at the first node and initialises it.
func (h *hall) socket() *peer {
	h.Helper()
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	c, _, err := d.Dial("ws"+strings.TrimPrefix(h.at(0)(), "http")+"/graphql", nil)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { _ = c.Close() })
	p := &peer{h, c}
	p.say(`{"type":"connection_init"}`)
	p.hears("a greeting", "connection_ack")
	return p
}

func (p *peer) say(text string) {
	p.Helper()
	if err := p.conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.Fatal(err)
	}
}

// expect reads a message and checks that it contains some words.
func (p *peer) hears(what string, words ...string) {
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
