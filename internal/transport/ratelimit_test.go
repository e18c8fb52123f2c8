package transport_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"thidua/internal/guard"
	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// newRateLimited returns a middleware whose buckets refill by 100 a second up to 300, and the function that
// advances its clock. An operation costs about 100 and 2 for each field, and a request at least 20.
func newRateLimited(c transport.Config) (h http.Handler, advance func(time.Duration)) {
	now := time.Unix(1_800_000_000, 0)
	rates := ratelimit.Rates{Address: 100, AddressBurst: 300, Request: 20}
	c.Limiter = ratelimit.NewLimiter(rates, func() time.Time { return now })
	srv := newTestServer(transport.Limits{})
	g := guard.New(guard.Config{Limits: guard.DefaultLimits(), Limiter: c.Limiter})
	srv.SetQueryCache(g.Documents())
	srv.Use(g)
	return transport.Middleware(c, srv), func(d time.Duration) { now = now.Add(d) }
}

// twelveFields costs 122.
const twelveFields = `{"query":"{ ` +
	`a:__typename b:__typename c:__typename d:__typename e:__typename f:__typename ` +
	`g:__typename h:__typename i:__typename j:__typename k:__typename l:__typename }"}`

// Every response has the remaining tokens; a rejection has status 429 for either media type and a correct
// Retry-After.
func TestRateLimit_Headers(t *testing.T) {
	for accept, kind := range map[string]string{
		"application/json":                  "application/json",
		"application/graphql-response+json": "application/graphql-response+json",
		"*/*":                               "application/json",
	} {
		h, advance := newRateLimited(transport.Config{})
		got := post(t, h, twelveFields, "Accept", accept)
		if got.status != 200 || got.header.Get("Retry-After") != "" ||
			got.header.Get("RateLimit-Policy") != `"address";q=300;w=3` ||
			got.header.Get("RateLimit") != `"address";r=178;t=2` {
			t.Errorf("%d %v %s", got.status, got.header, got.body)
		}
		post(t, h, twelveFields, "Accept", accept)
		got = post(t, h, twelveFields, "Accept", accept, "Accept-Language", "vi")
		if got.status != http.StatusTooManyRequests || got.code() != "RATE_LIMITED" || got.data != nil ||
			got.header.Get("Retry-After") != "1" ||
			got.header.Get("Content-Type") != kind+"; charset=utf-8" ||
			got.header.Get("RateLimit") != `"address";r=36;t=3` {
			t.Errorf("%s: %d %v %s", accept, got.status, got.header, got.body)
		}
		params := got.errors[0].Extensions.Params
		if params["retryAfter"] != 1.0 || params["bucket"] != "address" ||
			got.errors[0].Message != "Bạn đã gửi quá nhiều yêu cầu; vui lòng thử lại sau 1 giây." {
			t.Errorf("%+v", got.errors)
		}
		advance(time.Second)
		if got = post(t, h, twelveFields, "Accept", accept); got.status != 200 {
			t.Errorf("a second later: %d %s", got.status, got.body)
		}
	}
}

// A document that is too complex is charged by its length, because it was analyzed.
func TestRateLimit_TooComplex(t *testing.T) {
	h, _ := newRateLimited(transport.Config{})
	body := `{"query":"` + strings.Repeat("{", 200) + `"}`
	if got := post(t, h, body); !strings.Contains(got.body, "OPERATION_TOO_COMPLEX") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := post(t, h, body); got.code() != "RATE_LIMITED" {
		t.Errorf("the second one: %d %s", got.status, got.body)
	}
}

// Every request is charged before it is read, whatever its body, token or method; preflight requests are
// free.
func TestRateLimit_EveryRequestCharged(t *testing.T) {
	for name, request := range map[string]func(http.Handler) testResponse{
		"no GraphQL": func(h http.Handler) testResponse { return post(t, h, `{`) },
		"a form":     func(h http.Handler) testResponse { return post(t, h, "a=b", "Content-Type", "text/plain") },
		"another method": func(h http.Handler) testResponse {
			return send(t, h, http.MethodDelete, "/graphql", "")
		},
		"another page": func(h http.Handler) testResponse {
			return post(t, h, typenameBody, "Sec-Fetch-Site", "cross-site")
		},
	} {
		h, _ := newRateLimited(transport.Config{})
		for n := range 15 {
			if got := request(h); got.status == http.StatusTooManyRequests || got.header.Get("RateLimit") == "" {
				t.Fatalf("%s, the %dth: %d %v", name, n, got.status, got.header)
			}
		}
		if got := request(h); got.status != http.StatusTooManyRequests || got.code() != "RATE_LIMITED" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		preflight := send(t, h, http.MethodOptions, "/graphql", "",
			"Origin", trustedOrigin, "Access-Control-Request-Method", "POST")
		if preflight.code() != "CROSS_ORIGIN" {
			t.Errorf("a preflight: %d %s", preflight.status, preflight.body)
		}
	}
}

// A page of an allowed origin can read the code and Retry-After of a rejection.
func TestRateLimit_RejectionHasCORSHeaders(t *testing.T) {
	h, _ := newRateLimited(transport.Config{Origins: []string{trustedOrigin}})
	for range 20 {
		post(t, h, typenameBody)
	}
	got := post(t, h, typenameBody, "Origin", trustedOrigin, "Sec-Fetch-Site", "cross-site")
	if got.status != http.StatusTooManyRequests ||
		got.header.Get("Access-Control-Allow-Origin") != trustedOrigin || got.header.Get("X-Request-Id") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	for _, name := range []string{"RateLimit", "RateLimit-Policy", "Retry-After"} {
		exposed := got.header.Get("Access-Control-Expose-Headers")
		if got.header.Get(name) == "" || !strings.Contains(exposed, name) {
			t.Errorf("%s cannot be read", name)
		}
	}
}

// Behind a trusted proxy each client has its own bucket; without one, X-Forwarded-For is ignored.
func TestRateLimit_ForwardedAddress(t *testing.T) {
	proxies, err := transport.ParseProxies([]string{"192.0.2.0/24"}) // httptest's client addresses
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		proxies transport.Proxies
		want    int
	}{{proxies, 200}, {nil, 429}} {
		h, _ := newRateLimited(transport.Config{Proxies: tc.proxies})
		for range 20 {
			post(t, h, typenameBody, "X-Forwarded-For", "203.0.113.1")
		}
		if got := post(t, h, typenameBody, "X-Forwarded-For", "203.0.113.2"); got.status != tc.want {
			t.Errorf("%v: %d", tc.proxies, got.status)
		}
	}
}

// Without a limiter there are no rate limit headers.
func TestRateLimit_Disabled(t *testing.T) {
	got := post(t, newMiddleware(transport.Config{}), typenameBody)
	if got.header.Get("RateLimit") != "" || got.header.Get("RateLimit-Policy") != "" {
		t.Errorf("%v", got.header)
	}
}

// BenchmarkRateLimit measures the overhead of the limiter: the charges, and the headers.
func BenchmarkRateLimit(b *testing.B) {
	rates := ratelimit.Rates{Address: guard.MaxCount, AddressBurst: guard.MaxCount, Request: 1}
	limiter := ratelimit.NewLimiter(rates, time.Now)
	for name, c := range map[string]transport.Config{"without": {}, "with": {Limiter: limiter}} {
		h := transport.Middleware(c, newTestServer(transport.Limits{}))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(typenameBody))
				r.Header.Set("Content-Type", asJSON)
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
