package guard

import (
	"context"
	"net/netip"
	"time"

	"golang.org/x/time/rate"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Limiter charges requests and operations to the client's address and to the authenticated account. It is
// safe for concurrent use; a nil Limiter charges nothing.
type Till struct {
	rates     Rates
	now       func() time.Time
	addresses *buckets[netip.Addr]
	accounts  *buckets[int64]

	// Concurrency limits how many operations of a caller are executed at once; nil limits nothing. It is
	// set before the limiter is used.
	Executions *Executions
}

// NewLimiter returns a limiter with full buckets. Tests set the clock.
func NewTill(r Rates, now func() time.Time) *Till {
	return &Till{
		rates: r, now: now,
		addresses: newBuckets[netip.Addr](r.Address, r.AddressBurst, bucketsKept),
		accounts:  newBuckets[int64](r.Account, r.AccountBurst, bucketsKept),
	}
}

// client is the address that requests are charged to, and the limiter that charges it.
type payer struct {
	till    *Till
	address netip.Addr
}

type payerKey struct{}

// WithClient returns ctx with the client address that everything in it is charged to. Every transport calls
// it where a request comes in. Clients without a known address share one bucket.
func (t *Till) Paying(ctx context.Context, address netip.Addr) context.Context {
	return context.WithValue(ctx, payerKey{}, payer{t, network(address)})
}

// WithClientOf returns ctx with the client of another context: a socket outlives the request that opened it.
func PayingAs(ctx, other context.Context) context.Context {
	if p, ok := other.Value(payerKey{}).(payer); ok {
		return context.WithValue(ctx, payerKey{}, p)
	}
	return ctx
}

// ChargeRequest calls Limiter.ChargeRequest on the limiter of the client in ctx.
func EnterPaying(ctx context.Context) error {
	p, _ := ctx.Value(payerKey{}).(payer)
	return p.till.Enter(ctx)
}

// clientNetwork returns the address whose bucket is charged: for IPv6 the /64 prefix that a single customer
// has.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // fails only for an invalid prefix length
		return p.Addr()
	}
	return a
}

// ChargeRequest charges the minimum cost of a request to its address, before anything else is done for it. A
// transport with many operations for each connection calls it for each message. It fails with RATE_LIMITED.
func (t *Till) Enter(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.pay(t.byAddress(ctx, t.rates.Request, 0), bill{})
}

// ChargeOperation charges the cost of an operation: less what ChargeRequest has charged to the address, and
// in full to the account. If one of them has too little left, nothing is charged to either, so an account
// that requests too much does not use up the bucket of its address. It fails with RATE_LIMITED.
func (t *Till) Charge(ctx context.Context, cost int) error {
	if t == nil {
		return nil
	}
	cost = max(cost, t.rates.Request)
	return t.pay(t.byAddress(ctx, cost, t.rates.Request), t.byAccount(ctx, cost))
}

func (t *Till) byAddress(ctx context.Context, cost, paid int) bill {
	if t.addresses == nil {
		return bill{}
	}
	p, _ := ctx.Value(payerKey{}).(payer)
	return bill{"address", t.addresses.of(p.address), cost, paid}
}

func (t *Till) byAccount(ctx context.Context, cost int) bill {
	account := viewer.From(ctx).Account()
	if t.accounts == nil || account == 0 {
		return bill{}
	}
	return bill{"account", t.accounts.of(int64(account)), cost, 0}
}

// takeBoth takes both charges or fails. A concurrent request may take tokens between the check and the
// charge; then the charge that succeeded is lost.
func (t *Till) pay(address, account bill) error {
	now := t.now()
	for _, b := range [...]bill{address, account} {
		if wait := b.lacks(now); wait > 0 {
			return refused(b, wait)
		}
	}
	for _, b := range [...]bill{address, account} {
		if !b.take(now) {
			return refused(b, max(b.lacks(now), 1))
		}
	}
	return nil
}

func refused(b bill, wait int) error {
	return fault.RateLimited.With("bucket", b.name, "retryAfter", wait)
}

// BucketStatus is the state of a bucket: its capacity and the seconds that it takes to fill it from empty;
// its remaining tokens and the seconds until it is full.
type Standing struct {
	Bucket                            string
	Quota, Window, Remaining, Refills int
}

// AppendBucketStatus appends the state of the buckets of the client in ctx to list.
func Standings(ctx context.Context, list []Standing) []Standing {
	p, _ := ctx.Value(payerKey{}).(payer)
	t := p.till
	if t == nil {
		return list
	}
	now := t.now()
	for _, b := range [...]bill{t.byAddress(ctx, 0, 0), t.byAccount(ctx, 0)} {
		if b.bucket != nil {
			list = append(list, standing(b.name, b.bucket, now))
		}
	}
	return list
}

func standing(name string, bucket *rate.Limiter, now time.Time) Standing {
	burst, there, perSecond := bucket.Burst(), bucket.TokensAt(now), float64(bucket.Limit())
	window, reset := float64(burst)/perSecond, (float64(burst)-there)/perSecond
	return Standing{name, burst, seconds(window), int(max(there, 0)), seconds(reset)}
}

// invalidByteCost is the cost, in units, of validating a byte of a document that does not fit the schema:
// each unknown name is compared with all known ones.
const invalidByte = 2

// ChargeInvalid charges the client in ctx for the validation of a rejected document. The work is done by
// then, so it is charged even if the buckets hold less; further requests are rejected until they have
// refilled.
func ChargeInvalid(ctx context.Context, documentBytes int) {
	p, _ := ctx.Value(payerKey{}).(payer)
	t := p.till
	if t == nil {
		return
	}
	cost := invalidByte * documentBytes
	for _, b := range [...]bill{t.byAddress(ctx, cost, 0), t.byAccount(ctx, cost)} {
		if b.bucket != nil {
			b.bucket.ReserveN(t.now(), min(cost, b.bucket.Burst()))
		}
	}
}
