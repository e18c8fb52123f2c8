package ratelimit_test

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// fakeClock is a clock that tests advance.
type fakeClock struct{ elapsed atomic.Int64 }

func (h *fakeClock) now() time.Time          { return time.Unix(1_800_000_000, h.elapsed.Load()) }
func (h *fakeClock) advance(d time.Duration) { h.elapsed.Add(int64(d)) }
func (h *fakeClock) newLimiter(r ratelimit.Rates) *ratelimit.Limiter {
	return ratelimit.NewLimiter(r, h.now)
}

// lowRates are rates with small numbers.
var lowRates = ratelimit.Rates{Address: 10, AddressBurst: 100, Account: 20, AccountBurst: 300, Request: 1}

// withAddress returns the context of a request from an address, before it has a client.
func withAddress(address string) context.Context {
	return (*ratelimit.Limiter)(nil).WithClient(context.Background(), netip.MustParseAddr(address))
}

func withAccount(ctx context.Context, account string) context.Context {
	return viewer.NewContext(ctx, viewer.Account(gid.Derive(gid.Account, account), time.Time{}))
}

// chargeBoth charges a request and its operation, as a transport and the extension do.
func chargeBoth(ctx context.Context, t *ratelimit.Limiter, cost int) error {
	if err := t.ChargeRequest(ctx); err != nil {
		return err
	}
	return t.ChargeOperation(ctx, cost)
}

func rateLimitedBy(t testing.TB, err error) (bucket string, retryAfter int) {
	t.Helper()
	known, ok := fault.FromError(err)
	if !ok || known.Code() != fault.RateLimited.Code() {
		t.Fatalf("%v, want RATE_LIMITED", err)
	}
	bucket, _ = known.Params()["bucket"].(string)
	retryAfter, _ = known.Params()["retryAfter"].(int)
	return bucket, retryAfter
}

func mustAllow(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The cost counts, not the number of operations: a bucket allows the same for few expensive operations and
// for many cheap ones, and refills with time.
func TestLimiter_ChargesByCost(t *testing.T) {
	for _, cost := range []int{1, 5, 20, 50, 100} {
		var h fakeClock
		limiter, ctx := h.newLimiter(lowRates), withAddress("192.0.2.1")
		for range 2 {
			for n := range 100 / cost {
				if err := chargeBoth(ctx, limiter, cost); err != nil {
					t.Fatalf("%d of cost %d: %v", n, cost, err)
				}
			}
			bucket, retry := rateLimitedBy(t, chargeBoth(ctx, limiter, cost))
			if bucket != "address" || retry < 1 {
				t.Errorf("refused by %s for %d", bucket, retry)
			}
			h.advance(10 * time.Second)
		}
	}
}

// A retry after retryAfter succeeds. If the request itself was rejected, retryAfter covers the request only:
// its operation is not known then.
func TestLimiter_RetryAfterSuffices(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var h fakeClock
		limiter, ctx := h.newLimiter(lowRates), withAddress("192.0.2.1")
		for range rapid.IntRange(1, 20).Draw(rt, "spent") {
			_ = chargeBoth(ctx, limiter, rapid.IntRange(0, 150).Draw(rt, "cost"))
			h.advance(time.Duration(rapid.IntRange(0, 3000).Draw(rt, "ms")) * time.Millisecond)
		}
		cost := rapid.IntRange(0, 150).Draw(rt, "wanted")
		again := func() error { return chargeBoth(ctx, limiter, cost) }
		err := limiter.ChargeRequest(ctx)
		if err != nil {
			again = func() error { return limiter.ChargeRequest(ctx) }
		} else if err = limiter.ChargeOperation(ctx, cost); err == nil {
			return
		}
		_, retry := rateLimitedBy(t, err)
		h.advance(time.Duration(retry) * time.Second)
		if err := again(); err != nil {
			rt.Fatalf("cost %d, after %d seconds: %v", cost, retry, err)
		}
	})
}

func TestLimiter_RetryAfterMinimal(t *testing.T) {
	var h fakeClock
	limiter, ctx := h.newLimiter(lowRates), withAddress("192.0.2.1")
	mustAllow(t, chargeBoth(ctx, limiter, 100))
	_, retry := rateLimitedBy(t, limiter.ChargeOperation(ctx, 50))
	if retry != 5 {
		t.Errorf("50 at 10 per second take %d seconds", retry)
	}
	h.advance(4 * time.Second)
	rateLimitedBy(t, chargeBoth(ctx, limiter, 50))
}

