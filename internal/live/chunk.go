package live

import (
	"sync"
	"sync/atomic"

	"thidua/internal/journal"
)

// chunkLen is the number of entries that are read and evicted together.
const chunkLen = 256

// chunkNumber returns the number of the chunk of the entry after a number.
func chunkOf(after int64) int64 { return after / chunkLen }

// chunk is a run of consecutive entries and their renderings. Entries are only appended, so slices of them
// stay valid.
type chunk struct {
	first   int64 // number of the first entry
	entries []journal.Entry

	revision atomic.Int64 // increases when the visibility of subjects may have changed

	mu    sync.Mutex
	pages map[*view]*page
}

func newChunk(after int64) *chunk { return &chunk{first: after + 1, pages: map[*view]*page{}} }

func (c *chunk) add(e journal.Entry) { c.entries = append(c.entries, e) }

// renderCache has the renderings of a chunk's entries for one view.
type page struct {
	slots  [chunkLen]atomic.Pointer[rendering]
	states states
}

func (c *chunk) page(v *view) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.pages[v]
	if !ok {
		p = new(page)
		c.pages[v] = p
	}
	return p
}

// renderBudget limits the total size of cached renderings: the oldest are evicted first, and rendered again
// on demand.
type keeper struct {
	mu     sync.Mutex
	most   int
	bytes  int
	oldest []held
}

type held struct {
	slot *atomic.Pointer[rendering]
	r    *rendering
}

// add records a rendering in a slot, and evicts the oldest ones over the limit.
func (k *keeper) keep(slot *atomic.Pointer[rendering], r *rendering) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.oldest = append(k.oldest, held{slot, r})
	k.bytes += len(r.bytes)
	for k.bytes > k.most && len(k.oldest) > 1 {
		old := k.oldest[0]
		k.oldest[0] = held{}
		k.oldest = k.oldest[1:]
		k.bytes -= len(old.r.bytes)
		old.slot.CompareAndSwap(old.r, nil)
	}
}
