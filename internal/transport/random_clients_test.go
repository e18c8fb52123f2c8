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
func (l *loadClient) connect() error {
	c, _, err := l.tryDial()
	if err != nil {
		return err
	}
	l.socket = &peer{c, l.t}
	if err := c.WriteMessage(websocket.TextMessage, []byte(initMessage)); err != nil {
		return err
	}
	if _, _, err := c.ReadMessage(); err != nil {
		return err
	}
	for i := range l.ids {
		if err := l.startOperation(i); err != nil {
			return err
		}
	}
	return nil
}

// startOperation resumes with a new operation after the last event that was received.
func (l *loadClient) startOperation(i int) error {
	l.begun++
	l.ids[i] = fmt.Sprintf("%d.%d", i, l.begun)
	message := subscribeAfter(l.ids[i], int64(l.last[i]))
	return l.socket.WriteMessage(websocket.TextMessage, []byte(message))
}

// actRandomly does something, or nothing.
func (l *loadClient) actRandomly() error {
	switch i := l.random.IntN(len(l.ids)); l.random.IntN(60) {
	case 0:
		l.socket.Close()
		return l.connect()
	case 1, 2:
		message := fmt.Appendf(nil, `{"id":"%s","type":"complete"}`, l.ids[i])
		if err := l.socket.WriteMessage(websocket.TextMessage, message); err != nil {
			return err
		}
		return l.startOperation(i)
	case 3, 4:
		return l.socket.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`))
	case 5: // a slow client
		for range 2000 {
			runtime.Gosched()
		}
	}
	return nil
}

// receive reads until each operation has received the last event.
func (l *loadClient) receive(events int) error {
	for {
		done := true
		for _, last := range l.last {
			done = done && last == events
		}
		if done {
			return l.socket.Close()
		}
		_ = l.socket.SetReadDeadline(time.Now().Add(20 * time.Second))
		_, text, err := l.socket.ReadMessage()
		if err != nil {
			return fmt.Errorf("received %v: %w", l.last, err)
		}
		var m struct {
			ID, Type string
			Payload  struct{ Data struct{ Ticks int } }
		}
		if err := json.Unmarshal(text, &m); err != nil {
			return err
		}
		for i, id := range l.ids {
			if id != m.ID || m.Type == "next" && m.Payload.Data.Ticks == 0 { // a heartbeat
				continue
			}
			if m.Type != "next" || m.Payload.Data.Ticks != l.last[i]+1 {
				return fmt.Errorf("received %s after %d", text, l.last[i])
			}
			l.last[i]++
		}
		if err := l.actRandomly(); err != nil {
			return err
		}
	}
}

// Many clients connect, disconnect, complete, start again and read slowly while events are published: each
// operation gets each event once and in order, and nothing is left when all have disconnected.
func TestSocket_ManyRandomClients(t *testing.T) {
	const clients, events = 12, 150
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	f := newFixture(t, func(f *fixture) { f.pad = strings.Repeat(" ", 1<<10) })
	var group sync.WaitGroup
	for i := range clients {
		l := &loadClient{
			fixture: f,
			t:       t,
			random:  rand.New(rand.NewPCG(seed, uint64(i))),
			ids:     make([]string, 3),
			last:    make([]int, 3),
		}
		if err := l.connect(); err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			if err := l.receive(events); err != nil {
				t.Error(err)
			}
		})
	}
	random := rand.New(rand.NewPCG(seed, clients))
	for published := 0; published < events; {
		n := min(1+random.IntN(8), events-published)
		f.publish(n)
		published += n
		for range random.IntN(1000) {
			runtime.Gosched()
		}
	}
	group.Wait()
	eventually(t, "subscriptions are still open", func() bool { return f.hub.Stats().Subscriptions == 0 })
}
