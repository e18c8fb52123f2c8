package graph_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/guard"
	"thidua/internal/ratelimit"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/transport"
)

// readCounter counts the statements that are read at once.
type readCounter struct{ now, most atomic.Int64 }

func (c *readCounter) observe(_ context.Context, s store.Statement) func(error) {
	if s.Verb != "SELECT" {
		return func(error) {}
	}
	n := c.now.Add(1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); most = c.most.Load() {
	}
	time.Sleep(5 * time.Millisecond) // so that statements of one operation meet, also on a busy machine
	return func(error) { c.now.Add(-1) }
}

// TestReads_LimitPerAddress checks that the operations of one address use at most a quarter of the read
// connections.
func TestReads_LimitPerAddress(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			var counter readCounter
			s := storetest.Open(
				t, dialect, store.WithReadRules(access.InstallReadRules), store.WithObserver(counter.observe),
				store.WithPool(8, 1),
			)
			for _, limited := range []bool{true, false} {
				limiter := ratelimit.NewLimiter(ratelimit.Rates{}, time.Now)
				limiter.Concurrency = ratelimit.NewConcurrencyLimiter(ratelimit.Concurrency{Wait: time.Second})
				if limited {
					limiter.Concurrency = ratelimit.NewConcurrencyLimiter(ratelimit.Concurrency{Address: 3,
						Wait: time.Second})
				}
				h := graph.Handler(
					s, graph.WithGuard(guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})),
				)
				server := httptest.NewServer(
					transport.Middleware(transport.Config{Limiter: limiter}, transport.Authenticate(h, nil)),
				)
				var fields strings.Builder
				for i := range 20 {
					fmt.Fprintf(
						&fields,
						" u%d: units(first: 5) { edges { node { code } } } p%d: provinces(first: 5) { edges { node { "+
							"code } } }",
						i, i,
					)
				}
				counter.most.Store(0)
				response, err := http.Post(
					server.URL, "application/json", strings.NewReader(fmt.Sprintf(`{"query":%q}`, "{"+fields.String()+"}")),
				)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || strings.Contains(string(body), "errors") {
					t.Fatalf("%v: %s", err, body)
				}
				server.Close()
				if most := counter.most.Load(); limited && most != 2 || !limited && most < 3 {
					t.Errorf("limited %v: %d statements were read at once", limited, most)
				}
			}
		})
	}
}
