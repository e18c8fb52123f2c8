package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
)

// executionModeKey is the context key of the input with which a subscription's resolver is called: to
// authorize (a *subscriptionSpec: which stream, and may the viewer subscribe to it), or to render one event
// or snapshot. Without it, the transport does not share executions: a live query returns its state once.
type executionModeKey struct{}

// subscriptionSpec is what an operation subscribes to.
type subscriptionSpec struct {
	stream journal.Stream
	kind   subscriptionKind
}

// snapshotMode is the mode in which a live query is rendered.
type snapshotMode struct{}

// FindStreamFunc returns the requested stream, or an error if the viewer may not subscribe to it.
type FindStreamFunc func(ctx context.Context) (journal.Stream, error)

// errNotSubscription is a programming error: the resolver of a subscription calls neither ResolveEvents nor
// ResolveLiveQuery, or names another stream the second time.
var errNotSubscription = errors.New("live: the operation is not a subscription, or changed its stream")

// ResolveEvents returns the result of the resolver of an event stream. It fails with SUBSCRIPTION_TRANSPORT
// if the operation is not executed by a hub.
func ResolveEvents(ctx context.Context, find FindStreamFunc) (<-chan *journal.Event, error) {
	switch mode := ctx.Value(executionModeKey{}).(type) {
	case *subscriptionSpec:
		return recordSpec[*journal.Event](ctx, mode, find, eventSubscription{})
	case *journal.Event:
		return makeSingleChan(mode), nil
	}
	return nil, fault.SubscriptionTransport.With()
}

// ResolveLiveQuery returns the result of the resolver of a live query, whose current state load reads.
func ResolveLiveQuery[T any](
	ctx context.Context, find FindStreamFunc, load func(ctx context.Context) (T, error),
) (<-chan T, error) {
	switch mode := ctx.Value(executionModeKey{}).(type) {
	case *subscriptionSpec:
		return recordSpec[T](ctx, mode, find, liveQuery{})
	default: // snapshotMode, or a transport that shows the state once
		value, err := load(ctx)
		if err != nil {
			return nil, err
		}
		return makeSingleChan(value), nil
	}
}

func recordSpec[T any](
	ctx context.Context, spec *subscriptionSpec, find FindStreamFunc, k subscriptionKind,
) (<-chan T, error) {
	s, err := find(ctx)
	if err != nil {
		return nil, err
	}
	*spec = subscriptionSpec{s, k}
	none := make(chan T)
	close(none)
	return none, nil
}

func makeSingleChan[T any](v T) <-chan T {
	c := make(chan T, 1)
	c <- v
	close(c)
	return c
}

// authCacheTTL is how long an authorization is reused for other viewers of the class. Revoked grants take
// effect regardless: they are checked before each delivery.
const authCacheTTL = time.Second

// authorizationCache caches authorizations for a moment.
type authorizationCache struct {
	mu      sync.Mutex
	entries map[string]*authorizationEntry
}

type authorizationEntry struct {
	createdAt time.Time
	done      chan struct{}
	spec      subscriptionSpec
	err       error
	canceled  bool // the caller that created it was canceled
}

// getOrCreate returns the cached authorization of a key, or creates it once for all concurrent callers. An
// error is returned to the callers that wait for it, and is not cached.
func (c *authorizationCache) getOrCreate(
	ctx context.Context, key string, create func() (subscriptionSpec, error),
) (subscriptionSpec, error) {
	c.mu.Lock()
	now := time.Now()
	entry, ok := c.entries[key]
	if !ok || now.Sub(entry.createdAt) > authCacheTTL {
		entry = &authorizationEntry{createdAt: now, done: make(chan struct{})}
		c.entries[key] = entry
		c.mu.Unlock()
		entry.spec, entry.err = create()
		if entry.err != nil {
			entry.canceled = ctx.Err() != nil // whatever error this became
			c.remove(key, entry)
		}
		close(entry.done)
		return entry.spec, entry.err
	}
	c.mu.Unlock()
	select {
	case <-ctx.Done():
		return subscriptionSpec{}, ctx.Err()
	case <-entry.done:
	}
	if entry.canceled {
		return c.getOrCreate(ctx, key, create)
	}
	return entry.spec, entry.err
}

func (c *authorizationCache) remove(key string, old *authorizationEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] == old {
		delete(c.entries, key)
	}
}

// removeExpired removes the entries older than authCacheTTL.
func (c *authorizationCache) removeExpired() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, entry := range c.entries {
		if time.Since(entry.createdAt) > authCacheTTL {
			delete(c.entries, key)
		}
	}
}

// clear removes all entries.
func (c *authorizationCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}
