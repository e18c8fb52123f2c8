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
func (h *Hub) since(
	ctx context.Context, limit int, asked ...journal.After,
) ([]journal.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.Since(ctx, limit, asked...)
}

// readHeads reads the heads of streams, with a timeout.
func (h *Hub) heads(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.Heads(ctx, streams...)
}

// adoptEpoch notes the epoch of the journal. In a new epoch, or if changes of grants were removed before this
// node read them, anybody's grants may have changed. Caches are cleared before that is noted, so that nobody
// who notices it reads a cached authorization.
func (h *Hub) enter(heads journal.Heads) {
	if !h.grants.misses(heads.Epoch, heads.Trimmed[journal.Access]) {
		return
	}
	h.plans.clear()
	h.GrantsChanged()
	h.grants.enter(heads.Epoch, heads.Last[journal.Access])
	h.ringAll()
}

// readPosition is the last entry that was read, in an epoch.
type end struct{ epoch, seq int64 }

// readPositions returns the read positions of all subscribed streams, and that of the changes of grants.
func (h *Hub) ends() map[journal.Stream]end {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := map[journal.Stream]end{journal.Access: h.grants.end()}
	for s, t := range h.topics {
		t.mu.Lock()
		seen[s] = end{t.epoch, t.last}
		t.mu.Unlock()
	}
	return seen
}

// isRolledBack reports whether the journal lacks entries that were read before. Within an epoch it only
// grows.
func (h *Hub) rewound(seen map[journal.Stream]end, heads journal.Heads) bool {
	if h.Rewound == nil {
		return false
	}
	for s, e := range seen {
		if e.epoch == heads.Epoch && heads.Last[s] < e.seq {
			return true
		}
	}
	return false
}
