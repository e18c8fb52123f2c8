package live

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/journal"
)

// eventBatchTTL is how long the nodes that a batch read, and the renderings with them, are reused.
const eventBatchTTL = time.Second

// EventBatch is a run of entries of a stream that are rendered for one view at about the same time. What
// their renderings read besides the entries is read once for all of them, and is at least as new as the last
// one.
type EventBatch struct {
	Stream  journal.Stream
	entries []journal.Entry
	next    int64 // sequence number of the first entry after the batch that the view may see

	createdAt time.Time
	revision  int64 // of the chunk, when the batch was created
	nodesRead atomic.Bool

	mu     sync.Mutex
	values map[any]any
}

// eventBatchKey is the context key of the batch of the event that is rendered.
type eventBatchKey struct{}

// EventBatchOf returns the batch of the event that is rendered in a context; nil if none is, or it is a
// message without an entry, such as a heartbeat.
func EventBatchOf(ctx context.Context) *EventBatch {
	b, _ := ctx.Value(eventBatchKey{}).(*EventBatch)
	return b
}

// RenderedEvent returns the event that is rendered in a context; nil if none is.
func RenderedEvent(ctx context.Context) *journal.Event {
	e, _ := ctx.Value(executionModeKey{}).(*journal.Event)
	return e
}

// Changes returns the changes of the entries, in order.
func (b *EventBatch) Changes() []journal.Change {
	changes := make([]journal.Change, len(b.entries))
	for i, e := range b.entries {
		changes[i] = e.Change
	}
	return changes
}

// MarkNodesRead records that a rendering depends on the newest state of the database and not on its entry
// alone, so that it is reused for a short time only.
func (b *EventBatch) MarkNodesRead() { b.nodesRead.Store(true) }

// Value returns the value of a key that the renderings of the batch share, which the first caller creates.
// create must not block.
func (b *EventBatch) Value(key any, create func() any) any {
	b.mu.Lock()
	defer b.mu.Unlock()
	v, ok := b.values[key]
	if !ok {
		v = create()
		b.values[key] = v
	}
	return v
}

// last returns the sequence number of the last entry.
func (b *EventBatch) last() int64 { return b.entries[len(b.entries)-1].Seq }

// covers reports whether an entry belongs to the batch and what the batch read may still be used.
func (b *EventBatch) covers(seq, revision int64) bool {
	return b.entries[0].Seq <= seq && seq <= b.last() && b.revision == revision &&
		time.Since(b.createdAt) < eventBatchTTL
}

// batchGrowth is the factor by which batches of consecutive entries grow, from one entry. Each entry is
// charged when it is rendered, so a batch must not read for many entries that may never be.
const batchGrowth = 4

// eventBatchFor returns the batch with an entry of a state: a current one, or a new one with the entry and
// some of those after it. Subscribers that catch up from different positions use different batches.
func (c *renderCache) eventBatchFor(v *view, state *topicState, e *journal.Entry) *EventBatch {
	c.batchMu.Lock()
	defer c.batchMu.Unlock()
	revision, size := state.chunk.revision.Load(), 1
	for _, b := range c.batches {
		if b.covers(e.Seq, revision) {
			return b
		}
		if b.next == e.Seq {
			size = max(size, batchGrowth*len(b.entries))
		}
	}
	b := &EventBatch{Stream: v.topic.stream, createdAt: time.Now(), revision: revision, values: map[any]any{}}
	for i := range state.entries {
		entry := &state.entries[i]
		if entry.Seq >= e.Seq && v.canSee(entry) {
			if len(b.entries) == size {
				break
			}
			b.entries = append(b.entries, *entry)
		}
		b.next = entry.Seq + 1
	}
	c.batches = append(c.batches, b)
	time.AfterFunc(eventBatchTTL, func() { c.releaseEventBatch(b) })
	return b
}

// releaseEventBatch drops a batch whose nodes are outdated, or could not be read.
func (c *renderCache) releaseEventBatch(b *EventBatch) {
	c.batchMu.Lock()
	defer c.batchMu.Unlock()
	c.batches = slices.DeleteFunc(c.batches, func(other *EventBatch) bool { return other == b })
}
