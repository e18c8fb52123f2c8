package live

import "math"

// waiters are the parked subscriptions of a view. The next entries are rendered first and then delivered to
// all of them.
type waiters struct {
	parked       waiterNode
	from         int64 // all of them have received the entries up to this one
	heartbeatDue bool  // one of them has not received the newest heartbeat
	running      bool  // renderLoop is running
	pending      bool  // there is more to render
	failed       bool  // the last rendering failed
}

// park parks the subscription in its view. It returns false if the subscription has to go on by itself: its
// subscriber is closed, its authentication expired, or the entry that it waits for could not be rendered.
func (s *Subscription) park(state *topicState, then nextStep) bool {
	t, v := s.topic, s.view
	t.dispatcher.mu.Lock()
	defer t.dispatcher.mu.Unlock()
	b := &v.waiters
	if s.subscriber.Closed() || len(s.expired) > 0 || then != awaitSignal && b.failed {
		return false
	}
	if b.parked.isEmpty() { // forget subscriptions that have left
		b.from, b.heartbeatDue = s.position, false
	}
	b.from, b.heartbeatDue = min(b.from, s.position), b.heartbeatDue || then == awaitHeartbeat
	s.node.subscription = s
	s.node.appendTo(&b.parked)
	if then != awaitSignal || state.signal != t.state.Load().signal { // a signal was missed
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

// renderWaiting starts rendering for all views with parked subscriptions. The topic's lock is held.
func (t *topic) renderWaiting() {
	t.dispatcher.mu.Lock()
	defer t.dispatcher.mu.Unlock()
	for _, v := range t.views {
		if !v.waiters.parked.isEmpty() {
			v.scheduleRender()
		}
	}
}

// scheduleRender starts rendering the view's next entries. The dispatcher's lock is held.
func (v *view) scheduleRender() {
	v.waiters.pending = true
	if !v.waiters.running {
		v.waiters.running = true
		go v.renderLoop()
	}
}

// renderLoop renders new entries and hands the waiters to the dispatcher, until there is no more to render.
func (v *view) renderLoop() {
	u, b := &v.topic.dispatcher, &v.waiters
	u.mu.Lock()
	defer u.mu.Unlock()
	for b.pending {
		from, beat := b.from, b.heartbeatDue
		b.pending, b.from, b.heartbeatDue = false, math.MaxInt64, false
		u.mu.Unlock()
		err := v.renderBatch(from, beat)
		u.mu.Lock()
		b.failed = err != nil
		b.parked.moveAllTo(&u.ready)
		v.topic.startDispatcher()
	}
	b.running = false
}

// renderBatch renders the entries after a number, once for all waiters. It stops after BatchSize entries or
// half of the cache, so that delivery starts early and nothing is evicted before it is delivered. It waits
// for an entry that nobody can pay for only if there is nothing else to deliver.
func (v *view) renderBatch(from int64, beat bool) error {
	t := v.topic
	grants := t.hub.grants.currentRevision()
	for made, size, ready := 0, 0, false; ; {
		state, err := t.readAfter(t.ctx, min(from, t.state.Load().last), t.hub.BatchSize)
		if err != nil {
			return err
		}
		if len(state.entries) == 0 {
			if rendered := v.heartbeat.Load(); beat || rendered == nil || rendered.number != state.heartbeatNumber {
				_, err = v.renderHeartbeat(&state)
			}
			return err
		}
		cache := state.chunk.renderCacheFor(v)
		for i := range state.entries {
			e := &state.entries[i]
			from = e.Seq
			if !v.canSee(e) {
				continue
			}
			if cache.cachedRendering(&state, e) != nil {
				ready = true
				continue
			}
			r := v.renderEntry(cache, &state, e)
			if r.isDeferred() {
				if ready {
					return nil // deliver the others first
				}
				if ready, err = v.awaitRendering(r, grants); !ready {
					return err
				}
			}
			if r.err != nil {
				return r.err
			}
			made, size, ready = made+1, size+len(r.bytes), true
			if made >= t.hub.BatchSize || size >= t.hub.CacheBytes/2 {
				return nil
			}
		}
	}
}
