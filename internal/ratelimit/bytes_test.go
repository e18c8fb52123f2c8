package ratelimit_test

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// newByteLimited returns a context whose address has 1000 units that refill in ten seconds, and the function
// that advances the clock.
func newByteLimited(t *testing.T) (ctx context.Context, advance func(time.Duration)) {
	now := time.Unix(1_800_000_000, 0)
	limiter := ratelimit.NewLimiter(ratelimit.Rates{Address: 100, AddressBurst: 1000, Request: 100},
		func() time.Time { return now })
	return limiter.WithClient(t.Context(), netip.MustParseAddr("192.0.2.1")),
		func(d time.Duration) { now = now.Add(d) }
}

// beginDecoding decodes a request of this many bytes, and returns why it may not.
func beginDecoding(ctx context.Context, bytes int) error {
	end, err := ratelimit.ChargeAndBeginDecoding(ctx, bytes)
	if err == nil {
		end()
	}
	return err
}

// What every request is charged covers 6400 bytes here; further bytes are charged before they are decoded.
func TestChargeAndBeginDecoding(t *testing.T) {
	ctx, advance := newByteLimited(t)
	for range 20 {
		mustAllow(t, beginDecoding(ctx, 6400))
	}
	mustAllow(t, beginDecoding(ctx, 64_000)) // 1000 units, 100 of them charged before
	known, ok := fault.FromError(beginDecoding(ctx, 32_000))
	if !ok || known.Code() != fault.RateLimited.Code() {
		t.Fatalf("got %v, want RATE_LIMITED", known)
	}
	for name, want := range map[string]any{
		"bucket": "address", "limit": "--rate-address-burst", "max": 1000, "value": 900 + 400, "retryAfter": 4,
	} {
		if got := known.Params()[name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	advance(4 * time.Second)
	mustAllow(t, beginDecoding(ctx, 32_000))
	mustAllow(t, beginDecoding(t.Context(), 1<<20)) // without a limiter
}

// A message of a socket is charged even if the bucket holds less, and its reader waits until it has refilled.
func TestReserveBytes(t *testing.T) {
	ctx, advance := newByteLimited(t)
	for _, step := range []struct {
		bytes   int
		elapsed time.Duration
		wait    time.Duration
	}{
		{6400, 0, 0}, {64_000, 0, 0}, {12_800, 0, 0}, {12_800, 0, time.Second}, {0, 0, 0},
		{12_800, time.Second, time.Second}, {64 << 20, time.Second, 10 * time.Second},
	} {
		advance(step.elapsed)
		if wait := ratelimit.ReserveBytes(ctx, step.bytes); wait != step.wait {
			t.Errorf("%d bytes wait %v, want %v", step.bytes, wait, step.wait)
		}
	}
	if wait := ratelimit.ReserveBytes(t.Context(), 64<<20); wait != 0 {
		t.Errorf("without a limiter they wait %v", wait)
	}
}
