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
		documents: keyedSemaphore[netip.Addr]{limitName: "concurrent-documents", max: cores},
		expensive: keyedSemaphore[netip.Addr]{limitName: "concurrent-expensive", max: cores},
		bodies:    keyedSemaphore[netip.Addr]{limitName: "concurrent-bodies", max: bodies},
		requests:  keyedSemaphore[netip.Addr]{limitName: "concurrent-requests", max: requests},
		addresses: keyedSemaphore[netip.Addr]{limitName: "concurrent-address", max: limits.Address},
		accounts:  keyedSemaphore[int64]{limitName: "concurrent-account", max: limits.Account},

		nodeExpensive: keyedSemaphore[struct{}]{limitName: "concurrent-expensive-node", max: nodeCores},
		nodeBodies:    keyedSemaphore[struct{}]{limitName: "concurrent-bodies-node", max: nodeBodies},
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
	c, _ := ctx.Value(clientKey{}).(client)
	if c.limiter == nil || c.limiter.Concurrency == nil {
		return func() {}, nil
	}
	l := c.limiter.Concurrency
	ctx, cancel := context.WithTimeout(ctx, l.limits.Wait)
	defer cancel()
	var held releases
	defer func() {
		if err != nil {
			held.release()
		}
	}()
	// The account comes first: an operation that waits for its account must not occupy a slot of the address,
	// which other accounts share. One that waits for others like it must not, either.
	if account := int64(viewer.FromContext(ctx).Account()); account != 0 {
		if err := held.add(l.accounts.acquire(ctx, account)); err != nil {
			return nil, err
		}
	}
	if CostOf(operation) >= expensiveCost {
		if err := held.add(l.expensive.acquire(ctx, c.address)); err != nil {
			return nil, err
		}
	}
	if err := held.add(l.addresses.acquire(ctx, c.address)); err != nil {
		return nil, err
	}
	// The node comes last, so that each address has only so many operations in this queue as it may execute.
	if CostOf(operation) >= expensiveCost {
		if err := held.add(l.nodeExpensive.acquire(ctx, struct{}{})); err != nil {
			return nil, err
		}
	}
	return held.release, nil
}

// releases are the functions that release the semaphore slots that an operation holds.
type releases []func()

// add adds a slot, or returns the error of acquiring it.
func (s *releases) add(release func(), err error) error {
	if err == nil {
		*s = append(*s, release)
	}
	return err
}

// release releases the slots, the last one first.
func (s releases) release() {
	for i := len(s) - 1; i >= 0; i-- {
		s[i]()
	}
}

// LimitStatements sets how many statements may run at once for an address. It has no effect if addresses
// are not limited. It must be called before the first operation.
func (l *Limiter) LimitStatements(limit int) {
	if l == nil || l.Concurrency == nil || l.Concurrency.limits.Address == 0 {
		return
	}
	l.Concurrency.reads = keyedSemaphore[netip.Addr]{limitName: "concurrent-reads", max: limit}
}

// BeginStatement blocks until a statement may run for the caller's address; end must be called after it.
// It blocks until the end of ctx, and then fails with TOO_MANY_OPERATIONS.
func BeginStatement(ctx context.Context) (end func(), err error) {
	c, _ := ctx.Value(clientKey{}).(client)
	if c.limiter == nil || c.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return c.limiter.Concurrency.reads.acquire(ctx, c.address)
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
	c, _ := ctx.Value(clientKey{}).(client)
	if c.limiter == nil || c.limiter.Concurrency == nil {
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.limiter.Concurrency.limits.Wait)
	defer cancel()
	l := c.limiter.Concurrency
	var held releases
	if err := held.add(l.bodies.acquire(ctx, c.address)); err != nil {
		return nil, err
	}
	if err := held.add(l.nodeBodies.acquire(ctx, struct{}{})); err != nil {
		held.release()
		return nil, err
	}
	return held.release, nil
}

// BeginDocument blocks until a document of the caller's address may be parsed and validated, which occupies a
// core; end must be called after it. It blocks until the end of ctx, and then fails with TOO_MANY_OPERATIONS.
func BeginDocument(ctx context.Context) (end func(), err error) {
	c, _ := ctx.Value(clientKey{}).(client)
	if c.limiter == nil || c.limiter.Concurrency == nil {
		return func() {}, nil
	}
	return c.limiter.Concurrency.documents.acquire(ctx, c.address)
}

// keyedSemaphore holds one semaphore for each address or account, or a single one for the node.
type keyedSemaphore[K comparable] struct {
	limitName string // such as concurrent-address
	max       int
	shards    [shardCount]semaphoreShard[K]
}

// semaphoreShard holds the semaphores of some keys. A mutex for all would be contended by the many requests
// of a few addresses, and cause a lock convoy: once it hands over to waiting goroutines in order, everybody
// waits for all of these to be scheduled.
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
func (s *keyedSemaphore[K]) acquire(ctx context.Context, key K) (release func(), err error) {
	return s.acquireWithin(ctx, unlimited, key)
}

// unlimited means no time limit.
const unlimited = time.Duration(-1)

// acquireWithin is acquire with a timeout, or unlimited.
func (s *keyedSemaphore[K]) acquireWithin(
	ctx context.Context, timeout time.Duration, key K,
) (release func(), err error) {
	if s.max == 0 {
		return func() {}, nil
	}
	own, operations := s.add(key)
	select {
	case own.slots <- struct{}{}:
	default:
		if timeout != unlimited {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		select {
		case own.slots <- struct{}{}:
		case <-ctx.Done():
			s.remove(key, own)
			return nil, fault.TooManyOperations.With("limit", s.limitName, "max", s.max, "value", operations,
				"retryAfter", 1)
		}
	}
	return func() {
		<-own.slots
		s.remove(key, own)
	}, nil
}

// add counts an operation of a caller, and returns the number of its operations.
func (s *keyedSemaphore[K]) add(key K) (own *semaphore, operations int) {
	shard := &s.shards[shardOf(key)]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if shard.semaphores == nil {
		shard.semaphores = map[K]*semaphore{}
	}
	if own = shard.semaphores[key]; own == nil {
		own = &semaphore{slots: make(chan struct{}, s.max)}
		shard.semaphores[key] = own
	}
	own.users++
	return own, own.users
}

// remove undoes an add, and deletes callers without operations.
func (s *keyedSemaphore[K]) remove(key K, own *semaphore) {
	shard := &s.shards[shardOf(key)]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if own.users--; own.users == 0 {
		delete(shard.semaphores, key)
	}
}
