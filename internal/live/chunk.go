package live

import (
	"sync"
	"sync/atomic"

	"thidua/internal/journal"
)

// chunkLen is the number of entries that are read and evicted together.
const chunkLen = 256

// chunkIndex returns the index of the chunk that holds sequence number seq+1.
func chunkIndex(seq int64) int64 { return seq / chunkLen }

// chunk is a run of consecutive entries and their renderings. Entries are only appended, so slices of them
// stay valid.
type chunk struct {
	first   int64 // sequence number of the first entry
	entries []journal.Entry

	revision atomic.Int64 // increases when the visibility of rows may have changed

	mu           sync.Mutex
	renderCaches map[*view]*renderCache
}

func newChunk(seq int64) *chunk {
	return &chunk{first: seq + 1, renderCaches: map[*view]*renderCache{}}
}

func (c *chunk) add(e journal.Entry) { c.entries = append(c.entries, e) }

// renderCache has the renderings of a chunk's entries for one view.
type renderCache struct {
	slots        [chunkLen]atomic.Pointer[rendering]
	visibilities visibilityCache

	batchMu sync.Mutex
	batches []*EventBatch // those of the entries being rendered, created within eventBatchTTL
}

func (c *chunk) renderCacheFor(v *view) *renderCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	cache, ok := c.renderCaches[v]
	if !ok {
		cache = new(renderCache)
		c.renderCaches[v] = cache
	}
	return cache
}

// renderBudget limits the total size of cached renderings: the oldest are evicted first, and rendered again
// on demand.
type renderBudget struct {
	mu       sync.Mutex
	maxBytes int
	bytes    int
	entries  []budgetEntry
}

type budgetEntry struct {
	slot      *atomic.Pointer[rendering]
	rendering *rendering
}

// add records a rendering in a slot, and evicts the oldest ones over the limit.
func (b *renderBudget) add(slot *atomic.Pointer[rendering], r *rendering) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries = append(b.entries, budgetEntry{slot, r})
	b.bytes += len(r.bytes)
	for b.bytes > b.maxBytes && len(b.entries) > 1 {
		old := b.entries[0]
		b.entries[0] = budgetEntry{}
		b.entries = b.entries[1:]
		b.bytes -= len(old.rendering.bytes)
		old.slot.CompareAndSwap(old.rendering, nil)
	}
}
