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
func (p *peer) expectTicks(from, n int) {
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

// subscribeAfter returns the message that subscribes to the events after one.
func subscribeAfter(id string, seq int64) string {
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":{`+
		`"query":"subscription ($p: String) { ticks(after: $p) }","variables":{"p":%q}}}`,
		id, journal.PositionAt(7, hallStream, seq).String())
}

// Subscribers that are at the end of the stream, that catch up, and that resume get every event once and in
// order; and each event was executed once for all of them, wherever they started.
func TestSubscription_DeliversInOrder(t *testing.T) { eachWritePath(t, testDeliver) }

func testDeliver(t *testing.T, option func(*fixture)) {
	f := newFixture(t, option)
	f.publish(20)
	var peers []*peer
	for i := range 8 {
		p := f.dialInit(t)
		p.send(subscribeAfter("a", int64(i)))
		peers = append(peers, p)
	}
	f.publish(80)
	for i, p := range peers {
		p.expectTicks(i+1, 100)
	}
	if n := f.hub.Stats().Executions; n > 100+8*2+8 { // events, plans, heartbeats
		t.Errorf("%d executions", n)
	}
	p := f.dialInit(t)
	p.send(subscribeAfter("a", 40))
	p.expectTicks(41, 100)
}

// A lagging subscriber catches up in a few writes, not one for each event.
func TestSubscription_LaggingSubscriberOneWrite(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.countWrites = true })
	f.publish(64)
	p := f.dialInit(t)
	before := f.writes.Load()
	p.send(subscribeAfter("a", 0))
	p.expectTicks(1, 64)
	if n := f.writes.Load() - before; n > 2 {
		t.Errorf("%d writes for 64 events", n)
	}
}

// withLargeEvents returns an option of a fixture whose events soon fill the buffers of a peer that does not
// read.
func withLargeEvents(writeTimeout time.Duration) func(*fixture) {
	return func(f *fixture) {
		f.streams.WriteTimeout = writeTimeout
		f.pad = strings.Repeat(" ", 40<<10)
	}
}

// A peer that never reads delays no other, however long a write may take.
func TestSubscription_StuckPeerDelaysNobody(t *testing.T) {
	eachWritePath(t, testStuckPeerDelaysNobody)
}

func testStuckPeerDelaysNobody(t *testing.T, option func(*fixture)) {
	f := newFixture(t, option, withLargeEvents(time.Hour))
	healthy, stuck := f.dialInit(t), f.dialInit(t)
	for _, p := range []*peer{healthy, stuck} {
		p.send(subscribeMessage)
		p.expect(firstTick)
	}
	f.publish(200) // 8 MiB: more than all buffers
	healthy.expectTicks(1, 200)
	if f.streams.Connections.Count() != 2 {
		t.Error("it was disconnected instead of blocked")
	}
}

// A peer whose buffers were full for a while gets the rest of the started message, and then everything else,
// in order; its own messages are answered between messages, not within one.
func TestSubscription_FullPeerResumes(t *testing.T) { eachWritePath(t, testFullPeerResumes) }

func testFullPeerResumes(t *testing.T, option func(*fixture)) {
	f := newFixture(t, option, withLargeEvents(time.Hour))
	full, healthy := f.dialInit(t), f.dialInit(t)
	for _, id := range []string{"a", "b"} {
		full.send(strings.Replace(subscribeMessage, `"a"`, `"`+id+`"`, 1))
		full.expect(strings.Replace(firstTick, `"a"`, `"`+id+`"`, 1))
	}
	healthy.send(subscribeMessage)
	healthy.expect(firstTick)
	const events = 200
	f.publish(events)
	healthy.expectTicks(1, events) // the buffers of the other one are full by now
	full.send(`{"type":"ping"}`)
	full.send(`{"id":"c","type":"complete"}`)
	received, pongs := map[string]int{}, 0
	for received["a"] < events || received["b"] < events || pongs < 1 {
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
		case m.Payload.Data.Ticks != received[m.ID]+1:
			t.Fatalf("event %d of %s after %d", m.Payload.Data.Ticks, m.ID, received[m.ID])
		default:
			received[m.ID]++
		}
	}
	f.publish(1)
	healthy.expectTicks(events+1, events+1)
}

// eachWritePath runs a test with operations that dispatchers deliver to, and with those that wait by
// themselves, as with TLS.
func eachWritePath(t *testing.T, test func(*testing.T, func(*fixture))) {
	t.Run("dispatched", func(t *testing.T) { test(t, func(*fixture) {}) })
	t.Run("alone", func(t *testing.T) { test(t, func(f *fixture) { f.countWrites = true }) })
}

