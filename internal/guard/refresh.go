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

// Refresh is the price of one refresh of a live query: as much as the operation cost, from the same address and account.
// The zero Refresh costs nothing.
type Refresh struct {
	till    *Till
	address netip.Addr
	cost    int
}

// refreshPrice is under which name the statistics of a subscription have its price.
const refreshPrice = "thidua.refresh"

// recordPrice keeps the price of a subscription for its refreshes.
func recordPrice(operation *graphql.OperationContext, cost int) {
	if operation.Operation.Operation == ast.Subscription {
		operation.Stats.SetExtension(refreshPrice, cost)
	}
}

// RefreshOf returns what each refresh of an operation costs whoever pays in ctx.
func RefreshOf(ctx context.Context, operation *graphql.OperationContext) Refresh {
	p, _ := ctx.Value(payerKey{}).(payer)
	cost, _ := operation.Stats.GetExtension(refreshPrice).(int)
	if p.till != nil {
		cost = max(cost, p.till.rates.Request)
	}
	return Refresh{p.till, p.address, cost}
}

// Charge takes the price from the address, and from the account of whoever is signed in. It returns 0; or, where one of
// them has not enough, so that nothing is taken, after how long there will be.
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
