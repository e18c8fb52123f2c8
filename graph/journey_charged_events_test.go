package graph_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// An address that has used up its budget receives its events late, but all of them and in order; another one
// receives the same events at once. The clock of the rate limit is the test's.
func TestEvents_ChargedToTheirAddress(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		const cost, announced, left = 20_000, 8, 2
		var seconds atomic.Int64
		noon := time.Now()
		clock := func() time.Time { return noon.Add(time.Duration(seconds.Load()) * time.Second) }
		// The handshake, the subscription and each event cost the same, which is the least that anything costs.
		limiter := ratelimit.NewLimiter(
			ratelimit.Rates{Address: cost, AddressBurst: (2 + announced) * cost, Request: cost}, clock,
		)
		g := guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})
		hub := live.NewFromStore(
			t.Context(), h.store, live.Config{OnGrantsChanged: account.InvalidateCache, HeartbeatInterval: time.Hour},
		)
		carried := &transport.Streams{Hub: hub}
		server := httptest.NewServer(transport.Middleware(transport.Config{Limiter: limiter},
			graph.Handler(h.store, graph.WithGuard(g), graph.WithStreams(carried))))
		t.Cleanup(func() { hub.Close(); server.Close() })
		open := func(last byte) socket {
			from := &net.TCPAddr{IP: net.IPv4(127, 0, 0, last)}
			s := liveAPI{api{t: t, url: server.URL, store: h.store}, hub}.dialFrom(from, "")
			s.subscribe("events", fmt.Sprintf(`subscription { e%d: conferenceEvents(conference: "hall") {
				position change { __typename ... on AnnouncementMade { text } } } }`, last), nil)
			if kind := at(s.nextData("events"), fmt.Sprint("e", last), "change", "__typename"); kind != "Heartbeat" {
				t.Fatalf("it begins with %v", kind)
			}
			return s
		}
		poor, rich := open(2), open(3)
		for i := range announced - left {
			id := fmt.Sprint("query", i)
			poor.subscribe(id, `{ __typename }`, nil)
			poor.nextData(id)
			if m := poor.receive(); m.Type != "complete" {
				t.Fatalf("%s %s", m.Type, m.Payload)
			}
		}
		for i := range announced {
			h.announce(fmt.Sprint("Thông báo ", i), "EVERYONE")
		}
		text := func(s socket, last byte) any {
			return at(s.nextData("events"), fmt.Sprint("e", last), "change", "text")
		}
		for i := range announced {
			if got := text(rich, 3); got != fmt.Sprint("Thông báo ", i) {
				t.Errorf("the other address received %v as event %d", got, i)
			}
		}
		received := make(chan any)
		go func() {
			for {
				var m message
				if poor.ReadJSON(&m) != nil {
					close(received)
					return
				}
				var payload struct {
					Data map[string]struct{ Change struct{ Text string } }
				}
				if m.ID == "events" && json.Unmarshal(m.Payload, &payload) == nil {
					received <- payload.Data["e2"].Change.Text
				}
			}
		}()
		next := 0
		expect := func(n int) {
			t.Helper()
			for range n {
				select {
				case got := <-received:
					if got != fmt.Sprint("Thông báo ", next) {
						t.Errorf("received %v as event %d", got, next)
					}
					next++
				case <-time.After(30 * time.Second):
					t.Fatalf("event %d does not come", next)
				}
			}
			select {
			case got := <-received:
				t.Errorf("received %v, which nobody has paid for", got)
			case <-time.After(1500 * time.Millisecond): // longer than the pause between two attempts to pay
			}
		}
		expect(left)
		seconds.Add(3)
		expect(3)
		seconds.Add(100)
		expect(announced - left - 3)
		if s := hub.Stats(); s.EventDocuments != 2 || s.LiveQueries != 0 {
			t.Errorf("%+v", s)
		}
	})
}
