package ratelimit

import (
	"context"
	"time"
)

// requestBytesPerUnit is how many bytes of JSON are checked and decoded for the cost of a unit.
const requestBytesPerUnit = 64

// byteCost returns the cost of a request of this many bytes: at least that of every request, which
// ChargeRequest has charged.
func (t *Limiter) byteCost(bytes int) int { return max(bytes/requestBytesPerUnit, t.rates.Request) }

// BeginDecoding charges the client in ctx for the bytes of a request, less what ChargeRequest has charged. It
// blocks until they may be decoded: large requests of an address are decoded as its documents are parsed
// ([BeginDocument]). end must be called after that. It fails with RATE_LIMITED or TOO_MANY_OPERATIONS.
func BeginDecoding(ctx context.Context, bytes int) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	t := p.limiter
	if t == nil || t.byteCost(bytes) == t.rates.Request {
		return func() {}, nil
	}
	if err := t.takeBoth(t.addressCharge(ctx, t.byteCost(bytes), t.rates.Request), charge{}); err != nil {
		return nil, err
	}
	return BeginDocument(ctx)
}

// ReserveBytes charges the client in ctx as BeginDecoding does, even if the bucket holds less, and returns
// how long to wait until it has refilled. It is for messages of sockets, whose operation is known only after
// they are decoded: no more messages are read in the meantime.
func ReserveBytes(ctx context.Context, bytes int) (wait time.Duration) {
	p, _ := ctx.Value(clientKey{}).(client)
	t := p.limiter
	if t == nil {
		return 0
	}
	b := t.addressCharge(ctx, t.byteCost(bytes)-t.rates.Request, 0)
	if b.bucket == nil || b.cost == 0 {
		return 0
	}
	now := t.now()
	return b.bucket.ReserveN(now, min(b.cost, b.bucket.Burst())).DelayFrom(now)
}

// invalidByteCost is the cost, in units, of validating a byte of a document that does not fit the schema:
// each unknown name is compared with all known ones.
const invalidByteCost = 8

// ChargeInvalid charges the client in ctx for the analysis and validation of a rejected document. The work is
// done by then, so it is charged even if the buckets hold less; further requests are rejected until they have
// refilled.
func ChargeInvalid(ctx context.Context, documentBytes int) {
	ChargeDone(ctx, invalidByteCost*documentBytes)
}

// ChargeDone charges the client in ctx for work that is done, even if the buckets hold less.
func ChargeDone(ctx context.Context, cost int) {
	p, _ := ctx.Value(clientKey{}).(client)
	t := p.limiter
	if t == nil {
		return
	}
	for _, b := range [...]charge{t.addressCharge(ctx, cost, 0), t.accountCharge(ctx, cost)} {
		if b.bucket != nil {
			b.bucket.ReserveN(t.now(), min(cost, b.bucket.Burst()))
		}
	}
}
