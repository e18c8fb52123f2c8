package guard

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Concurrency is how many operations may be executed at once, and for how long one waits for its turn. The
// tags are those of a command line, as with Limits. An address has fewer than the smallest pool has
// connections to the database, so that no address keeps all of them from the others.
type Concurrency struct {
	Address int           `default:"3" env:"ADDRESS" help:"Queries and mutations that are executed at once for an address; more wait. Subscriptions do not count: what they show is executed once for all. 0 for any number."`
	Account int           `default:"3" env:"ACCOUNT" help:"The same for an account, from all its addresses. 0 for any number."`
	Wait    time.Duration `default:"5s" env:"WAIT" help:"How long an operation waits for its turn, at most as long as its request may take; then it is refused with TOO_MANY_OPERATIONS."`
}

// Validate refuses what nobody could be served with.
func (c Concurrency) Validate() error {
	switch {
	case c.Address < 0, c.Account < 0:
		return fault.BadConfig.With("setting", "--concurrent-address", "reason", fmt.Sprintf("it and --concurrent-account must be from 1 to %d, or 0 for no limit", Most))
	case c.Wait < 0:
		return fault.BadConfig.With("setting", "--concurrent-wait", "reason", "it must be 0 or more, such as 5s")
	}
	return nil
}

// Executions counts the operations that are executed, by address and by account. It is safe for concurrent
// use; nil counts nothing.
type Executions struct {
	limits    Concurrency
	addresses lanes[netip.Addr]
	accounts  lanes[int64]
}

// NewExecutions counts operations against the limits.
func NewExecutions(limits Concurrency) *Executions {
	return &Executions{limits: limits, addresses: lanes[netip.Addr]{name: "concurrent-address", max: limits.Address},
		accounts: lanes[int64]{name: "concurrent-account", max: limits.Account}}
}

// BeginExecution waits until an operation of the caller in ctx may be executed; end has to be called when
// it was. It waits no longer than Concurrency.Wait, and not beyond the end of ctx. The refusal is
// TOO_MANY_OPERATIONS.
func BeginExecution(ctx context.Context) (end func(), err error) {
	p, _ := ctx.Value(payerKey{}).(payer)
	if p.till == nil || p.till.Executions == nil {
		return func() {}, nil
	}
	e := p.till.Executions
	ctx, cancel := context.WithTimeout(ctx, e.limits.Wait)
	defer cancel()
	leaveAddress, err := e.addresses.enter(ctx, p.address)
	if err != nil {
		return nil, err
	}
	account := int64(viewer.From(ctx).Account())
	if account == 0 {
		return leaveAddress, nil
	}
	leaveAccount, err := e.accounts.enter(ctx, account)
	if err != nil {
		leaveAddress()
		return nil, err
	}
	return func() { leaveAccount(); leaveAddress() }, nil
}

// lanes are those of all callers of a kind. A caller who executes nothing has none.
type lanes[K comparable] struct {
	name string
	max  int
	mu   sync.Mutex
	all  map[K]*lane
}

// lane is where the operations of one caller are executed, and where others wait in their order.
type lane struct {
	running chan struct{} // has room for as many as may run
	present int           // that run or wait
}

// enter waits for a place.
func (l *lanes[K]) enter(ctx context.Context, key K) (leave func(), err error) {
	if l.max == 0 {
		return func() {}, nil
	}
	own, present := l.join(key)
	select {
	case own.running <- struct{}{}:
	default:
		select {
		case own.running <- struct{}{}:
		case <-ctx.Done():
			l.part(key, own)
			return nil, fault.TooManyOperations.With("limit", l.name, "max", l.max, "value", present, "retryAfter", 1)
		}
	}
	return func() {
		<-own.running
		l.part(key, own)
	}, nil
}

// join counts an operation of a caller.
func (l *lanes[K]) join(key K) (own *lane, present int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[K]*lane{}
	}
	if own = l.all[key]; own == nil {
		own = &lane{running: make(chan struct{}, l.max)}
		l.all[key] = own
	}
	own.present++
	return own, own.present
}

// part counts it no longer.
func (l *lanes[K]) part(key K, own *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if own.present--; own.present == 0 {
		delete(l.all, key)
	}
}
