package transport_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/journal"
)

// loadClient is one of many clients: it has several subscriptions, which it completes and opens again at
// random, and it disconnects and reconnects.
type loadClient struct {
	*fixture
	t      *testing.T
	random *rand.Rand
	socket *peer
	ids    []string
	last   []int
	begun  int
}

// connect opens a socket and starts all operations again.
func (v *loadClient) connect() error {
	c, _, err := v.tryDial()
	if err != nil {
		return err
	}
	v.socket = &peer{c, v.t}
	if err := c.WriteMessage(websocket.TextMessage, []byte(initMessage)); err != nil {
		return err
	}
	if _, _, err := c.ReadMessage(); err != nil {
		return err
	}
	for i := range v.ids {
		if err := v.startOperation(i); err != nil {
			return err
		}
	}
	return nil
}

// startOperation resumes with a new operation after the last event that was received.
func (v *loadClient) startOperation(i int) error {
	v.begun++
	v.ids[i] = fmt.Sprintf("%d.%d", i, v.begun)
	return v.socket.WriteMessage(websocket.TextMessage, fmt.Appendf(
		nil,
		`{"id":"%s","type":"subscribe","payload":{"query":"subscription ($p: String) { ticks(after: $p) }","variables":{"p":"%s"}}}`,
		v.ids[i],
		journal.PositionAt(7, hallStream, int64(v.last[i])),
	))
}

// actRandomly does something, or nothing.
func (v *loadClient) actRandomly() error {
	switch i := v.random.IntN(len(v.ids)); v.random.IntN(60) {
	case 0:
		v.socket.Close()
		return v.connect()
	case 1, 2:
		if err := v.socket.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"id":"%s","type":"complete"}`, v.ids[i])); err != nil {
			return err
		}
		return v.startOperation(i)
	case 3, 4:
		return v.socket.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`))
	case 5: // a slow client
		for range 2000 {
			runtime.Gosched()
		}
	}
	return nil
}

// receive reads until each operation has received the last event.
func (v *loadClient) receive(events int) error {
	for {
		done := true
		for _, last := range v.last {
			done = done && last == events
		}
		if done {
			return v.socket.Close()
		}
		_ = v.socket.SetReadDeadline(time.Now().Add(20 * time.Second))
		_, text, err := v.socket.ReadMessage()
		if err != nil {
			return fmt.Errorf("received %v: %w", v.last, err)
		}
		var m struct {
			ID, Type string
			Payload  struct{ Data struct{ Ticks int } }
		}
		if err := json.Unmarshal(text, &m); err != nil {
			return err
		}
		for i, id := range v.ids {
			if id != m.ID || m.Type == "next" && m.Payload.Data.Ticks == 0 { // a heartbeat
				continue
			}
			if m.Type != "next" || m.Payload.Data.Ticks != v.last[i]+1 {
				return fmt.Errorf("told %s after %d", text, v.last[i])
			}
			v.last[i]++
		}
		if err := v.actRandomly(); err != nil {
			return err
		}
	}
}

// Many clients connect, disconnect, complete, start again and read slowly while events are published: each
// operation gets each event once and in order, and nothing is left when all have disconnected.
func TestSocket_ManyRandomClients(t *testing.T) {
	const visitors, events = 12, 150
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	s := newFixture(t, func(s *fixture) { s.pad = strings.Repeat(" ", 1<<10) })
	var group sync.WaitGroup
	for i := range visitors {
		v := &loadClient{
			fixture: s,
			t:       t,
			random:  rand.New(rand.NewPCG(seed, uint64(i))),
			ids:     make([]string, 3),
			last:    make([]int, 3),
		}
		if err := v.connect(); err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			if err := v.receive(events); err != nil {
				t.Error(err)
			}
		})
	}
	random := rand.New(rand.NewPCG(seed, visitors))
	for said := 0; said < events; {
		n := min(1+random.IntN(8), events-said)
		s.publish(n)
		said += n
		for range random.IntN(1000) {
			runtime.Gosched()
		}
	}
	group.Wait()
	for until := time.Now().Add(10 * time.Second); s.hub.Stats().Subscriptions > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%d are still followed", s.hub.Stats().Subscriptions)
		}
	}
}
