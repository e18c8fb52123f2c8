package live

import (
	"bytes"
	"context"
	"sync"
	"time"
)

// snapshot is the newest state of a live query. It is refreshed while there are subscriptions, as often as
// SnapshotInterval and the duration of a refresh allow and only if it can be charged: updates are coalesced
// into the next refresh.
type snapshot struct {
	mu      sync.Mutex
	stop    context.CancelFunc
	version int64 // 0 before the first one
	bytes   []byte
	signal  chan struct{}
}

// liveQuery is the kind of subscriptions that receive the newest state of a selection.
type liveQuery struct{}

func (liveQuery) limiter(h *Hub) *viewLimiter { return &h.liveQueries }

func (liveQuery) startRefresh(v *view) {
	ctx, stop := context.WithCancel(v.topic.ctx)
	snapshot := &v.snapshot
	snapshot.stop, snapshot.bytes, snapshot.signal = stop, nil, make(chan struct{})
	v.topic.hub.tasks.Go(func() { v.refreshLoop(ctx) })
}

// canPark returns false: there are few live queries, and their subscribers wait on goroutines of their own.
func (liveQuery) canPark() bool { return false }

// refreshLoop refreshes the snapshot whenever the stream has new entries, until ctx ends. The first refresh
// is part of the cost of the operation; each further attempt is charged in advance, whether the one before
// succeeded or not. Updates are coalesced meanwhile.
func (v *view) refreshLoop(ctx context.Context) {
	first, charged := true, true
	for lastRendered := int64(-1); ; {
		last, signal, epochEnded := v.topic.progress()
		var pause <-chan time.Time
		switch {
		case epochEnded:
			return
		case last == lastRendered:
		case !charged:
			if v.chargeRotation.awaitCharge(ctx) != nil {
				return
			}
			charged = true
			continue // including the newest entries
		default:
			seq, elapsed, err := v.refresh(ctx, first)
			if err == nil {
				lastRendered = seq
			}
			first, charged = false, false
			signal, pause = nil, time.After(v.topic.hub.refreshPause(elapsed))
		}
		select {
		case <-ctx.Done():
			return
		case <-pause:
		case <-signal:
		}
	}
}

// refresh executes the query once and publishes its result. It returns the sequence number of the last entry
// that the result is certain to include, and the duration of the execution.
func (v *view) refresh(ctx context.Context, first bool) (seq int64, elapsed time.Duration, err error) {
	done, err := v.topic.hub.refreshes.acquire(ctx, first)
	if err != nil {
		return 0, 0, err
	}
	v.topic.hub.counts.refreshes.Add(1)
	start := time.Now()
	seq = v.topic.lastSeq() // before the execution, which then includes these entries
	rendered, err := v.execute(v.topic.hub.ctx, snapshotMode{})
	if err == nil {
		// The state may be newer than a change of grants: apply those before it is delivered.
		err = v.topic.catchUp(ctx)
	}
	elapsed = time.Since(start)
	done(elapsed)
	if err == nil {
		v.publishSnapshot(ctx, rendered)
	}
	return seq, elapsed, err
}

// broadcast wakes the subscriptions of the live query.
func (s *snapshot) broadcast() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.signal != nil { // nil without subscriptions
		close(s.signal)
		s.signal = make(chan struct{})
	}
}

// publishSnapshot publishes a state, unless it equals the one before.
func (v *view) publishSnapshot(ctx context.Context, rendered []byte) {
	snapshot := &v.snapshot
	snapshot.mu.Lock()
	defer snapshot.mu.Unlock()
	if ctx.Err() != nil || bytes.Equal(rendered, snapshot.bytes) {
		return
	}
	snapshot.version++
	snapshot.bytes = rendered
	close(snapshot.signal)
	snapshot.signal = make(chan struct{})
}

// collect adds the newest snapshot, if it was not delivered to this subscription.
func (liveQuery) collect(ctx context.Context, s *Subscription) (*topicState, error) {
	snapshot := &s.view.snapshot
	snapshot.mu.Lock()
	// The signal is read before epochEnded, to miss none.
	version, rendered, signal := snapshot.version, snapshot.bytes, snapshot.signal
	snapshot.mu.Unlock()
	if s.topic.state.Load().epochEnded {
		return nil, errEpochEnded
	}
	if err := s.hub.ctx.Err(); err != nil { // closing the hub signals all snapshots
		return nil, err
	}
	if s.viewerOutdated() {
		if err := s.refreshViewer(ctx); err != nil {
			return nil, err
		}
		return nil, nil // possibly with the view of another class
	}
	if rendered != nil && version != s.snapshotVersion {
		s.snapshotVersion = version
		s.messages = append(s.messages, Message{Payload: rendered})
		return nil, nil
	}
	return &topicState{signal: signal}, nil
}
