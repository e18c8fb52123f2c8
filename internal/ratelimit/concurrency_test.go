package ratelimit_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// callerContext returns the context of a caller at an address, with an account if it is not 0.
func callerContext(t *testing.T, limiter *ratelimit.Limiter, address string, account gid.ID) context.Context {
	ctx := limiter.WithClient(t.Context(), netip.MustParseAddr(address))
	if account == 0 {
		return ctx
	}
	return viewer.NewContext(ctx, viewer.Account(account, time.Time{}))
}

func newConcurrencyLimited(limits ratelimit.Concurrency) *ratelimit.Limiter {
	limiter := ratelimit.NewLimiter(ratelimit.Rates{Request: 1}, time.Now)
	limiter.Concurrency = ratelimit.NewConcurrencyLimiter(limits)
	return limiter
}

func mustBegin(t *testing.T, ctx context.Context) (end func()) {
	t.Helper()
	end, err := ratelimit.BeginExecution(ctx, &graphql.OperationContext{})
	if err != nil {
		t.Fatal(err)
	}
	return end
}

// mustRefuse returns the parameters of the error of an operation that got no slot.
func mustRefuse(t *testing.T, ctx context.Context) map[string]any {
	t.Helper()
	_, err := ratelimit.BeginExecution(ctx, &graphql.OperationContext{})
	known, ok := fault.FromError(err)
	if !ok || !errors.Is(err, fault.TooManyOperations) {
		t.Fatalf("got %v", err)
	}
	return known.Params()
}

func TestBeginExecution_AddressFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 2, Account: 9, Wait: time.Second})
		ctx := callerContext(t, limiter, "192.0.2.1", 0)
		end, other := mustBegin(t, ctx), mustBegin(t, ctx)
		began := time.Now()
		params := mustRefuse(t, ctx)
		if params["limit"] != "concurrent-address" || params["max"] != 2 || params["value"] != 3 ||
			params["retryAfter"] != 1 ||
			time.Since(began) != time.Second {
			t.Errorf("refused after %v: %v", time.Since(began), params)
		}
		mustBegin(t, callerContext(t, limiter, "192.0.2.2", 0))()
		end()
		other()
		mustBegin(t, ctx)()
	})
}

func TestBeginExecution_AccountFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 9, Account: 1, Wait: time.Second})
		end := mustBegin(t, callerContext(t, limiter, "192.0.2.1", 7))
		if params := mustRefuse(t,
			callerContext(t, limiter, "192.0.2.2", 7)); params["limit"] != "concurrent-account" ||
			params["max"] != 1 ||
			params["value"] != 2 {
			t.Errorf("refused: %v", params)
		}
		mustBegin(t, callerContext(t, limiter, "192.0.2.2", 8))()
		end()
		mustBegin(t, callerContext(t, limiter, "192.0.2.2", 7))()
	})
}

// Waiting operations get slots in the order of their arrival, and a request that ends stops waiting.
func TestBeginExecution_Waits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 1, Wait: time.Minute})
		ctx := callerContext(t, limiter, "2001:db8::1", 0)
		end := mustBegin(t, ctx)
		turns := make(chan int, 3)
		for i := range 3 {
			go func() {
				defer mustBegin(t, ctx)()
				turns <- i
			}()
			synctest.Wait()
		}
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if params := mustRefuse(t, short); params["value"] != 5 {
			t.Errorf("refused: %v", params)
		}
		end()
		for i := range 3 {
			if turn := <-turns; turn != i {
				t.Errorf("turn %d is of %d", i, turn)
			}
		}
	})
}

func TestBeginExecution_Unlimited(t *testing.T) {
	for _, limiter := range []*ratelimit.Limiter{nil,
		ratelimit.NewLimiter(ratelimit.Rates{Request: 1},
			time.Now), newConcurrencyLimited(ratelimit.Concurrency{})} {
		ctx := callerContext(t, limiter, "192.0.2.1", 7)
		for range 100 {
			mustBegin(t, ctx)
		}
	}
}

func TestConcurrency_Validate(t *testing.T) {
	for _, c := range []ratelimit.Concurrency{{Address: -1}, {Account: -1}, {Wait: -1}} {
		if err := c.Validate(); !errors.Is(err, fault.BadConfig) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := (ratelimit.Concurrency{}).Validate(); err != nil {
		t.Error(err)
	}
}

// Documents of an address are parsed one after another, as far as half of the cores allow; others are not
// delayed by them.
func TestBeginDocument_AddressFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 3, Wait: time.Second})
		ctx := callerContext(t, limiter, "192.0.2.1", 0)
		slots := max(1, runtime.GOMAXPROCS(0)/2)
		var ends []func()
		for range slots {
			end, err := ratelimit.BeginDocument(ctx)
			if err != nil {
				t.Fatal(err)
			}
			ends = append(ends, end)
		}
		soon, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_, err := ratelimit.BeginDocument(soon)
		known, ok := fault.FromError(err)
		if !ok || known.Params()["limit"] != "concurrent-documents" || known.Params()["max"] != slots {
			t.Errorf("one more: %v", err)
		}
		end, err := ratelimit.BeginDocument(callerContext(t, limiter, "192.0.2.2", 0))
		if err != nil {
			t.Fatal(err)
		}
		end()
		for _, end := range ends {
			end()
		}
		if end, err = ratelimit.BeginDocument(ctx); err != nil {
			t.Fatal(err)
		}
		end()
	})
}

