package live

import (
	"context"

	"thidua/internal/journal"
)

// A subscription's resolver is called in one of three ways, and the context says which: to plan (which stream, and may
// this viewer follow it), to render one event or state that it is given, or by a transport that knows nothing of this
// room, to follow by itself.
type modeKey struct{}

// plan is what an operation asks to follow.
type plan struct {
	stream  journal.Stream
	after   *journal.Position
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
		return planned[*journal.Event](ctx, mode, find, after, false)
	case *journal.Event:
		return only(mode), nil
	}
	return h.each(ctx, find, after)
}

// View is what the resolver of a live view returns: load reads what it shows.
func View[T any](ctx context.Context, find Find, load func(ctx context.Context) (T, error)) (<-chan T, error) {
	switch mode := ctx.Value(modeKey{}).(type) {
	case *plan:
		return planned[T](ctx, mode, find, nil, true)
	default: // painting, or a transport that shows it once
		now, err := load(ctx)
		if err != nil {
			return nil, err
		}
		return only(now), nil
	}
}

func planned[T any](ctx context.Context, p *plan, find Find, after *journal.Position, painted bool) (<-chan T, error) {
	s, err := find(ctx)
	if err != nil {
		return nil, err
	}
	*p = plan{s, after, painted}
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
