package live

import (
	"context"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// NewFromStore returns a hub that delivers the journal of a store and is woken by its commits until ctx ends.
// It sets the functions of c that read the journal. The epoch of the journal must exist.
func NewFromStore(ctx context.Context, s *store.Store, c Config) *Hub {
	c.ReadSince = func(
		ctx context.Context, limit int, after ...journal.StreamSeq,
	) ([]journal.Entry, error) {
		return journal.ReadSince(ctx, s.Reader(), limit, after...)
	}
	c.ReadHeads = func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
		return journal.ReadHeads(ctx, s.Reader(), streams...)
	}
	c.ReadRowVisibilities = func(
		ctx context.Context, ids ...gid.ID,
	) (map[gid.ID]journal.RowVisibility, error) {
		return journal.ReadRowVisibilities(ctx, s.Reader(), ids...)
	}
	c.OnRollback = func(ctx context.Context, epoch int64) error {
		return journal.StartEpochAfterRollback(ctx, s, epoch)
	}
	h := New(c)
	s.OnNotify(ctx, h.Wake)
	return h
}