// Expensive operations of an address are executed within half of the cores; cheap ones, and other addresses,
// are not delayed by them.
func TestBeginExecution_Expensive(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
	expensive := &graphql.OperationContext{}
	ratelimit.RecordCost(expensive, 20_000)
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 50, Wait: time.Second})
		ctx := callerContext(t, limiter, "192.0.2.1", 0)
		var ends []func()
		begin := func(ctx context.Context, n int) {
			for range n {
				end, err := ratelimit.BeginExecution(ctx, expensive)
				if err != nil {
					t.Fatal(err)
				}
				ends = append(ends, end)
			}
		}
		refused := func(ctx context.Context, limit string, max int) {
			_, err := ratelimit.BeginExecution(ctx, expensive)
			known, ok := fault.FromError(err)
			if !ok || known.Params()["limit"] != limit || known.Params()["max"] != max {
				t.Errorf("%v, want %s", err, limit)
			}
		}
		begin(ctx, 4)
		refused(ctx, "concurrent-expensive", 4)
		mustBegin(t, ctx)()
		other := callerContext(t, limiter, "192.0.2.2", 0)
		begin(other, 3)
		refused(other, "concurrent-expensive-node", 7)
		mustBegin(t, other)()
		for _, end := range ends {
			end()
		}
		begin(ctx, 1)
		ends[len(ends)-1]()
	})
}

// Large bodies of an address are read a few at a time; further ones wait, and are refused with the limit.
func TestBeginBody_AddressFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 1, Wait: time.Second})
		ctx := callerContext(t, limiter, "192.0.2.1", 0)
		var ends []func()
		for range 16 {
			end, err := ratelimit.BeginBody(ctx)
			if err != nil {
				t.Fatal(err)
			}
			ends = append(ends, end)
		}
		_, err := ratelimit.BeginBody(ctx)
		known, ok := fault.FromError(err)
		if !ok || known.Params()["limit"] != "concurrent-bodies" || known.Params()["max"] != 16 {
			t.Errorf("one more: %v", err)
		}
		for _, end := range ends {
			end()
		}
		end, err := ratelimit.BeginBody(ctx)
		if err != nil {
			t.Fatal(err)
		}
		end()
	})
}

// Large bodies of all addresses are limited, too.
func TestBeginBody_NodeFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 1, Wait: time.Second})
		var ends []func()
		for n := range 128 {
			end, err := ratelimit.BeginBody(callerContext(t, limiter, fmt.Sprintf("192.0.2.%d", n/16), 0))
			if err != nil {
				t.Fatal(err)
			}
			ends = append(ends, end)
		}
		ctx := callerContext(t, limiter, "192.0.2.100", 0)
		_, err := ratelimit.BeginBody(ctx)
		known, ok := fault.FromError(err)
		if !ok || known.Params()["limit"] != "concurrent-bodies-node" || known.Params()["max"] != 128 {
			t.Errorf("one more: %v", err)
		}
		ends[0]()
		if _, err := ratelimit.BeginBody(ctx); err != nil {
			t.Errorf("after one ended: %v", err)
		}
	})
}

// Requests and messages of an address are handled a few at a time. Others wait; what ends early, several
// times or by its context makes room once.
func TestBeginRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newConcurrencyLimited(ratelimit.Concurrency{Address: 1, Wait: time.Second})
		ctx, address := callerContext(t, limiter, "192.0.2.1", 0), netip.MustParseAddr("192.0.2.1")
		first, _, err := limiter.BeginRequest(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		var end func()
		for n := range 63 {
			if n%2 == 0 {
				_, end, err = limiter.BeginRequest(t.Context(), address)
			} else {
				end, err = ratelimit.BeginMessage(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		refused := func() {
			t.Helper()
			_, _, err := limiter.BeginRequest(t.Context(), address)
			known, ok := fault.FromError(err)
			if !ok || known.Params()["limit"] != "concurrent-requests" || known.Params()["max"] != 64 {
				t.Errorf("one more: %v", err)
			}
		}
		refused()
		_, other, err := limiter.BeginRequest(t.Context(), netip.MustParseAddr("192.0.2.2"))
		if err != nil {
			t.Fatal(err)
		}
		other()
		canceled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := ratelimit.BeginMessage(canceled); err == nil {
			t.Error("a canceled message begins")
		}
		ratelimit.EndRequest(first)
		ratelimit.EndRequest(first)
		if _, _, err := limiter.BeginRequest(t.Context(), address); err != nil {
			t.Errorf("after one ended: %v", err)
		}
		refused()
		end()
		if _, err := ratelimit.BeginMessage(ctx); err != nil {
			t.Errorf("after another ended: %v", err)
		}
	})
}
