package live

import "math"

// renderQueue holds the parked subscriptions of a view, its waiters, and the state of its render loop. The
// next entries are rendered first and then delivered to all of them.
type renderQueue struct {
	parked       waiterNode
	minDelivered int64 // all of them have received the entries up to this one
	heartbeatDue bool  // one of them has not received the newest heartbeat
	running      bool  // renderLoop is running
	pending      bool  // there is more to render
	failed       bool  // the last rendering failed
}

// park parks the subscription in its view. It returns false if the subscription has to go on by itself: its
// subscriber is closed, its authentication expired, or the entry that it waits for could not be rendered.
func (s *Subscription) park(state *topicState, next nextStep) bool {
	t, v := s.topic, s.view
	t.dispatcher.mu.Lock()
	defer t.dispatcher.mu.Unlock()
	q := &v.renderQueue
	if s.subscriber.Closed() || len(s.expired) > 0 || next != awaitSignal && q.failed {
		return false
	}
	if q.parked.isEmpty() { // forget subscriptions that have left
		q.minDelivered, q.heartbeatDue = s.seq, false
	}
	q.minDelivered, q.heartbeatDue = min(q.minDelivered, s.seq), q.heartbeatDue || next == awaitHeartbeat
	s.node.subscription = s
	s.node.appendTo(&q.parked)
	if next != awaitSignal || state.signal != t.state.Load().signal { // a signal was missed
		v.scheduleRender()
	}
	return true
}

// Unpark makes a parked subscription resume, because its subscriber was closed or its viewer has to be read
// again.
func (s *Subscription) Unpark() {
	t := s.topic
	t.dispatcher.mu.Lock()
	waits := s.node.isQueued()
	if waits {
		s.node.remove()
	}
	t.dispatcher.mu.Unlock()
	if waits {
		go s.subscriber.Resume(nil)
	}
}

// scheduleRenders starts rendering for all views with parked subscriptions. The topic's lock is held.
func (t *topic) scheduleRenders() {
	t.dispatcher.mu.Lock()
	defer t.dispatcher.mu.Unlock()
	for _, v := range t.views {
		if !v.renderQueue.parked.isEmpty() {
			v.scheduleRender()
		}
	}
}

// scheduleRender starts rendering the view's next entries. The dispatcher's lock is held.
func (v *view) scheduleRender() {
	v.renderQueue.pending = true
	if !v.renderQueue.running {
		v.renderQueue.running = true
		go v.renderLoop()
	}
}

// renderLoop renders new entries and hands the waiters to the dispatcher, until there is no more to render.
func (v *view) renderLoop() {
	d, q := &v.topic.dispatcher, &v.renderQueue
	d.mu.Lock()
	defer d.mu.Unlock()
	for q.pending {
		after, heartbeatDue := q.minDelivered, q.heartbeatDue
		q.pending, q.minDelivered, q.heartbeatDue = false, math.MaxInt64, false
		d.mu.Unlock()
		err := v.renderBatch(after, heartbeatDue)
		d.mu.Lock()
		q.failed = err != nil
		q.parked.moveAllTo(&d.runnable)
		v.topic.startDispatcher()
	}
	q.running = false
}

// renderBatch renders the entries after a sequence number, once for all waiters. It stops after BatchSize
// entries, BatchBytes or half of the cache, so that delivery starts early and nothing is evicted before it is
// delivered. It waits for an entry for which nobody can be charged only if there is nothing else to deliver.
func (v *view) renderBatch(after int64, heartbeatDue bool) error {
	t := v.topic
	grantRevision := t.hub.grants.currentRevision()
	for rendered, size, ready := 0, 0, false; ; {
		state, err := t.readAfter(t.ctx, min(after, t.state.Load().last), t.hub.BatchSize)
		if err != nil {
			return err
		}
		if len(state.entries) == 0 {
			if heartbeat := v.heartbeat.Load(); heartbeatDue || heartbeat == nil ||
				heartbeat.number != state.heartbeatNumber {
				_, err = v.renderHeartbeat(&state)
			}
			return err
		}
		cache := state.chunk.renderCacheFor(v)
		for i := range state.entries {
			e := &state.entries[i]
			after = e.Seq
			if !v.canSee(e) {
				continue
			}
			if cache.freshRendering(&state, e) != nil {
				ready = true
				continue
			}
			r := v.renderEntry(cache, &state, e)
			if r.isDeferred() {
				if ready {
					return nil // deliver the others first
				}
				if ready, err = v.awaitRenderingForWaiters(r, grantRevision); !ready {
					return err
				}
			}
			if r.err != nil {
				return r.err
			}
			rendered, size, ready = rendered+1, size+len(r.bytes), true
			if rendered >= t.hub.BatchSize || size >= min(t.hub.BatchBytes, t.hub.CacheBytes/2) {
				return nil
			}
		}
	}
}
