package transport_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/journal"
	"thidua/internal/transport"
)

// expectTicks reads messages until the last of n events, and verifies that each comes once and in order.
func (p *peer) ticks(from, n int) {
	p.t.Helper()
	for want := from; want <= n; {
		text, code := p.next()
		var m struct {
			Payload struct{ Data struct{ Ticks int } }
		}
		if code != 0 || json.Unmarshal([]byte(text), &m) != nil {
			p.t.Fatalf("%d %s", code, text)
		}
		if got := m.Payload.Data.Ticks; got == want {
			want++
		} else if got != 0 { // a heartbeat
			p.t.Fatalf("event %d in place of %d", got, want)
		}
	}
}

func after(seq int64) string {
	return fmt.Sprintf(
		`{"id":"a","type":"subscribe","payload":{"query":"subscription ($p: String) { ticks(after: $p) }","variables":{"p":"%s"}}}`,
		journal.At(7, hallStream, seq),
	)
}

// Subscribers that are at the end of the stream, that catch up, and that resume get every event once and in
// order; and each event was executed once for all of them, wherever they started.
func TestDeliver(t *testing.T) { ways(t, deliver) }

func deliver(t *testing.T, way func(*stage)) {
	s := newStage(t, way)
	s.happen(20)
	var peers []*peer
	for i := range 8 {
		p := s.greeted(t)
		p.say(after(int64(i)))
		peers = append(peers, p)
	}
	s.happen(80)
	for i, p := range peers {
		p.ticks(i+1, 100)
	}
	if n := s.hub.Stats().Executions; n > 100+8*2+8 { // events, plans, heartbeats
		t.Errorf("%d executions", n)
	}
	p := s.greeted(t)
	p.say(after(40))
	p.ticks(41, 100)
}

// A lagging subscriber catches up in a few writes, not one for each event.
func TestLaggingTakesOneWrite(t *testing.T) {
	s := newStage(t, func(s *stage) { s.tally = true })
	s.happen(64)
	p := s.greeted(t)
	before := s.writes.Load()
	p.say(after(0))
	p.ticks(1, 64)
	if n := s.writes.Load() - before; n > 2 {
		t.Errorf("%d writes for 64 events", n)
	}
}

// A peer that never reads delays no other, however long a write may take.
func TestStuckPeerIsAlone(t *testing.T) { ways(t, stuckPeerIsAlone) }

func stuckPeerIsAlone(t *testing.T, way func(*stage)) {
	s := newStage(t, way, func(s *stage) { s.live.Write, s.pad = time.Hour, strings.Repeat(" ", 40<<10) })
	well, stuck := s.greeted(t), s.greeted(t)
	for _, p := range []*peer{well, stuck} {
		p.say(subscribe)
		p.hear(begun)
	}
	s.happen(200) // 8 MiB: more than all buffers
	well.ticks(1, 200)
	if s.live.Open.Count() != 2 {
		t.Error("it was disconnected instead of blocked")
	}
}

// A peer whose buffers were full for a while gets the rest of the started message, and then everything else,
// in order; its own messages are answered between messages, not within one.
func TestFullPeerGoesOn(t *testing.T) { ways(t, fullPeerGoesOn) }

func fullPeerGoesOn(t *testing.T, way func(*stage)) {
	s := newStage(t, way, func(s *stage) { s.live.Write, s.pad = time.Hour, strings.Repeat(" ", 40<<10) })
	full, well := s.greeted(t), s.greeted(t)
	for _, id := range []string{"a", "b"} {
		full.say(strings.Replace(subscribe, `"a"`, `"`+id+`"`, 1))
		full.hear(strings.Replace(begun, `"a"`, `"`+id+`"`, 1))
	}
	well.say(subscribe)
	well.hear(begun)
	const events = 200
	s.happen(events)
	well.ticks(1, events) // the buffers of the other one are full by now
	full.say(`{"type":"ping"}`)
	full.say(`{"id":"c","type":"complete"}`)
	told, pongs := map[string]int{}, 0
	for told["a"] < events || told["b"] < events || pongs < 1 {
		text, code := full.next()
		var m struct {
			ID, Type string
			Payload  struct{ Data struct{ Ticks int } }
		}
		if code != 0 || json.Unmarshal([]byte(text), &m) != nil {
			t.Fatalf("%d %.100s", code, text)
		}
		switch {
		case m.Type == "pong":
			pongs++
		case m.Payload.Data.Ticks != told[m.ID]+1:
			t.Fatalf("event %d of %s after %d", m.Payload.Data.Ticks, m.ID, told[m.ID])
		default:
			told[m.ID]++
		}
	}
	s.happen(1)
	well.ticks(events+1, events+1)
}

// eachWritePath runs a test with operations that dispatchers deliver to, and with those that wait by
// themselves, as with TLS.
func ways(t *testing.T, test func(*testing.T, func(*stage))) {
	t.Run("dispatched", func(t *testing.T) { test(t, func(*stage) {}) })
	t.Run("alone", func(t *testing.T) { test(t, func(s *stage) { s.tally = true }) })
}

