package live

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// ExecuteFunc executes an operation in a context and returns the bytes of its response, as they are sent to
// the client. If the response has no data, its errors are returned as well. Transient errors, such as an
// unavailable database, are faults of kind UNAVAILABLE; they are never sent to clients, and the execution is
// retried.
type ExecuteFunc func(ctx context.Context) ([]byte, error)

// view is an operation as one visibility class sees it. Its renderings are shared by all subscriptions of the
// class.
type view struct {
	topic        *topic
	key          string
	executeFunc  ExecuteFunc
	sharedViewer viewer.Viewer

	subscriptions int // guarded by the topic's lock
	idleSince     time.Time

	renderQueue renderQueue // guarded by the dispatcher's lock
	heartbeat   atomic.Pointer[heartbeat]
	snapshot    snapshot

	chargeRotation chargeRotation // one per subscription
}

// heartbeat is the newest rendered heartbeat.
type heartbeat struct {
	seq, number int64
	slot        atomic.Pointer[rendering]
}

// joinView returns the view of an operation for the class of a viewer, with its subscription count increased.
func (t *topic) joinView(key string, run ExecuteFunc, caller viewer.Viewer) *view {
	t.mu.Lock()
	defer t.mu.Unlock()
	viewKey := key + "\x00" + caller.VisibilityClass()
	v, ok := t.views[viewKey]
	if !ok {
		v = &view{topic: t, key: key, executeFunc: run, sharedViewer: caller.SharedViewer()}
		t.views[viewKey] = v
	}
	v.subscriptions++
	return v
}

func (v *view) removeSubscription() {
	v.topic.mu.Lock()
	defer v.topic.mu.Unlock()
	v.subscriptions--
	v.idleSince = time.Now()
}

// canSee reports whether the class is in the audience of an entry.
func (v *view) canSee(e *journal.Entry) bool { return e.Audience.Includes(v.sharedViewer) }

// execute runs the operation on an input of its resolver (an event or snapshotMode), as the shared viewer of
// the class. It returns transient errors only.
func (v *view) execute(ctx context.Context, input any) ([]byte, error) {
	h := v.topic.hub
	ctx, cancel := context.WithTimeout(ctx, h.Timeout)
	defer cancel()
	h.counts.executions.Add(1)
	bytes, err := v.executeFunc(viewer.NewContext(context.WithValue(ctx, executionModeKey{}, input),
		v.sharedViewer))
	if errors.Is(err, fault.KindUnavailable) {
		return nil, err
	}
	return bytes, nil // other errors are part of the response
}

// renderEntry returns the rendering of an entry, which may be deferred.
func (v *view) renderEntry(cache *renderCache, state *topicState, e *journal.Entry) *rendering {
	if r := cache.freshRendering(state, e); r != nil { // the usual case
		return r
	}
	return v.renderOnce(&cache.slots[e.Seq-state.chunk.first], true, func(r *rendering) ([]byte, error) {
		change, err := v.redactedChange(cache, state, e)
		if err != nil || change == nil {
			return nil, err
		}
		event := newEvent(*e, state.positionAt(e.Seq))
		event.Change = change
		batch := cache.eventBatchFor(v, state, e)
		bytes, err := v.execute(context.WithValue(v.topic.hub.ctx, eventBatchKey{}, batch), event)
		if batch.nodesRead.Load() {
			r.renderedAt, r.nodesRevision = time.Now(), batch.revision
		}
		if err != nil {
			cache.releaseEventBatch(batch)
		}
		return bytes, err
	})
}

// freshRendering returns the rendering of an entry, or nil if it is not done or outdated.
func (c *renderCache) freshRendering(state *topicState, e *journal.Entry) *rendering {
	r := c.cachedRendering(state, e)
	if r != nil && r.isOutdated(state.chunk) {
		c.slots[e.Seq-state.chunk.first].CompareAndSwap(r, nil)
		return nil
	}
	return r
}

// cachedRendering returns the rendering of an entry, or nil if it is not done.
func (c *renderCache) cachedRendering(state *topicState, e *journal.Entry) *rendering {
	r := c.slots[e.Seq-state.chunk.first].Load()
	if r != nil && r.done.Load() && r.err == nil {
		return r
	}
	return nil
}

func newEvent(e journal.Entry, at journal.Position) *journal.Event {
	return &journal.Event{Position: at, At: e.At, Change: e.Change}
}

// renderHeartbeat returns the rendering of the newest heartbeat.
func (v *view) renderHeartbeat(state *topicState) ([]byte, error) {
	h := v.heartbeat.Load()
	for h == nil || h.seq != state.last || h.number != state.heartbeatNumber {
		v.heartbeat.CompareAndSwap(h, &heartbeat{seq: state.last, number: state.heartbeatNumber})
		h = v.heartbeat.Load()
		if h.number > state.heartbeatNumber || h.seq > state.last { // another one is ahead; this one is not shared
			h = &heartbeat{seq: state.last, number: state.heartbeatNumber}
		}
	}
	// A heartbeat is not charged, because it reads no data.
	r := v.renderOnce(&h.slot, false, func(*rendering) ([]byte, error) {
		return v.execute(v.topic.hub.ctx, newHeartbeat(state))
	})
	return r.bytes, r.err
}

func newHeartbeat(state *topicState) *journal.Event {
	return &journal.Event{
		Position: state.positionAt(state.last), At: state.heartbeatAt,
		Change: journal.Heartbeat{SentAt: state.heartbeatAt},
	}
}
