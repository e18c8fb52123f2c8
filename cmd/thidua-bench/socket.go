package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

var dialer = websocket.Dialer{
	Subprotocols: []string{"graphql-transport-ws"}, ReadBufferSize: 16 << 10, WriteBufferSize: 512,
	HandshakeTimeout: time.Minute,
}

// openSocket opens a socket and waits for the acknowledgement; limit sends none.
func openSocket(p *serverProcess) (*websocket.Conn, error) {
	c, _, err := dialer.Dial("ws://"+p.address+"/graphql", nil)
	if err != nil || p.kind == "baseline" {
		return c, err
	}
	if err := c.WriteMessage(websocket.TextMessage, []byte(`{"type":"connection_init"}`)); err != nil {
		return nil, err
	}
	if _, text, err := c.ReadMessage(); err != nil || !bytes.Contains(text, []byte(`"connection_ack"`)) {
		return nil, fmt.Errorf("%s did not let a socket in: %w: %s", p.kind, err, text)
	}
	return c, nil
}

func subscribe(c *websocket.Conn, id, document string, variables map[string]string) error {
	payload := map[string]any{"query": document, "variables": variables}
	return c.WriteJSON(map[string]any{"id": id, "type": "subscribe", "payload": payload})
}
