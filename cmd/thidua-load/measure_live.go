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

// measureLive subscribes to many distinct live queries on one socket, changes their conference several times a second, and
// counts the CPU that the server uses in a second of that. The latencies are those of the changes.
func (s *measuredServer) measureLive(ctx context.Context, queries int, lasts time.Duration) (m measurement, err error) {
	token, err := s.ministryToken()
	if err != nil {
		return m, err
	}
	id, err := s.conferenceID()
	if err != nil {
		return m, err
	}
	change := func() ([]time.Duration, error) { return s.changes(token, lasts) }
	if m.alone, err = change(); err != nil {
		return m, err
	}
	header := http.Header{"Sec-Websocket-Protocol": {"graphql-transport-ws"}}
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+s.address+"/graphql", header)
	if err != nil {
		return m, err
	}
	defer conn.Close()
	before, err := s.post(http.DefaultClient, oneRow, "")
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
		document := fmt.Sprintf(`subscription { conferenceLive(id: %q) { a%d: title announcements { edges { node { text } } } } }`, id, i)
		message := map[string]any{"type": "subscribe", "id": fmt.Sprint(i), "payload": map[string]string{"query": document}}
		if conn.WriteJSON(message) != nil {
			break // the server has closed the socket: the reader says why
		}
	}
	after, err := s.post(http.DefaultClient, oneRow, "")
	if err != nil {
		return m, err
	}
	if err := s.resetPeak(); err != nil {
		return m, err
	}
	resident, err := s.resident("VmRSS")
	if err != nil {
		return m, err
	}
	cpu, err := s.cpu()
	if err != nil {
		return m, err
	}
	began := time.Now()
	if m.along, err = change(); err != nil {
		return m, err
	}
	used, err := s.cpu()
	if err != nil {
		return m, err
	}
	peak, err := s.resident("VmHWM")
	if err != nil {
		return m, err
	}
	_ = conn.Close()
	m.outcome, m.price, m.peak = <-received, before.remaining-after.remaining, max(0, peak-resident)
	m.cpu = time.Duration(float64(used-cpu) / time.Since(began).Seconds())
	return m, nil
}

// changes announces something in the conference again and again and measures how long each announcement takes.
func (s *measuredServer) changes(token string, lasts time.Duration) (took []time.Duration, err error) {
	for began := time.Now(); time.Since(began) < lasts; time.Sleep(50 * time.Millisecond) {
		asked := time.Now()
		a, err := s.post(s.others, fmt.Sprintf(`mutation { makeAnnouncement(input: {conference: %q, text: "Thông báo"}) { id } }`, replayed), token)
		if err != nil {
			return took, err
		}
		if a.refused() {
			return took, fmt.Errorf("makeAnnouncement: %s", a.body)
		}
		took = append(took, time.Since(asked))
	}
	return took, nil
}

// receiveAll reads until the socket is closed, and describes what came.
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

// conferenceID is the id of the conference that is changed.
func (s *measuredServer) conferenceID() (string, error) {
	a, err := s.post(s.others, fmt.Sprintf(`{ conference(code: %q) { id } }`, replayed), "")
	if err != nil {
		return "", err
	}
	var read struct {
		Data struct{ Conference struct{ ID string } }
	}
	if err := json.Unmarshal(a.body, &read); err != nil || read.Data.Conference.ID == "" {
		return "", fmt.Errorf("the conference %s: %s", replayed, a.body)
	}
	return read.Data.Conference.ID, nil
}
