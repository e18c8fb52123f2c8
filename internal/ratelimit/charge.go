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
	p, _ := ctx.Value(clientKey{}).(client)
	cost := CostOf(operation)
	if p.limiter != nil {
		cost = max(cost, p.limiter.rates.Request)
	}
	return SharedExecutionCharge{p.limiter, p.address, cost}
}

// Charge charges the address and, if the viewer is authenticated, the account. It returns 0, or, if one of
// them has too little left and nothing is charged, how long to wait until it has enough.
func (r SharedExecutionCharge) Charge(caller viewer.Viewer) time.Duration {
	t := r.limiter
	if t == nil {
		return 0
	}
	var address, signedIn charge
	if t.addresses != nil {
		address = charge{"address", t.addresses.get(r.address), r.cost, 0}
	}
	if account := int64(caller.Account()); t.accounts != nil && account != 0 {
		signedIn = charge{"account", t.accounts.get(account), r.cost, 0}
	}
	err := t.takeBoth(address, signedIn)
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
