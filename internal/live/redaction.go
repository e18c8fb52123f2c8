package live

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// Some changes contain data that may be hidden later from those who received them ([journal.Redactable]). A
// new entry, which this node read as it was committed, is delivered to its whole audience without another
// statement, unless it changes who may see others. For an older entry each visibility class receives what it
// may see now: the visibility of all rows of a chunk is read together, as the shared viewer of the class.
// Renderings of such entries are dropped when a later entry changes who may see them, and after at most
// pollsPerRenderingDrop polls.

// visibilityTTL is how long visibilities are reused for other entries of the chunk.
const visibilityTTL = time.Second

// pollsPerRenderingDrop is the number of polls after which renderings of redactable entries are dropped.
const pollsPerRenderingDrop = 10

// visibilityCache caches for one view the visibility of the rows that a chunk's changes contain data of.
type visibilityCache struct {
	mu       sync.Mutex
	byRow    map[gid.ID]journal.RowVisibility
	readAt   time.Time
	revision int64
}

// redactionBoundary separates history, whose entries are redacted for each class, from the entries that were
// read as they were committed.
type redactionBoundary struct {
	last       atomic.Int64 // sequence number of the newest entry of history
	lastAtPoll int64        // sequence number of the newest entry at the last poll; used by pollLoop only
	polls      int          // number of polls; used by pollLoop only
}

func changesVisibility(c journal.Change) bool {
	r, ok := c.(journal.VisibilityChanging)
	return ok && r.ChangesVisibility()
}

// redactedChange returns the part of an entry's change that a view may show now; nil for none.
func (v *view) redactedChange(
	cache *renderCache, state *topicState, e *journal.Entry,
) (journal.Change, error) {
	r, ok := e.Change.(journal.Redactable)
	if !ok || v.topic.hub.ReadRowVisibilities == nil ||
		e.Seq > v.topic.redactionBoundary.last.Load() && !changesVisibility(e.Change) {
		return e.Change, nil
	}
	c := &cache.visibilities
	c.mu.Lock()
	defer c.mu.Unlock()
	if revision := state.chunk.revision.Load(); c.revision != revision || time.Since(c.readAt) > visibilityTTL {
		c.byRow, c.readAt, c.revision = map[gid.ID]journal.RowVisibility{}, time.Now(), revision
	}
	if _, known := c.byRow[r.RowID()]; !known {
		ctx, cancel := context.WithTimeout(v.topic.hub.ctx, v.topic.hub.Timeout)
		defer cancel()
		ids := append(c.unreadRows(state.entries), r.RowID())
		if err := v.topic.hub.loadVisibilities(viewer.NewContext(ctx, v.sharedViewer), c.byRow,
			ids); err != nil {
			return nil, err
		}
	}
	return r.RedactedFor(c.byRow[r.RowID()]), nil
}

// unreadRows returns the ids of the entries' rows whose visibility was not read.
func (c *visibilityCache) unreadRows(entries []journal.Entry) (ids []gid.ID) {
	for _, e := range entries {
		if r, ok := e.Change.(journal.Redactable); ok {
			if _, known := c.byRow[r.RowID()]; !known {
				ids = append(ids, r.RowID())
			}
		}
	}
	return ids
}

// loadVisibilities reads the visibility of rows into known. Rows that are not found are recorded as hidden.
func (h *Hub) loadVisibilities(
	ctx context.Context, known map[gid.ID]journal.RowVisibility, ids []gid.ID,
) error {
	h.counts.statements.Add(1)
	found, err := h.ReadRowVisibilities(ctx, ids...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		known[id] = found[id]
	}
	return nil
}

// advanceRedactionBoundary marks the entries before seq as subject to redaction. The lock is held.
func (t *topic) advanceRedactionBoundary(seq int64) {
	t.redactionBoundary.last.Store(max(t.redactionBoundary.last.Load(), seq-1))
	t.dropRenderings(seq - 1)
}

// advanceRedactionBoundaries marks the entries that were read before the last poll as subject to redaction,
// and drops their renderings every pollsPerRenderingDrop polls.
func (h *Hub) advanceRedactionBoundaries() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		t.mu.Lock()
		b := &t.redactionBoundary
		b.last.Store(max(b.last.Load(), b.lastAtPoll))
		b.lastAtPoll = t.last
		if b.polls++; b.polls%pollsPerRenderingDrop == 0 {
			t.dropRenderings(b.last.Load())
		}
		t.mu.Unlock()
	}
}

// dropRenderings drops the renderings of redactable entries up to a sequence number, and all that show nodes,
// which may have been hidden. The lock is held.
func (t *topic) dropRenderings(seq int64) {
	for _, c := range t.chunks {
		c.revision.Add(1)
		c.mu.Lock()
		for i, e := range c.entries {
			_, redactable := e.Change.(journal.Redactable)
			for _, cache := range c.renderCaches {
				r := cache.slots[i].Load()
				if r != nil && (redactable && e.Seq <= seq && !r.awaitingCharge.Load() || r.showsNodes()) {
					cache.slots[i].CompareAndSwap(r, nil) // one that waits was not executed yet
				}
			}
		}
		c.mu.Unlock()
	}
}
