package live

import (
	"context"
	"sync"
	"time"

	"thidua/internal/journal"
)

// executionModeKey is the context key of the mode in which a subscription's resolver is called: to authorize
// (a *subscriptionSpec: which stream, and may the viewer subscribe to it), to render one event or snapshot,
// or, without a mode, by a transport that does not share executions.
type modeKey struct{}

// subscriptionSpec is what an operation subscribes to.
type plan struct {
	stream  journal.Stream
	painted bool
}

// snapshotMode is the mode in which a live query is rendered.
type painting struct{}

// FindStreamFunc returns the requested stream, or an error if the viewer may not subscribe to it.
type Find func(ctx context.Context) (journal.Stream, error)

// ResolveEvents returns the result of the resolver of an event stream.
func Events(
	ctx context.Context, h *Hub, find Find, after *journal.Position,
) (<-chan *journal.Event, error) {
	switch mode := ctx.Value(modeKey{}).(type) {
	case *plan:
		return planned[*journal.Event](ctx, mode, find, false)
	case *journal.Event:
		return only(mode), nil
	}
	return h.each(ctx, find, after)
}

// ResolveLiveQuery returns the result of the resolver of a live query, whose current state load reads.
func View[T any](
	ctx context.Context, find Find, load func(ctx context.Context) (T, error),
) (<-chan T, error) {
	switch mode := ctx.Value(modeKey{}).(type) {
	case *plan:
		return planned[T](ctx, mode, find, true)
	default: // snapshotMode, or a transport that shows the state once
		now, err := load(ctx)
		if err != nil {
			return nil, err
		}
		return only(now), nil
	}
}

func planned[T any](
	ctx context.Context, p *plan, find Find, painted bool,
) (<-chan T, error) {
	s, err := find(ctx)
	if err != nil {
		return nil, err
	}
	*p = plan{s, painted}
	none := make(chan T)
	close(none)
	return none, nil
}

func only[T any](v T) <-chan T {
	c := make(chan T, 1)
	c <- v
	close(c)
	return c
}

// authCacheTTL is how long an authorization is reused for other viewers of the class. Revoked grants take
// effect regardless: they are checked before each delivery.
const plansFor = time.Second

// authCache caches authorizations for a moment.
type plans struct {
	mu   sync.Mutex
	made map[string]*planning
}

type planning struct {
	at   time.Time
	done chan struct{}
	plan plan
	err  error
	cut  bool // the caller that created it was canceled
}

// getOrCreate returns the cached authorization of a key, or creates it once for all concurrent callers. An
// error is returned to the callers that wait for it, and is not cached.
func (p *plans) get(
	ctx context.Context, key string, draw func() (plan, error),
) (plan, error) {
	p.mu.Lock()
	now := time.Now()
	known, ok := p.made[key]
	if !ok || now.Sub(known.at) > plansFor {
		known = &planning{at: now, done: make(chan struct{})}
		p.made[key] = known
		p.mu.Unlock()
		known.plan, known.err = draw()
		if known.err != nil {
			known.cut = ctx.Err() != nil // whatever error this became
			p.forget(key, known)
		}
		close(known.done)
		return known.plan, known.err
	}
	p.mu.Unlock()
	select {
	case <-ctx.Done():
		return plan{}, ctx.Err()
	case <-known.done:
	}
	if known.cut {
		return p.get(ctx, key, draw)
	}
	return known.plan, known.err
}

func (p *plans) forget(key string, old *planning) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made[key] == old {
		delete(p.made, key)
	}
}

// removeExpired removes the entries older than authCacheTTL.
func (p *plans) sweep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, known := range p.made {
		if time.Since(known.at) > plansFor {
			delete(p.made, key)
		}
	}
}

// clear removes all entries.
func (p *plans) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.made)
}
