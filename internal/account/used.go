package account

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"thidua/ent"
	"thidua/ent/token"
	"thidua/internal/gid"
)

// flushEvery is how often it is written which tokens were used, and so how exact that is.
const flushEvery = time.Minute

// Keep writes once a minute which tokens were used, until ctx ends, and then once more. No request ever waits for it.
func (d *Door) Keep(ctx context.Context) {
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
		}
		last := ctx.Err() != nil
		if err := d.flushWithin(10 * time.Second); err != nil {
			slog.Warn("when tokens were last used is not written", "error", err) // the next minute has it anew
		}
		if last {
			return
		}
	}
}

func (d *Door) flushWithin(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return d.Flush(ctx)
}

// Flush writes which tokens were used since the last time, in one transaction.
func (d *Door) Flush(ctx context.Context) error {
	d.mu.Lock()
	used := d.used
	d.used = map[gid.ID]time.Time{}
	d.mu.Unlock()
	if len(used) == 0 {
		return nil
	}
	return d.store.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(used)) { // in one order on every node: two of them never wait for each other
			err := tx.Token.Update().Where(token.ID(id), token.Or(token.LastUsedAtIsNil(), token.LastUsedAtLT(used[id]))).
				SetLastUsedAt(used[id].UTC()).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