// A cost above the burst is allowed when the bucket is full, and is charged completely: the debt refills
// first.
func TestLimiter_CostAboveBurst(t *testing.T) {
	var h fakeClock
	limiter, ctx := h.newLimiter(lowRates), withAddress("192.0.2.1")
	mustAllow(t, chargeBoth(ctx, limiter, 250)) // a debt of 150
	for range 15 {
		rateLimitedBy(t, limiter.ChargeRequest(ctx))
		h.advance(time.Second)
	}
	rateLimitedBy(t, limiter.ChargeRequest(ctx))
	h.advance(time.Second)
	mustAllow(t, limiter.ChargeRequest(ctx))
	rateLimitedBy(t, limiter.ChargeOperation(ctx, 250)) // the bucket is not full
	h.advance(10 * time.Second)
	mustAllow(t, chargeBoth(ctx, limiter, 250))

	h.advance(time.Hour)
	mustAllow(t, chargeBoth(ctx, limiter, 1<<40)) // the debt is bounded, and so is the time to record it
	h.advance(1000*time.Second + 10*time.Second)
	mustAllow(t, chargeBoth(ctx, limiter, 90))
}

// Clients do not share a bucket: each address has its own, an IPv6 /64 counts as one, and IPv4 addresses are
// the same in every notation.
func TestLimiter_SeparateClients(t *testing.T) {
	for _, tc := range []struct {
		one, other string
		same       bool
	}{
		{"192.0.2.1", "192.0.2.2", false}, {"192.0.2.1", "::ffff:192.0.2.1", true},
		{"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true},
		{"2001:db8:0:1::1", "2001:db8:0:2::1", false}, {"fe80::1%eth0", "fe80::1%eth1", true},
		{"192.0.2.1", "2001:db8::1", false},
	} {
		var h fakeClock
		limiter := h.newLimiter(lowRates)
		mustAllow(t, chargeBoth(withAddress(tc.one), limiter, 100))
		if err := limiter.ChargeRequest(withAddress(tc.other)); (err != nil) != tc.same {
			t.Errorf("%s after %s: %v", tc.other, tc.one, err)
		}
	}
	var h fakeClock
	limiter := h.newLimiter(lowRates)
	mustAllow(t, chargeBoth(context.Background(), limiter, 100)) // a transport without WithClient
	rateLimitedBy(t, limiter.ChargeRequest(context.Background()))
	rateLimitedBy(t, limiter.ChargeRequest(limiter.WithClient(context.Background(), netip.Addr{})))
}

// An account is charged from all its addresses, as well as the address; if the account has too little left,
// others at the address are not affected.
func TestLimiter_Accounts(t *testing.T) {
	var h fakeClock
	limiter := h.newLimiter(lowRates)
	for n := range 3 {
		mustAllow(t, chargeBoth(withAccount(withAddress(fmt.Sprintf("192.0.2.%d", n)), "clerk"), limiter, 99))
	}
	hall := withAddress("198.51.100.1")
	if bucket, retry := rateLimitedBy(t,
		chargeBoth(withAccount(hall, "clerk"), limiter, 13)); bucket != "account" ||
		retry != 1 {
		t.Errorf("refused by %s for %d", bucket, retry)
	}
	mustAllow(t, chargeBoth(withAccount(hall, "head"), limiter, 50))
	mustAllow(t, chargeBoth(hall, limiter, 45)) // 1 for the request, 50, 45: the rejected one took nothing else
	if bucket, _ := rateLimitedBy(t, chargeBoth(withAccount(hall, "head"), limiter, 50)); bucket != "address" {
		t.Errorf("refused by %s", bucket)
	}
}

// A rate of 0 disables one kind of bucket or both; the limiter may be nil.
func TestLimiter_Disabled(t *testing.T) {
	var h fakeClock
	clerk := withAccount(withAddress("192.0.2.1"), "clerk")
	for _, limiter := range []*ratelimit.Limiter{nil, h.newLimiter(ratelimit.Rates{Request: 1})} {
		for range 1000 {
			mustAllow(t, chargeBoth(clerk, limiter, 1<<40))
		}
		if status := ratelimit.AppendBucketStatus(limiter.WithClient(clerk, netip.MustParseAddr("192.0.2.1")),
			nil); len(
			status,
		) > 0 {
			t.Errorf("it tells %v", status)
		}
	}
	limiter := h.newLimiter(ratelimit.Rates{Request: 1, Account: 1, AccountBurst: 10})
	mustAllow(t, chargeBoth(withAddress("192.0.2.1"), limiter, 1<<20))
	mustAllow(t, chargeBoth(clerk, limiter, 10))
	if bucket, _ := rateLimitedBy(t, chargeBoth(clerk, limiter, 10)); bucket != "account" {
		t.Errorf("refused by %s", bucket)
	}
}

func TestAppendBucketStatus(t *testing.T) {
	var h fakeClock
	limiter := h.newLimiter(lowRates)
	nobody := limiter.WithClient(context.Background(), netip.MustParseAddr("192.0.2.1"))
	ctx := withAccount(nobody, "clerk")
	mustAllow(t, chargeBoth(ctx, limiter, 55))
	h.advance(500 * time.Millisecond)
	want := []ratelimit.BucketStatus{{"address", 100, 10, 50, 5}, {"account", 300, 15, 255, 3}}
	if got := ratelimit.AppendBucketStatus(ctx, nil); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := ratelimit.AppendBucketStatus(nobody, nil); fmt.Sprint(got) != fmt.Sprint(want[:1]) {
		t.Errorf("to nobody: %+v", got)
	}
	h.advance(time.Hour)
	mustAllow(t, chargeBoth(ctx, limiter, 150))
	if got := ratelimit.AppendBucketStatus(ctx, nil)[0]; got.Remaining != 0 || got.Reset != 15 {
		t.Errorf("with a debt: %+v", got)
	}
}

// Concurrent requests never get more than the bucket holds.
func TestLimiter_Concurrent(t *testing.T) {
	var h fakeClock
	limiter := h.newLimiter(lowRates)
	var given atomic.Int64
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			ctx := withAccount(limiter.WithClient(context.Background(), netip.MustParseAddr("192.0.2.1")),
				fmt.Sprint(n))
			for range 200 {
				if chargeBoth(ctx, limiter, 2) == nil {
					given.Add(2)
				}
				ratelimit.AppendBucketStatus(ctx, nil)
				_ = limiter.ChargeRequest(withAddress(fmt.Sprintf("198.51.100.%d", n)))
			}
		})
	}
	all.Wait()
	if n := given.Load(); n > 100 || n < 2 {
		t.Errorf("%d of 100 were allowed", n)
	}
}

