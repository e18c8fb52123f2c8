package live

import (
	"context"
	"time"

	"thidua/internal/journal"
)

// readTimeout is the maximum duration of a read of the journal; after that it is retried on another
// connection.
const readTimeout = 5 * time.Second

// readSince reads entries of the journal, with a timeout.
func (h *Hub) readSince(
	ctx context.Context, limit int, after ...journal.StreamSeq,
) ([]journal.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.ReadSince(ctx, limit, after...)
}

// readHeads reads the heads of streams, with a timeout.
func (h *Hub) readHeads(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.ReadHeads(ctx, streams...)
}

// invalidateGrantsIfMissed treats all grants as changed if the epoch changed or if changes of grants were
// trimmed unread. It clears the caches first, so that nobody reads a stale authorization.
func (h *Hub) invalidateGrantsIfMissed(heads journal.Heads) {
	if !h.grants.hasMissed(heads.Epoch, heads.Trimmed[journal.AccessChanges]) {
		return
	}
	h.authorizationCache.clear()
	h.OnGrantsChanged()
	h.grants.adoptEpoch(heads.Epoch, heads.Last[journal.AccessChanges])
	h.broadcastAll()
}

// readPosition is the last entry that was read, in an epoch.
type readPosition struct{ epoch, seq int64 }

// readPositions returns the read positions of all subscribed streams, and that of the changes of grants.
func (h *Hub) readPositions() map[journal.Stream]readPosition {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := map[journal.Stream]readPosition{journal.AccessChanges: h.grants.position()}
	for s, t := range h.topics {
		t.mu.Lock()
		seen[s] = readPosition{t.epoch, t.last}
		t.mu.Unlock()
	}
	return seen
}

// isRolledBack reports whether the journal lacks entries that were read before. Within an epoch it only
// grows.
func (h *Hub) isRolledBack(seen map[journal.Stream]readPosition, heads journal.Heads) bool {
	if h.OnRollback == nil {
		return false
	}
	for s, e := range seen {
		if e.epoch == heads.Epoch && heads.Last[s] < e.seq {
			return true
		}
	}
	return false
}
