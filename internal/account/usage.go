package account

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"thidua/ent/token"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// flushEvery is the interval, and so the precision, of recording token usage.
const flushEvery = time.Minute

// RunUsageFlush records token usage every minute until ctx ends, and then once more. No request waits for it.
func (a *Authenticator) RunUsageFlush(ctx context.Context) {
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
		}
		last := ctx.Err() != nil
		if err := a.flushWithTimeout(10 * time.Second); err != nil {
			slog.Warn("flushing token usage failed", "err", err)
		}
		if last {
			return
		}
	}
}

func (a *Authenticator) flushWithTimeout(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return a.FlushUsage(ctx)
}

// FlushUsage records the tokens used since the last flush, in one transaction.
func (a *Authenticator) FlushUsage(ctx context.Context) error {
	a.mu.Lock()
	used := a.lastUsed
	a.lastUsed = map[gid.ID]time.Time{}
	a.mu.Unlock()
	if len(used) == 0 {
		return nil
	}
	return a.store.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		// A fixed order prevents deadlocks between nodes.
		for _, id := range slices.Sorted(maps.Keys(used)) {
			err := tx.Token.Update().
				Where(token.ID(id), token.Or(token.LastUsedAtIsNil(), token.LastUsedAtLT(used[id]))).
				SetLastUsedAt(used[id].UTC()).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
