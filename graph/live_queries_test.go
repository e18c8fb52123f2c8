package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// A thousand different live queries on one socket: beyond the limit each is refused with it, and those that
// run are refreshed as often as their address has paid for, while mutations go on. No time passes for the
// rate limit.
func TestLiveQueries_ManyOnOneSocket(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		const asked, admitted, paidFor, cost = 1000, 200, 30, 1000
		const document = `subscription { conferenceLive(conference: "hall") { a%d: title announcements { totalCount } } }`
		const opening = 2000
		refresh := documentCost(t, fmt.Sprintf(document, 0)) // more than the cost of a request
		opened := opening + refresh
		noon := time.Now()
		limiter := ratelimit.NewLimiter(
			ratelimit.Rates{Address: 1, AddressBurst: asked*opened + cost + paidFor*refresh, Request: cost},
			func() time.Time { return noon },
		)
		g := guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})
		hub := live.NewFromStore(
			t.Context(),
			h.store,
			live.Config{
				OnGrantsChanged: account.InvalidateCache,
				LiveQueries:     live.ViewLimits{PerAddress: admitted},
			},
		)
		carried := &transport.Streams{Hub: hub, MaxOperations: 2 * asked}
		server := httptest.NewServer(
			transport.Middleware(
				transport.Config{Limiter: limiter},
				graph.Handler(h.store, graph.WithGuard(g), graph.WithStreams(carried)),
			),
		)
		t.Cleanup(func() { hub.Close(); server.Close() })
		s := liveAPI{api{t: t, url: server.URL, store: h.store}, hub}.dial("")
		go func() {
			for i := range asked {
				_ = s.WriteJSON(map[string]any{"id": fmt.Sprint(i), "type": "subscribe", "payload": map[string]any{
					"query": fmt.Sprintf(document, i)}})
			}
		}()
		shown, refused := 0, 0
		for shown+refused < asked {
			switch m := s.receive(); m.Type {
			case "next":
				shown++
			case "error":
				var errs []struct {
					Extensions struct {
						Code   string
						Params struct {
							Limit      string
							Max, Value int
						}
					}
				}
				if err := json.Unmarshal(m.Payload, &errs); err != nil || len(errs) != 1 {
					t.Fatalf("%s", m.Payload)
				}
				refused++
				if e := errs[0].Extensions; e.Code != "TOO_MANY_LIVE_QUERIES" ||
					e.Params.Limit != "--max-live-queries-per-address" ||
					e.Params.Max != admitted ||
					e.Params.Value != admitted {
					t.Fatalf("refused by %+v", e)
				}
			}
		}
		if shown != admitted || hub.Stats().LiveQueries != admitted || hub.Stats().Refreshes != admitted {
			t.Errorf("%d shown, %d refused, %+v", shown, refused, hub.Stats())
		}
		for i := range 20 {
			h.announce(fmt.Sprint("Thông báo ", i), "EVERYONE")
		}
		for range paidFor {
			if m := s.receive(); m.Type != "next" {
				t.Fatalf("%s %s", m.Type, m.Payload)
			}
		}
		h.announce("Cuối", "EVERYONE")
		time.Sleep(time.Second) // for what must not come
		if n := hub.Stats().Refreshes; n != admitted+paidFor {
			t.Errorf("%d refreshes, %d are paid for", n-admitted, paidFor)
		}
	})
}

// documentCost returns the estimated cost of a document with one operation.
func documentCost(t *testing.T, document string) int {
	t.Helper()
	parsed, errs := gqlparser.LoadQueryWithRules(graph.Schema(), document, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return guard.EstimateCost(parsed.Operations[0], nil).Cost
}
