package live

import (
	"context"
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
	return b != nil && b.entries[0].Seq <= seq && seq <= b.last() && b.revision == revision &&
		time.Since(b.createdAt) < eventBatchTTL
}

// eventBatchFor returns the batch with an entry of a state: the current one, or a new one with the entry and
// those after it.
func (c *renderCache) eventBatchFor(v *view, state *topicState, e *journal.Entry) *EventBatch {
	c.batchMu.Lock()
	defer c.batchMu.Unlock()
	revision := state.chunk.revision.Load()
	if !c.batch.covers(e.Seq, revision) {
		b := &EventBatch{Stream: v.topic.stream, createdAt: time.Now(), revision: revision, values: map[any]any{}}
		for i := range state.entries {
			if next := &state.entries[i]; next.Seq >= e.Seq && v.canSee(next) {
				b.entries = append(b.entries, *next)
			}
		}
		c.batch = b
	}
	return c.batch
}

// releaseEventBatch drops a batch after its last entry was rendered or an execution failed.
func (c *renderCache) releaseEventBatch(b *EventBatch) {
	c.batchMu.Lock()
	defer c.batchMu.Unlock()
	if c.batch == b {
		c.batch = nil
	}
}
