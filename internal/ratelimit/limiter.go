package ratelimit

import (
	"context"
	"net/netip"
	"time"

	"thidua/internal/viewer"
)

// Limiter charges requests and operations to the client's address and to the authenticated account. It is
// safe for concurrent use; a nil Limiter charges nothing.
type Limiter struct {
	rates     Rates
	now       func() time.Time
	addresses *buckets[netip.Addr]
	accounts  *buckets[int64]

	// Concurrency limits how many operations of a caller are executed at once; nil limits nothing. It is
	// set before the limiter is used.
	Concurrency *ConcurrencyLimiter
}

// NewLimiter returns a limiter with full buckets. Tests set the clock.
func NewLimiter(r Rates, now func() time.Time) *Limiter {
	return &Limiter{
		rates: r, now: now,
		addresses: newBuckets[netip.Addr](r.Address, r.AddressBurst, maxBuckets),
		accounts:  newBuckets[int64](r.Account, r.AccountBurst, maxBuckets),
	}
}

// client is the address that requests are charged to, and the limiter that charges it.
type client struct {
	limiter *Limiter
	address netip.Addr

	endRequest func() // nil if the request is not counted; see BeginRequest
}

type clientKey struct{}

// WithClient returns ctx with the client address that everything in it is charged to. Every transport calls
// it where a request comes in. Clients without a known address share one bucket.
func (l *Limiter) WithClient(ctx context.Context, address netip.Addr) context.Context {
	return context.WithValue(ctx, clientKey{}, client{limiter: l, address: clientNetwork(address)})
}

// WithClientOf returns ctx with the client of another context: a socket outlives the request that opened it.
func WithClientOf(ctx, other context.Context) context.Context {
	if c, ok := other.Value(clientKey{}).(client); ok {
		return context.WithValue(ctx, clientKey{}, c)
	}
	return ctx
}

// ChargeRequest calls Limiter.ChargeRequest on the limiter of the client in ctx.
func ChargeRequest(ctx context.Context) error {
	c, _ := ctx.Value(clientKey{}).(client)
	return c.limiter.ChargeRequest(ctx)
}

// clientNetwork returns the address whose bucket is charged: for IPv6 the /64 prefix that a single customer
// has.
func clientNetwork(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // fails only for an invalid prefix length
		return p.Addr()
	}
	return a
}

// ChargeRequest charges the minimum cost of a request to its address, before anything else is done for it. A
// transport with many operations for each connection calls it for each message. It fails with RATE_LIMITED.
func (l *Limiter) ChargeRequest(ctx context.Context) error {
	if l == nil {
		return nil
	}
	return l.takeBoth(l.addressCharge(ctx, l.rates.Request, 0), charge{})
}

// ChargeOperation charges the cost of an operation: less what ChargeRequest has charged to the address, and
// in full to the account. If one of them has too little left, nothing is charged to either, so an account
// that requests too much does not use up the bucket of its address. It fails with RATE_LIMITED.
func (l *Limiter) ChargeOperation(ctx context.Context, cost int) error {
	if l == nil {
		return nil
	}
	cost = max(cost, l.rates.Request)
	return l.takeBoth(l.addressCharge(ctx, cost, l.rates.Request), l.accountCharge(ctx, cost))
}

func (l *Limiter) addressCharge(ctx context.Context, cost, paid int) charge {
	if l.addresses == nil {
		return charge{}
	}
	c, _ := ctx.Value(clientKey{}).(client)
	return charge{"address", l.addresses.get(c.address), cost, paid}
}

func (l *Limiter) accountCharge(ctx context.Context, cost int) charge {
	account := viewer.FromContext(ctx).Account()
	if l.accounts == nil || account == 0 {
		return charge{}
	}
	return charge{"account", l.accounts.get(int64(account)), cost, 0}
}

// takeBoth takes both charges or fails. A concurrent request may take tokens between the check and the
// charge; then the charge that succeeded is lost.
func (l *Limiter) takeBoth(address, account charge) error {
	now := l.now()
	for _, charge := range [...]charge{address, account} {
		if wait := charge.retryAfter(now); wait > 0 {
			return charge.rateLimitedFault(now, wait)
		}
	}
	for _, charge := range [...]charge{address, account} {
		if !charge.take(now) {
			return charge.rateLimitedFault(now, max(charge.retryAfter(now), 1))
		}
	}
	return nil
}