func TestRates_Validate(t *testing.T) {
	good := ratelimit.Rates{Address: 1, AddressBurst: 1000, Account: 1, AccountBurst: 1000, Request: 1000}
	mustAllow(t, good.Validate())
	mustAllow(t, ratelimit.Rates{Request: 1}.Validate())
	for flag, spoil := range map[string]func(*ratelimit.Rates){
		"--rate-request":       func(r *ratelimit.Rates) { r.Request = 0 },
		"--rate-address":       func(r *ratelimit.Rates) { r.Address = -1 },
		"--rate-account":       func(r *ratelimit.Rates) { r.Account = ratelimit.MaxCost + 1 },
		"--rate-address-burst": func(r *ratelimit.Rates) { r.AddressBurst = 999 },
		"--rate-account-burst": func(r *ratelimit.Rates) { r.AccountBurst = ratelimit.MaxCost + 1 },
	} {
		bad := good
		spoil(&bad)
		if known, _ := fault.FromError(bad.Validate()); known == nil || known.Params()["setting"] != flag {
			t.Errorf("%s: %v", flag, known)
		}
	}
}

// BenchmarkLimiter measures the overhead for a request on all cores, which must be small and without
// allocations.
func BenchmarkLimiter(b *testing.B) {
	most := ratelimit.Rates{
		Address:      ratelimit.MaxCost,
		AddressBurst: ratelimit.MaxCost,
		Account:      ratelimit.MaxCost,
		AccountBurst: ratelimit.MaxCost,
		Request:      1000,
	}
	limiter := ratelimit.NewLimiter(most, time.Now)
	for name, ctx := range map[string]context.Context{"anonymous": withAddress("2001:db8::1"),
		"account": withAccount(withAddress("2001:db8::1"), "clerk")} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := chargeBoth(ctx, limiter, 2000); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
	b.Run("refused", func(b *testing.B) {
		b.ReportAllocs()
		limiter := ratelimit.NewLimiter(ratelimit.Rates{Address: 1, AddressBurst: 1, Request: 1}, time.Now)
		for b.Loop() {
			_ = limiter.ChargeRequest(withAddress("192.0.2.1"))
		}
	})
	b.Run("new clients", func(b *testing.B) { // each from another network: buckets are created and evicted
		b.ReportAllocs()
		n := uint64(0)
		for b.Loop() {
			n++
			ctx := limiter.WithClient(
				context.Background(),
				netip.AddrFrom16([16]byte{0x20, 1, byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}),
			)
			_ = limiter.ChargeRequest(ctx)
		}
	})
}

func TestChargeInvalid_LeavesDebt(t *testing.T) {
	now := time.Now()
	limiter := ratelimit.NewLimiter(
		ratelimit.Rates{Address: 1000, AddressBurst: 10_000, Request: 250},
		func() time.Time { return now },
	)
	ctx := limiter.WithClient(t.Context(), netip.MustParseAddr("192.0.2.1"))
	ratelimit.ChargeInvalid(ctx, 750)
	ratelimit.ChargeInvalid(ctx, 750)
	if known, ok := fault.FromError(limiter.ChargeRequest(ctx)); !ok ||
		known.Code() != fault.RateLimited.Code() {
		t.Error("a request is allowed while its address is in debt")
	}
	if now = now.Add(3 * time.Second); limiter.ChargeRequest(ctx) != nil {
		t.Error("a request is rejected after the debt has refilled")
	}
	ratelimit.ChargeInvalid(t.Context(), 3000) // without a limiter
}
