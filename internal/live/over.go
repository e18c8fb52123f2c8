package live

import (
	"context"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// NewFromStore returns a hub that delivers the journal of a store and is woken by its commits until ctx ends.
// It sets the functions of c that read the journal. The epoch of the journal must exist.
func Over(ctx context.Context, s *store.Store, c Config) *Hub {
	c.Since = func(
		ctx context.Context, limit int, asked ...journal.After,
	) ([]journal.Entry, error) {
		return journal.Since(ctx, s.Reader(), limit, asked...)
	}
	c.Heads = func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
		return journal.HeadsOf(ctx, s.Reader(), streams...)
	}
	c.States = func(
		ctx context.Context, subjects ...gid.ID,
	) (map[gid.ID]journal.SubjectState, error) {
		return journal.StatesOf(ctx, s.Reader(), subjects...)
	}
	c.Rewound = func(ctx context.Context, epoch int64) error { return journal.Rewound(ctx, s, epoch) }
	h := New(c)
	s.OnRing(ctx, h.Wake)
	return h
}
