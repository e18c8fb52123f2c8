package ratelimit

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Concurrency limits how many operations are executed at once, and how long others wait for their turn. The
// struct tags define command-line flags, as those of guard.Limits. An address may execute fewer operations
// than the smallest pool has database connections, so that no address can occupy all of them.
type Concurrency struct {
	Address int           `default:"3" env:"ADDRESS" help:"Queries and mutations that are executed at once for an address; more of them wait. Subscriptions do not count, because they are executed once for all subscribers. 0 for any number."`
	Account int           `default:"3" env:"ACCOUNT" help:"The same for an account, from all its addresses. 0 for any number."`
	Wait    time.Duration `default:"5s" env:"WAIT" help:"How long an operation waits for its turn, at most until the time limit of its request; then it is refused with TOO_MANY_OPERATIONS."`
}

// Validate returns BAD_CONFIG for limits that are out of range.
func (c Concurrency) Validate() error {
	switch {
	case c.Address < 0, c.Account < 0:
		return fault.BadConfig.With("setting", "--concurrent-address", "reason",
			fmt.Sprintf("it and --concurrent-account must be from 1 to %d, or 0 for no limit", MaxCost))
	case c.Wait < 0:
		return fault.BadConfig.With("setting", "--concurrent-wait", "reason",
			"it must be 0 or more, such as 5s")
	}
	return nil
}

// ConcurrencyLimiter limits the operations that are executed at once for an address and for an account. It
// is safe for concurrent use; a nil one limits nothing.
type ConcurrencyLimiter struct {
	limits    Concurrency
	addresses keyedSemaphore[netip.Addr]
	accounts  keyedSemaphore[int64]
	reads     keyedSemaphore[netip.Addr]
	documents keyedSemaphore[netip.Addr]
	expensive keyedSemaphore[netip.Addr]
	bodies    keyedSemaphore[netip.Addr]
	requests  keyedSemaphore[netip.Addr]

	// of all addresses
	nodeExpensive keyedSemaphore[struct{}]
	nodeBodies    keyedSemaphore[struct{}]
}

// NewConcurrencyLimiter returns a limiter with these limits.
func NewConcurrencyLimiter(limits Concurrency) *ConcurrencyLimiter {
	var cores, bodies, requests, nodeCores, nodeBodies int
	if limits.Address > 0 {
		bodies, nodeBodies, requests = maxBodies, maxNodeBodies, maxRequests
		cores = max(1, runtime.GOMAXPROCS(0)/2)     // the other cores are left to other addresses
		nodeCores = max(1, runtime.GOMAXPROCS(0)-1) // one core is left to other operations
	}
	return &ConcurrencyLimiter{
		limits:    limits,
		documents: keyedSemaphore[netip.Addr]{limit: "concurrent-documents", max: cores},
		expensive: keyedSemaphore[netip.Addr]{limit: "concurrent-expensive", max: cores},
		bodies:    keyedSemaphore[netip.Addr]{limit: "concurrent-bodies", max: bodies},
		requests:  keyedSemaphore[netip.Addr]{limit: "concurrent-requests", max: requests},
		addresses: keyedSemaphore[netip.Addr]{limit: "concurrent-address", max: limits.Address},
		accounts:  keyedSemaphore[int64]{limit: "concurrent-account", max: limits.Account},

		nodeExpensive: keyedSemaphore[struct{}]{limit: "concurrent-expensive-node", max: nodeCores},
		nodeBodies:    keyedSemaphore[struct{}]{limit: "concurrent-bodies-node", max: nodeBodies},
	}
}

// expensiveCost is the cost of an operation, in units, from which on it occupies a core for so long that the
// operations of other addresses would have to wait for it.
const expensiveCost = 20_000

// BeginExecution blocks until an operation of the caller in ctx may be executed; end must be called after
// the execution. Expensive operations are executed on all cores but one, those of an address on half of them.
// It blocks for at most Concurrency.Wait, and not beyond the end of ctx, and then fails with
// TOO_MANY_OPERATIONS.
func BeginExecution(ctx context.Context, operation *graphql.OperationContext) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return func() {}, nil
	}
	e := p.limiter.Concurrency
	ctx, cancel := context.WithTimeout(ctx, e.limits.Wait)
	defer cancel()
	var held slots
	defer func() {
		if err != nil {
			held.release()
		}
	}()
	// The account comes first: an operation that waits for its account must not occupy a slot of the address,
	// which other accounts share. One that waits for others like it must not, either.
	if account := int64(viewer.FromContext(ctx).Account()); account != 0 {
		if err := held.add(e.accounts.acquire(ctx, account)); err != nil {
			return nil, err
		}
	}
	if CostOf(operation) >= expensiveCost {
		if err := held.add(e.expensive.acquire(ctx, p.address)); err != nil {
			return nil, err
		}
	}
	if err := held.add(e.addresses.acquire(ctx, p.address)); err != nil {
		return nil, err
	}
	// The node comes last, so that each address has only so many operations in this queue as it may execute.
	if CostOf(operation) >= expensiveCost {
		if err := held.add(e.nodeExpensive.acquire(ctx, struct{}{})); err != nil {
			return nil, err
		}
	}
	return held.release, nil
}

