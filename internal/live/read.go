package live

import (
	"context"
	"time"

	"thidua/internal/journal"
)

// readTimeout is how long the journal may take to answer: what hangs is given up, and tried again by another connection.
const readTimeout = 5 * time.Second

// since reads the journal, in a time.
func (h *Hub) since(ctx context.Context, limit int, asked ...journal.After) ([]journal.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.Since(ctx, limit, asked...)
}

// heads reads how far streams are, in a time.
func (h *Hub) heads(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
	ctx, cancel := context.WithTimeout(ctx, min(h.Timeout, readTimeout))
	defer cancel()
	h.counts.statements.Add(1)
	return h.Heads(ctx, streams...)
}

// enter takes note of the epoch. In a new one grants are what they are, whatever was read of the one before; and so they are
// where changes of them were removed before this node could read them. What is remembered is forgotten first: whoever
// finds that something has changed, and asks, must not be told what was.
func (h *Hub) enter(heads journal.Heads) {
	if !h.grants.misses(heads.Epoch, heads.Trimmed[journal.Access]) {
		return
	}
	h.plans.clear()
	h.GrantsChanged()
	h.grants.enter(heads.Epoch, heads.Last[journal.Access])
	h.ringAll()
}

// end is up to where something was read, in which epoch.
type end struct{ epoch, seq int64 }

// ends is up to where each followed stream was read, and that of grants.
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

// rewound tells whether the journal lacks what was read before. Within an epoch it only grows.
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
