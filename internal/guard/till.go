package guard

import (
	"context"
	"net/netip"
	"time"

	"golang.org/x/time/rate"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Till is where requests and operations are paid for, by the address that they come from and by the account that is
// signed in. It is safe for concurrent use; nil is the till of a server where nobody pays.
type Till struct {
	rates     Rates
	now       func() time.Time
	addresses *buckets[netip.Addr]
	accounts  *buckets[int64]

	// Executions limits how many operations of a caller are executed at once; nil limits nothing. It is set
	// before the till is used.
	Executions *Executions
}

// NewTill opens a till with full buckets. The clock is a test's to set.
func NewTill(r Rates, now func() time.Time) *Till {
	return &Till{
		rates: r, now: now,
		addresses: newBuckets[netip.Addr](r.Address, r.AddressBurst, bucketsKept),
		accounts:  newBuckets[int64](r.Account, r.AccountBurst, bucketsKept),
	}
}

// payer is who pays, and where.
type payer struct {
	till    *Till
	address netip.Addr
}

type payerKey struct{}

// Paying is ctx with the address that pays for what is asked in it. Every transport says so where a client comes in. Those
// of whom no address is known pay from one bucket together.
func (t *Till) Paying(ctx context.Context, address netip.Addr) context.Context {
	return context.WithValue(ctx, payerKey{}, payer{t, network(address)})
}

// PayingAs is ctx with whoever pays in another: a socket outlives the request that opened it.
func PayingAs(ctx, other context.Context) context.Context {
	if p, ok := other.Value(payerKey{}).(payer); ok {
		return context.WithValue(ctx, payerKey{}, p)
	}
	return ctx
}

// EnterPaying is Enter at the till of whoever pays.
func EnterPaying(ctx context.Context) error {
	p, _ := ctx.Value(payerKey{}).(payer)
	return p.till.Enter(ctx)
}

// network is what counts as one address: of IPv6 the /64 that a single customer has.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // fails only for a length that cannot be
		return p.Addr()
	}
	return a
}

// Enter takes the price of a request from its address, before anything else is done for it. A transport of many operations
// calls it for each of its messages. The refusal is RATE_LIMITED.
func (t *Till) Enter(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.pay(t.byAddress(ctx, t.rates.Request, 0), bill{})
}

// Charge takes the cost of an operation, without what was paid on entering, from the address, and from the account in
// whole. Where one of them has not enough nothing is taken from either: one account that asks for too much does not use up
// what the others at its address have. The refusal is RATE_LIMITED.
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

// pay takes both bills or refuses. Between looking and taking somebody else may come first; then the one that is taken is
// lost, once.
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

// Standing is how a bucket stands: what it holds at the most and in how many seconds it fills from nothing; what is in it
// now, and in how many seconds it is full.
type Standing struct {
	Bucket                            string
	Quota, Window, Remaining, Refills int
}

// Standings tells how the buckets of whoever pays stand, appended to list.
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
	return Standing{name, burst, seconds(float64(burst) / perSecond), int(max(there, 0)), seconds((float64(burst) - there) / perSecond)}
}

// invalidByte is the cost of validating a byte of a document that does not fit the schema, in units: each name that does not
// exist is compared with all that do.
const invalidByte = 2

// ChargeInvalid charges the caller in ctx for the validation of a document that was refused. That is done by then, so it is
// charged even where the buckets hold less: further requests are refused until they are full enough again.
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