// It is disconnected after the write timeout.
func TestSubscription_StuckPeerDisconnected(t *testing.T) {
	eachWritePath(t, testStuckPeerDisconnected)
}

func testStuckPeerDisconnected(t *testing.T, option func(*fixture)) {
	f := newFixture(t, option, withLargeEvents(200*time.Millisecond))
	stuck := f.dialInit(t)
	stuck.send(subscribeMessage)
	stuck.expect(firstTick)
	f.publish(200)
	f.awaitConnections(t, 0)
}

// After complete nothing more is written for an id, and the work has stopped.
func TestComplete_StopsDelivery(t *testing.T) { eachWritePath(t, testCompleteStopsDelivery) }

func testCompleteStopsDelivery(t *testing.T, option func(*fixture)) {
	f := newFixture(t, option)
	p := f.dialInit(t)
	p.send(subscribeMessage)
	p.expect(firstTick)
	p.send(`{"id":"a","type":"complete"}`)
	p.send(`{"type":"ping"}`)
	p.expect(`{"type":"pong"}`)
	f.publish(5)
	p.send(helloQuery)
	p.expect(helloResponse)
	p.expect(helloComplete)
	eventually(t, "the subscription is still open", func() bool { return f.hub.Stats().Subscriptions == 0 })
}

// At shutdown sockets are closed one after the other with a code after which clients reconnect, running
// queries are answered first, and new connections are rejected.
func TestConnLimiter_Drain(t *testing.T) {
	f := newFixture(t)
	var peers []*peer
	for range 4 {
		p := f.dialInit(t)
		p.send(subscribeMessage)
		p.expect(firstTick)
		peers = append(peers, p)
	}
	response := f.openEventStream(t, "?query=subscription{ticks}")
	done := make(chan error, 1)
	began := time.Now()
	go func() { done <- f.streams.Connections.Drain(t.Context(), 400*time.Millisecond) }()
	for !f.streams.Connections.Draining() {
		runtime.Gosched()
	}
	_, rejection, err := f.tryDial()
	if err == nil || rejection.StatusCode != http.StatusServiceUnavailable ||
		rejection.Header.Get("Retry-After") == "" {
		t.Errorf("a new one: %v %v", rejection, err)
	}
	if got := readResponse(t, rejection); got.code() != "SHUTTING_DOWN" {
		t.Errorf("%+v", got)
	}
	for _, p := range peers {
		p.expectClosed(websocket.CloseServiceRestart, "Service restart")
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
func TestConnLimiter_Limits(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.Connections = transport.ConnLimiter{PerAddress: 3, PerAccount: 1}
		f.tokens["good"] = account(7)
	})
	first := f.dial(t)
	first.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	first.expect(ackMessage)
	second := f.dial(t)
	second.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	second.expectClosed(1013, "TOO_MANY_WATCHERS")
	second.Close()
	f.awaitConnections(t, 1)
	f.dial(t)
	f.dial(t)
	_, response, err := f.tryDial()
	if err == nil || response.StatusCode != http.StatusTooManyRequests ||
		readResponse(t, response).code() != "TOO_MANY_WATCHERS" {
		t.Errorf("a fourth: %v %v", response, err)
	}
	got := readResponse(t, f.openEventStream(t, "?query={hello}"))
	if got.status != http.StatusTooManyRequests || got.code() != "TOO_MANY_WATCHERS" {
		t.Errorf("a stream: %+v", got)
	}
	first.Close()
	f.awaitConnections(t, 2)
	f.dial(t)
}

func (f *fixture) awaitConnections(t *testing.T, n int) {
	t.Helper()
	eventually(t, fmt.Sprintf("the number of open connections does not become %d", n), func() bool {
		return f.streams.Connections.Count() == n
	})
}

// Thousands of invalid messages end at most their own socket.
func TestSocket_InvalidMessages(t *testing.T) {
	f := newFixture(t)
	watching := f.dialInit(t)
	watching.send(subscribeMessage)
	watching.expect(firstTick)
	seeds := []string{
		initMessage,
		subscribeMessage,
		helloQuery,
		`{"type":"ping","payload":{"a":[1,"\u00e9",null]}}`,
		`{"id":"a","type":"complete"}`,
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		c, _, err := f.tryDial()
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
	f.publish(1)
	watching.expectTicks(1, 1)
}
