package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// over puts a behind a door whose till has these rates and a clock that stands still. Asked counts how often a token was
// looked at.
func (a *signedAPI) over(r guard.Rates) (asked *atomic.Int64) {
	at := time.Now()
	till := guard.NewTill(r, func() time.Time { return at })
	door := account.NewDoor(a.store, nil, time.Now)
	asked = new(atomic.Int64)
	authenticate := func(ctx context.Context, bearer string) (viewer.Viewer, error) {
		asked.Add(1)
		return door.Authenticate(ctx, bearer)
	}
	h := graph.Handler(a.store, graph.WithGuard(guard.New(guard.Config{Limits: guard.Defaults(), Till: till})))
	server := httptest.NewServer(transport.Door(transport.Config{Till: till}, graph.SignIn(h, authenticate)))
	a.t.Cleanup(server.Close)
	a.url = server.URL
	return asked
}

// send sends an operation and gives the status, what is left of the buckets, and the code of the first error.
func (a signedAPI) send(query string, header ...string) (status int, left, code string) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url, strings.NewReader(fmt.Sprintf(`{"query":%q}`, query)))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	var got answer
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		a.t.Fatal(err)
	}
	if len(got.Errors) > 0 {
		code = got.Errors[0].Extensions.Code
	}
	return response.StatusCode, response.Header.Get("RateLimit"), code
}

// Operations are paid for by their cost, from the address and from the account; where one account has no more, the others
// behind the same address still have.
func TestOperationsArePaidFor(t *testing.T) {
	eachSigned(t, func(a signedAPI, ministry string) {
		a.over(guard.Rates{Address: 10, AddressBurst: 2000, Account: 10, AccountBurst: 500, Request: 10})
		bearer := []string{"Authorization", "Bearer " + ministry}
		for _, step := range []struct {
			what, query string
			header      []string
			status      int
			left, code  string
		}{
			{"a cheap one", `{ __typename }`, nil, 200, `"address";r=1990;t=1`, ""},
			{"a page of 20, of two fields each", `{ units { edges { node { id } } } }`, nil, 200, `"address";r=1948;t=6`, ""},
			{"one that is not valid", `{ nothing }`, nil, 200, `"address";r=1938;t=7`, "GRAPHQL_VALIDATION_FAILED"},
			{"a page of 100, signed in", `{ units(first: 100) { edges { node { id } } } }`, bearer, 200, `"address";r=1736;t=27, "account";r=298;t=21`, ""},
			{"the same again", `{ units(first: 100) { edges { node { id } } } }`, bearer, 200, `"address";r=1534;t=47, "account";r=96;t=41`, ""},
			{"once too often", `{ units(first: 100) { edges { node { id } } } }`, bearer, 429, `"address";r=1524;t=48, "account";r=96;t=41`, "RATE_LIMITED"},
			{"less", `{ units(first: 10) { edges { node { id } } } }`, bearer, 200, `"address";r=1502;t=50, "account";r=74;t=43`, ""},
			{"the others", `{ units(first: 100) { edges { node { id } } } }`, nil, 200, `"address";r=1300;t=70`, ""},
			{"dearer than there is", `{ units(first: 100) { edges { node { posts(first: 100) { edges { node { id } } } } } } }`, nil, 429, `"address";r=1290;t=71`, "RATE_LIMITED"},
		} {
			if status, left, code := a.send(step.query, step.header...); status != step.status || left != step.left || code != step.code {
				a.t.Errorf("%s: %d %s %s, want %d %s %s", step.what, status, left, code, step.status, step.left, step.code)
			}
		}
	})
}

// A stream of bad tokens ends before the tokens are looked at.
func TestBadTokensArePaidFor(t *testing.T) {
	eachSigned(t, func(a signedAPI, ministry string) {
		asked := a.over(guard.Rates{Address: 1, AddressBurst: 100, Request: 10})
		for n := range 30 {
			status, _, code := a.send(`{ __typename }`, "Authorization", fmt.Sprint("Bearer x", n))
			if n < 10 && code != "UNAUTHENTICATED" || n >= 10 && (code != "RATE_LIMITED" || status != 429) {
				a.t.Fatalf("the %dth: %d %s", n, status, code)
			}
		}
		if n := asked.Load(); n != 10 {
			a.t.Errorf("%d tokens were looked at", n)
		}
		if status, _, _ := a.send(`{ __typename }`, "Authorization", "Bearer "+ministry); status != 429 {
			a.t.Errorf("a good token after it: %d", status)
		}
	})
}
