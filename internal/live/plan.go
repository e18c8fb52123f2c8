package live

import (
	"context"
	"sync"
	"time"

	"thidua/internal/journal"
)

// A subscription's resolver is called in one of three ways, and the context says which: to plan (which stream, and may
// this viewer follow it), to render one event or state that it is given, or by a transport that knows nothing of this
// room, to follow by itself.
type modeKey struct{}

// plan is what an operation asks to follow.
type plan struct {
	stream  journal.Stream
	painted bool // a live view
}

// painting is the mode in which a live view is rendered.
type painting struct{}

// Find tells which stream is asked for; its error is that of a viewer who may not follow it.
type Find func(ctx context.Context) (journal.Stream, error)

// Events is what the resolver of an event stream returns.
func Events(ctx context.Context, h *Hub, find Find, after *journal.Position) (<-chan *journal.Event, error) {
	switch mode := ctx.Value(modeKey{}).(type) {
	case *plan:
		return planned[*journal.Event](ctx, mode, find, false)
	case *journal.Event:
		return only(mode), nil
	}
	return h.each(ctx, find, after)
}

// View is what the resolver of a live view returns: load reads what it shows.
func View[T any](ctx context.Context, find Find, load func(ctx context.Context) (T, error)) (<-chan T, error) {
	switch mode := ctx.Value(modeKey{}).(type) {
	case *plan:
		return planned[T](ctx, mode, find, true)
	default: // painting, or a transport that shows it once
		now, err := load(ctx)
		if err != nil {
			return nil, err
		}
		return only(now), nil
	}
}

func planned[T any](ctx context.Context, p *plan, find Find, painted bool) (<-chan T, error) {
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

// plansFor is how long a plan is good for others of the class. It is shorter than anybody's grants would be missed: who
// loses them is told nothing, whatever was planned.
const plansFor = time.Second

// plans remembers plans for a moment.
type plans struct {
	mu   sync.Mutex
	made map[string]*planning
}

type planning struct {
	at   time.Time
	done chan struct{}
	plan plan
	err  error
	cut  bool // who made it went away
}

// get gives the plan of a key: one that was made a moment ago, or made now by whoever comes first. A refusal is told to
// those who waited for it and to nobody later.
func (p *plans) get(ctx context.Context, key string, draw func() (plan, error)) (plan, error) {
	p.mu.Lock()
	now := time.Now()
	known, ok := p.made[key]
	if !ok || now.Sub(known.at) > plansFor {
		known = &planning{at: now, done: make(chan struct{})}
		p.made[key] = known
		p.mu.Unlock()
		known.plan, known.err = draw()
		if known.err != nil {
			known.cut = ctx.Err() != nil // whatever the error is called
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

// sweep forgets what is too old to be good.
func (p *plans) sweep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, known := range p.made {
		if time.Since(known.at) > plansFor {
			delete(p.made, key)
		}
	}
}

// clear forgets all.
func (p *plans) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.made)
}