// It is disconnected after the write timeout.
func TestStuckPeerGoes(t *testing.T) { ways(t, stuckPeerGoes) }

func stuckPeerGoes(t *testing.T, way func(*stage)) {
	s := newStage(
		t,
		way,
		func(s *stage) { s.live.Write, s.pad = 200*time.Millisecond, strings.Repeat(" ", 40<<10) },
	)
	stuck := s.greeted(t)
	stuck.say(subscribe)
	stuck.hear(begun)
	s.happen(200)
	s.await(t, 0)
}

// After complete nothing more is written for an id, and the work has stopped.
func TestCompleteStops(t *testing.T) { ways(t, completeStops) }

func completeStops(t *testing.T, way func(*stage)) {
	s := newStage(t, way)
	p := s.greeted(t)
	p.say(subscribe)
	p.hear(begun)
	p.say(`{"id":"a","type":"complete"}`)
	p.say(`{"type":"ping"}`)
	p.hear(`{"type":"pong"}`)
	s.happen(5)
	p.say(ask1)
	p.hear(hello)
	p.hear(over)
	for until := time.Now().Add(5 * time.Second); s.hub.Stats().Followers > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the subscription is still open")
		}
	}
}

// At shutdown sockets are closed one after the other with a code after which clients reconnect, running
// queries are answered first, and new connections are rejected.
func TestDrain(t *testing.T) {
	s := newStage(t)
	var peers []*peer
	for range 4 {
		p := s.greeted(t)
		p.say(subscribe)
		p.hear(begun)
		peers = append(peers, p)
	}
	response := s.events(t, "?query=subscription{ticks}")
	done := make(chan error, 1)
	began := time.Now()
	go func() { done <- s.live.Open.Drain(t.Context(), 400*time.Millisecond) }()
	for !s.live.Open.Draining() {
		runtime.Gosched()
	}
	_, refused, err := s.tryDial()
	if err == nil || refused.StatusCode != http.StatusServiceUnavailable ||
		refused.Header.Get("Retry-After") == "" {
		t.Errorf("a new one: %v %v", refused, err)
	}
	if got := read(t, refused); got.code() != "SHUTTING_DOWN" {
		t.Errorf("%+v", got)
	}
	for _, p := range peers {
		p.closed(websocket.CloseServiceRestart, "Service restart")
	}
	if err := <-done; err != nil || time.Since(began) < 300*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || strings.Contains(string(body), "complete") {
		t.Errorf("the stream does not end so that clients reconnect: %v %s", err, body)
	}
}

// The limits of address and account, before the upgrade and after connection_init.
func TestBounds(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.live.Open = transport.Watchers{PerAddress: 3, PerAccount: 1}
		s.tokens["good"] = account(7)
	})
	first := s.dial(t)
	first.say(`{"type":"connection_init","payload":{"token":"good"}}`)
	first.hear(ack)
	second := s.dial(t)
	second.say(`{"type":"connection_init","payload":{"token":"good"}}`)
	second.closed(1013, "TOO_MANY_WATCHERS")
	second.Close()
	s.await(t, 1)
	s.dial(t)
	s.dial(t)
	_, response, err := s.tryDial()
	if err == nil || response.StatusCode != http.StatusTooManyRequests ||
		read(t, response).code() != "TOO_MANY_WATCHERS" {
		t.Errorf("a fourth: %v %v", response, err)
	}
	if got := read(t, s.events(t, "?query={hello}")); got.code() != "TOO_MANY_WATCHERS" ||
		got.status != http.StatusTooManyRequests {
		t.Errorf("a stream: %+v", got)
	}
	first.Close()
	s.await(t, 2)
	s.dial(t)
}

func (s *stage) await(t *testing.T, n int) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); s.live.Open.Count() != n; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%d are open, not %d", s.live.Open.Count(), n)
		}
	}
}

// Thousands of invalid messages end at most their own socket.
func TestNonsense(t *testing.T) {
	s := newStage(t)
	watching := s.greeted(t)
	watching.say(subscribe)
	watching.hear(begun)
	seeds := []string{
		hi,
		subscribe,
		ask1,
		`{"type":"ping","payload":{"a":[1,"\u00e9",null]}}`,
		`{"id":"a","type":"complete"}`,
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		c, _, err := s.tryDial()
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			text := []byte(seeds[random.IntN(len(seeds))])
			for range random.IntN(4) {
				text[random.IntN(len(text))] = byte(random.IntN(256))
			}
			if random.IntN(8) == 0 { // an invalid frame
				_, _ = c.NetConn().Write(text)
			} else {
				_ = c.WriteMessage(1+random.IntN(2), text[:random.IntN(len(text)+1)])
			}
		}
		c.Close()
	}
	s.happen(1)
	watching.ticks(1, 1)
}
