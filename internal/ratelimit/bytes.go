package ratelimit

import (
	"context"
	"time"
)

// requestBytesPerUnit is how many bytes of JSON are checked and decoded for the cost of a unit.
const requestBytesPerUnit = 64

// byteCost returns the cost of a request of this many bytes: at least that of every request, which
// ChargeRequest has charged.
func (l *Limiter) byteCost(bytes int) int { return max(bytes/requestBytesPerUnit, l.rates.Request) }

// ChargeAndBeginDecoding charges the client in ctx for the bytes of a request, less what ChargeRequest has
// charged. It blocks until they may be decoded: large requests of an address are decoded as its documents are
// parsed ([BeginDocument]). end must be called after that. It fails with RATE_LIMITED or TOO_MANY_OPERATIONS.
func ChargeAndBeginDecoding(ctx context.Context, bytes int) (end func(), err error) {
	c, _ := ctx.Value(clientKey{}).(client)
	l := c.limiter
	if l == nil || l.byteCost(bytes) == l.rates.Request {
		return func() {}, nil
	}
	if err := l.takeBoth(l.addressCharge(ctx, l.byteCost(bytes), l.rates.Request), charge{}); err != nil {
		return nil, err
	}
	return BeginDocument(ctx)
}

// ReserveBytes charges the client in ctx as ChargeAndBeginDecoding does, even if the bucket holds less, and
// returns how long to wait until it has refilled. It is for messages of sockets, whose operation is known
// only after they are decoded: no more messages are read in the meantime.
func ReserveBytes(ctx context.Context, bytes int) (wait time.Duration) {
	c, _ := ctx.Value(clientKey{}).(client)
	l := c.limiter
	if l == nil {
		return 0
	}
	charge := l.addressCharge(ctx, l.byteCost(bytes)-l.rates.Request, 0)
	if charge.bucket == nil || charge.cost == 0 {
		return 0
	}
	now := l.now()
	return charge.bucket.ReserveN(now, min(charge.cost, charge.bucket.Burst())).DelayFrom(now)
}

// invalidByteCost is the cost, in units, of validating a byte of a document that does not fit the schema:
// each unknown name is compared with all known ones.
const invalidByteCost = 8

// ChargeInvalid charges the client in ctx for the analysis and validation of a rejected document. The work is
// done by then, so it is charged even if the buckets hold less; further requests are rejected until they have
// refilled.
func ChargeInvalid(ctx context.Context, documentBytes int) {
	ChargeUnconditionally(ctx, invalidByteCost*documentBytes)
}

// ChargeUnconditionally charges the client in ctx even if the buckets hold less: for work that is done, or
// that is done in any case.
func ChargeUnconditionally(ctx context.Context, cost int) {
	c, _ := ctx.Value(clientKey{}).(client)
	l := c.limiter
	if l == nil {
		return
	}
	for _, charge := range [...]charge{l.addressCharge(ctx, cost, 0), l.accountCharge(ctx, cost)} {
		if charge.bucket != nil {
			charge.bucket.ReserveN(l.now(), min(cost, charge.bucket.Burst()))
		}
	}
}
