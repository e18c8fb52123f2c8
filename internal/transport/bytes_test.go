package transport_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/internal/ratelimit"
	"thidua/internal/transport"
)

// The bytes of a request are charged before they are decoded, whatever they contain.
func TestRequestBytes_Charged(t *testing.T) {
	for name, body := range map[string]string{
		"unknown members": `{"query":"{hello}","other":"` + strings.Repeat("x", 20_000) + `"}`,
		"spaces":          `{"query":"{hello}"}` + strings.Repeat(" ", 20_000),
		"not JSON":        strings.Repeat("[", 20_000),
	} {
		h, advance := newRateLimited(transport.Config{}) // 300 units, 20 for a request, which cover 1280 bytes
		if got := post(t, h, body); !strings.HasPrefix(got.header.Get("RateLimit"), `"address";r=0;`) {
			t.Errorf("%s: %d %v", name, got.status, got.header)
		}
		got := post(t, h, body)
		if got.status != http.StatusTooManyRequests || got.code() != "RATE_LIMITED" {
			t.Fatalf("%s, once more: %d %s", name, got.status, got.body)
		}
		if params := got.errors[0].Extensions.Params; params["limit"] != "--rate-address-burst" ||
			params["max"] != 300.0 || params["value"].(float64) <= 300 {
			t.Errorf("%s: %v", name, params)
		}
		advance(5 * time.Second)
		if got := post(t, h, typenameBody); got.status == http.StatusTooManyRequests {
			t.Errorf("%s, after the bucket has refilled: %s", name, got.body)
		}
	}
}

// A socket reads no further than its address can pay for, and is closed with a code after which clients retry
// if that would take too long.
func TestSocketBytes_Charged(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		rates := ratelimit.Rates{Address: 1000, AddressBurst: 6000, Request: 1}
		f.streams.HTTP.Limiter = ratelimit.NewLimiter(rates, time.Now)
	})
	p := f.dialInit(t)
	padded := func(id string, bytes int) string {
		return `{"id":"` + id + `","type":"subscribe","payload":{"query":"{hello}","other":"` +
			strings.Repeat("x", bytes) + `"}}`
	}
	p.send(padded("q", 300<<10))
	if text, code := p.next(); code != 0 || !strings.Contains(text, `"id":"q"`) {
		t.Fatalf("within the burst: %d %.200s", code, text)
	}
	p.next() // complete
	start := time.Now()
	p.send(padded("r", 150<<10))
	text, code := p.next()
	if elapsed := time.Since(start); code != 0 || !strings.Contains(text, `"id":"r"`) ||
		elapsed < 300*time.Millisecond {
		t.Fatalf("after %v: %d %.200s", elapsed, code, text)
	}
	p.send(strings.Repeat(" ", 400<<10))
	text, code = p.next()
	for code == 0 { // what is left of r: complete, unless the bucket was empty for the operation itself
		text, code = p.next()
	}
	if code != 1013 || !strings.Contains(text, "--rate-address") {
		t.Errorf("beyond the burst: closed by %d %q", code, text)
	}
}
