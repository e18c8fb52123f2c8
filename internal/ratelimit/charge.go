package ratelimit

import (
	"context"
	"net/netip"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// SharedExecutionCharge charges executions that subscribers share, refreshes of a live query and renderings
// of events: each costs as much as the operation, and is charged to the address and account of one
// subscriber. The zero SharedExecutionCharge charges nothing.
type SharedExecutionCharge struct {
	limiter *Limiter
	address netip.Addr
	cost    int
}

// SharedExecutionChargeOf returns the charge of each shared execution of an operation for the client in ctx.
func SharedExecutionChargeOf(ctx context.Context, operation *graphql.OperationContext) SharedExecutionCharge {
	c, _ := ctx.Value(clientKey{}).(client)
	cost := CostOf(operation)
	if c.limiter != nil {
		cost = max(cost, c.limiter.rates.Request)
	}
	return SharedExecutionCharge{c.limiter, c.address, cost}
}

// TryCharge charges the address and, if the viewer is authenticated, the account. If one of them has too
// little left, it charges nothing and returns how long to wait until it has enough; otherwise it returns 0.
func (c SharedExecutionCharge) TryCharge(caller viewer.Viewer) (retryAfter time.Duration) {
	l := c.limiter
	if l == nil {
		return 0
	}
	var address, signedIn charge
	if l.addresses != nil {
		address = charge{"address", l.addresses.get(c.address), c.cost, 0}
	}
	if account := int64(caller.Account()); l.accounts != nil && account != 0 {
		signedIn = charge{"account", l.accounts.get(account), c.cost, 0}
	}
	err := l.takeBoth(address, signedIn)
	if err == nil {
		return 0
	}
	wait := 1
	if known, ok := fault.FromError(err); ok {
		if seconds, ok := known.Params()["retryAfter"].(int); ok {
			wait = max(wait, seconds)
		}
	}
	return time.Duration(wait) * time.Second
}
