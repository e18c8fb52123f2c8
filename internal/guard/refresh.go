package guard

import (
	"context"
	"net/netip"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// RefreshCharge charges each refresh of a live query the cost of its operation, to the same address and
// account. The zero RefreshCharge charges nothing.
type Refresh struct {
	till    *Till
	address netip.Addr
	cost    int
}

// refreshCostKey is the key of the cost in the statistics of a subscription.
const refreshPrice = "thidua.refresh"

// recordRefreshCost stores the cost of a subscription for its refreshes.
func recordPrice(operation *graphql.OperationContext, cost int) {
	if operation.Operation.Operation == ast.Subscription {
		operation.Stats.SetExtension(refreshPrice, cost)
	}
}

// RefreshChargeOf returns the charge of each refresh of an operation for the client in ctx.
func RefreshOf(ctx context.Context, operation *graphql.OperationContext) Refresh {
	p, _ := ctx.Value(payerKey{}).(payer)
	cost, _ := operation.Stats.GetExtension(refreshPrice).(int)
	if p.till != nil {
		cost = max(cost, p.till.rates.Request)
	}
	return Refresh{p.till, p.address, cost}
}

// Charge charges the address and, if the viewer is authenticated, the account. It returns 0, or, if one of
// them has too little left and nothing is charged, how long to wait until it has enough.
func (r Refresh) Charge(who viewer.Viewer) time.Duration {
	t := r.till
	if t == nil {
		return 0
	}
	var address, signedIn bill
	if t.addresses != nil {
		address = bill{"address", t.addresses.of(r.address), r.cost, 0}
	}
	if account := int64(who.Account()); t.accounts != nil && account != 0 {
		signedIn = bill{"account", t.accounts.of(account), r.cost, 0}
	}
	err := t.pay(address, signedIn)
	if err == nil {
		return 0
	}
	wait := 1
	if known, ok := fault.As(err); ok {
		if seconds, ok := known.Params()["retryAfter"].(int); ok {
			wait = max(wait, seconds)
		}
	}
	return time.Duration(wait) * time.Second
}
