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
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// limitRates puts a behind an authenticator and a limiter with these rates, whose clock stands still. It
// returns how often a token was looked up.
func (a *signedAPI) limitRates(r ratelimit.Rates) (asked *atomic.Int64) {
	at := time.Now()
	limiter := ratelimit.NewLimiter(r, func() time.Time { return at })
	authenticator := account.NewAuthenticator(a.store, nil, time.Now)
	asked = new(atomic.Int64)
	authenticate := func(ctx context.Context, bearer string) (viewer.Viewer, error) {
		asked.Add(1)
		return authenticator.Authenticate(ctx, bearer)
	}
	h := graph.Handler(
		a.store, graph.WithGuard(guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: limiter})),
	)
	server := httptest.NewServer(
		transport.Middleware(transport.Config{Limiter: limiter}, transport.Authenticate(h, authenticate)),
	)
	a.t.Cleanup(server.Close)
	a.url = server.URL
	return asked
}

// sendRateLimited sends an operation and gives the status, what is left of the buckets, and the code of the
// first error.
func (a signedAPI) sendRateLimited(query string, header ...string) (status int, left, code string) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(
		a.t.Context(), http.MethodPost, a.url, strings.NewReader(fmt.Sprintf(`{"query":%q}`, query)),
	)
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
	var got graphqlResponse
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		a.t.Fatal(err)
	}
	if len(got.Errors) > 0 {
		code = got.Errors[0].Extensions.Code
	}
	return response.StatusCode, response.Header.Get("RateLimit"), code
}

// TestRateLimit_ChargesOperations checks that operations are charged to the address and the account, and that
// an exhausted account does not affect others at the same address.
func TestRateLimit_ChargesOperations(t *testing.T) {
	const (
		page, small, request = `{ units(first: 100) { edges { node { id } } } }`, `{ units(first: 10) { edges { ` +
			`node { id } } } }`, 10
		deep = `{ units(first: 100) { edges { node { posts(first: 100) { edges { node { id } } } } } } }`
	)
	cost := func(query string) int { return estimateCost(t, query, nil) }
	atAddress, atAccount := 4*cost(page), 2*cost(page)+cost(small)
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		address, account := atAddress, atAccount
		a.limitRates(
			ratelimit.Rates{Address: 10, AddressBurst: address, Account: 10, AccountBurst: account, Request: request},
		)
		bearer := []string{"Authorization", "Bearer " + ministry}
		for _, step := range []struct {
			what, query string
			header      []string
			code        string
		}{
			{"a cheap one", `{ __typename }`, nil, ""},
			{"one that is not valid", `{ nothing }`, nil, "GRAPHQL_VALIDATION_FAILED"},
			{"a page of 100, signed in", page, bearer, ""},
			{"the same again", page, bearer, ""},
			{"once too often", page, bearer, "RATE_LIMITED"},
			{"less", small, bearer, ""},
			{"the others", page, nil, ""},
			{"dearer than there is", deep, nil, "RATE_LIMITED"},
		} {
			status, left, code := a.sendRateLimited(step.query, step.header...)
			paid, want := request, 200 // who is refused paid for the request alone
			switch step.code {
			case "":
				paid = cost(step.query)
			case "RATE_LIMITED":
				want = 429
			case "GRAPHQL_VALIDATION_FAILED": // which takes as long as the document is
				paid = request + 8*len(step.query)
			}
			address -= paid
			if step.code == "" && step.header != nil {
				account -= paid
			}
			bucket := fmt.Sprintf(`"address";r=%d;`, address)
			if step.header != nil {
				bucket = fmt.Sprintf(`"account";r=%d;`, account)
			}
			if status != want || !strings.Contains(left, bucket) || code != step.code {
				a.t.Errorf("%s: %d %s %s, want %d %s %s", step.what, status, left, code, want, bucket, step.code)
			}
		}
	})
}

// TestRateLimit_ChargesInvalidTokens checks that requests with invalid tokens are rejected by the rate limit
// before the tokens are checked.
func TestRateLimit_ChargesInvalidTokens(t *testing.T) {
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		asked := a.limitRates(ratelimit.Rates{Address: 1, AddressBurst: 100, Request: 10})
		for n := range 30 {
			status, _, code := a.sendRateLimited(`{ __typename }`, "Authorization", fmt.Sprint("Bearer x", n))
			if n < 10 && code != "UNAUTHENTICATED" || n >= 10 && (code != "RATE_LIMITED" || status != 429) {
				a.t.Fatalf("the %dth: %d %s", n, status, code)
			}
		}
		if n := asked.Load(); n != 10 {
			a.t.Errorf("%d tokens were looked at", n)
		}
		if status, _, _ := a.sendRateLimited(`{ __typename }`, "Authorization", "Bearer "+ministry); status != 429 {
			a.t.Errorf("a good token after it: %d", status)
		}
	})
}