// slots are what an operation has acquired of several semaphores.
type slots []func()

// add adds a slot, or returns the error of acquiring it.
func (s *slots) add(release func(), err error) error {
	if err == nil {
		*s = append(*s, release)
	}
	return err
}

// release releases the slots, the last one first.
func (s slots) release() {
	for i := len(s) - 1; i >= 0; i-- {
		s[i]()
	}
}

// LimitStatements sets how many statements may be read at once for an address. It has no effect if addresses
// are not limited. It must be called before the first operation.
func (t *Limiter) LimitStatements(most int) {
	if t == nil || t.Concurrency == nil || t.Concurrency.limits.Address == 0 {
		return
	}
	t.Concurrency.reads = keyedSemaphore[netip.Addr]{limit: "concurrent-reads", max: most}
}

// BeginStatement blocks until a statement may be read for the caller's address; end must be called after it.
// It blocks until the end of ctx, and then fails with TOO_MANY_OPERATIONS.
func BeginStatement(ctx context.Context) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return p.limiter.Concurrency.reads.acquire(ctx, p.address)
}

// maxBodies is how many large bodies of an address are read at once, which bounds the memory of requests that
// never end.
const maxBodies = 16

// maxNodeBodies is how many large bodies of all addresses are read at once.
const maxNodeBodies = 128

// BeginBody blocks until a large body of the caller's address may be read; end must be called when its memory
// is released. It blocks for at most Concurrency.Wait, and not beyond the end of ctx, and then fails with
// TOO_MANY_OPERATIONS.
func BeginBody(ctx context.Context) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, p.limiter.Concurrency.limits.Wait)
	defer cancel()
	e := p.limiter.Concurrency
	var held slots
	if err := held.add(e.bodies.acquire(ctx, p.address)); err != nil {
		return nil, err
	}
	if err := held.add(e.nodeBodies.acquire(ctx, struct{}{})); err != nil {
		held.release()
		return nil, err
	}
	return held.release, nil
}

// BeginDocument blocks until a document of the caller's address may be parsed and validated, which occupies a
// core; end must be called after it. It blocks until the end of ctx, and then fails with TOO_MANY_OPERATIONS.
func BeginDocument(ctx context.Context) (end func(), err error) {
	p, _ := ctx.Value(clientKey{}).(client)
	if p.limiter == nil || p.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return p.limiter.Concurrency.documents.acquire(ctx, p.address)
}

// keyedSemaphore holds one semaphore for each address or account, or a single one for the node.
type keyedSemaphore[K comparable] struct {
	limit  string // its name
	max    int
	shards [shardCount]semaphoreShard[K]
}

// semaphoreShard holds the semaphores of some keys. A mutex for all would be contended by the many requests
// of a few addresses: once it hands over to waiting goroutines in order, everybody waits for all of these to
// be scheduled.
type semaphoreShard[K comparable] struct {
	mu         sync.Mutex
	semaphores map[K]*semaphore
}

// semaphore has the slots in which the operations of one caller are executed.
type semaphore struct {
	slots chan struct{} // its capacity is the number of operations that may run
	users int           // running or waiting
}

// acquire blocks until the caller has a free slot. It fails with TOO_MANY_OPERATIONS when ctx ends.
func (c *keyedSemaphore[K]) acquire(ctx context.Context, key K) (release func(), err error) {
	return c.acquireWithin(ctx, unlimited, key)
}

// unlimited is a time limit of none.
const unlimited = time.Duration(-1)

// acquireWithin is acquire with a time limit.
func (c *keyedSemaphore[K]) acquireWithin(
	ctx context.Context, limit time.Duration, key K,
) (release func(), err error) {
	if c.max == 0 {
		return func() {}, nil
	}
	own, operations := c.add(key)
	select {
	case own.slots <- struct{}{}:
	default:
		if limit != unlimited {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limit)
			defer cancel()
		}
		select {
		case own.slots <- struct{}{}:
		case <-ctx.Done():
			c.remove(key, own)
			return nil, fault.TooManyOperations.With("limit", c.limit, "max", c.max, "value", operations,
				"retryAfter", 1)
		}
	}
	return func() {
		<-own.slots
		c.remove(key, own)
	}, nil
}

// add counts an operation of a caller, and returns the number of its operations.
func (c *keyedSemaphore[K]) add(key K) (own *semaphore, operations int) {
	s := &c.shards[shardOf(key)]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.semaphores == nil {
		s.semaphores = map[K]*semaphore{}
	}
	if own = s.semaphores[key]; own == nil {
		own = &semaphore{slots: make(chan struct{}, c.max)}
		s.semaphores[key] = own
	}
	own.users++
	return own, own.users
}

// remove undoes an add, and deletes callers without operations.
func (c *keyedSemaphore[K]) remove(key K, own *semaphore) {
	s := &c.shards[shardOf(key)]
	s.mu.Lock()
	defer s.mu.Unlock()
	if own.users--; own.users == 0 {
		delete(s.semaphores, key)
	}
}
