package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// measureLive subscribes to many distinct live queries on one socket, changes their conference several times
// a second, and measures the CPU time that the server uses per second meanwhile. The latencies are those of
// the changes.
func (s *measuredServer) measureLive(
	ctx context.Context, queries int, duration time.Duration,
) (m measurement, err error) {
	token, err := s.ministryToken()
	if err != nil {
		return m, err
	}
	if m.idleLatencies, err = s.makeAnnouncements(token, duration); err != nil {
		return m, err
	}
	header := http.Header{"Sec-Websocket-Protocol": {"graphql-transport-ws"}}
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+s.address+"/graphql", header)
	if err != nil {
		return m, err
	}
	defer conn.Close()
	before, err := s.post(http.DefaultClient, oneRowQuery, "")
	if err != nil {
		return m, err
	}
	if err := conn.WriteJSON(map[string]any{"type": "connection_init"}); err != nil {
		return m, err
	}
	if _, _, err := conn.ReadMessage(); err != nil { // connection_ack
		return m, err
	}
	received := make(chan string, 1)
	go func() { received <- receiveAll(conn) }()
	for i := range queries {
		document := fmt.Sprintf(`subscription { conferenceLive(conference: %q) {
			a%d: title announcements { edges { node { text } } } } }`, replayedConference, i)
		message := map[string]any{
			"type": "subscribe", "id": fmt.Sprint(i), "payload": map[string]string{"query": document},
		}
		if conn.WriteJSON(message) != nil {
			break // the server has closed the socket; the reader reports why
		}
	}
	after, err := s.post(http.DefaultClient, oneRowQuery, "")
	if err != nil {
		return m, err
	}
	start := time.Now()
	if m.cpu, m.peak, err = s.usageOf(func() error {
		m.loadedLatencies, err = s.makeAnnouncements(token, duration)
		return err
	}); err != nil {
		return m, err
	}
	m.cpu = time.Duration(float64(m.cpu) / time.Since(start).Seconds())
	_ = conn.Close()
	m.outcome, m.cost = <-received, before.remaining-after.remaining
	return m, nil
}

// makeAnnouncements makes announcements in the conference for a while, and returns the duration of each.
func (s *measuredServer) makeAnnouncements(
	token string, duration time.Duration,
) (latencies []time.Duration, err error) {
	document := fmt.Sprintf(`mutation {
		makeAnnouncement(input: {conference: %q, text: "Thông báo"}) { announcement { id } } }`,
		replayedConference)
	for start := time.Now(); time.Since(start) < duration; time.Sleep(50 * time.Millisecond) {
		sent := time.Now()
		response, err := s.post(s.otherClient, document, token)
		if err != nil {
			return latencies, err
		}
		if response.refused() {
			return latencies, fmt.Errorf("makeAnnouncement: %s", response.body)
		}
		latencies = append(latencies, time.Since(sent))
	}
	return latencies, nil
}

// receiveAll reads until the socket is closed, and summarizes the messages.
func receiveAll(conn *websocket.Conn) string {
	states, refusals, code := 0, 0, ""
	for {
		_, text, err := conn.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
			return fmt.Sprintf("closed with %d after %d states", closed.Code, states)
		}
		if err != nil {
			return describeReceived(states, refusals, code)
		}
		var message struct {
			Type    string
			Payload json.RawMessage
		}
		if json.Unmarshal(text, &message) != nil {
			continue
		}
		switch message.Type {
		case "next":
			states++
		case "error":
			refusals++
			if code == "" {
				code = graphqlResponse{body: []byte(`{"errors":` + string(message.Payload) + `}`)}.code()
			}
		}
	}
}

func describeReceived(states, refusals int, code string) string {
	if refusals == 0 {
		return fmt.Sprintf("%d states", states)
	}
	return fmt.Sprintf("%d states, %d refused with %s", states, refusals, code)
}
