package live

import "math"

// waiters are the parked subscriptions of a view. The next entries are rendered first and then delivered to
// all of them.
type bench struct {
	resting place
	from    int64 // all of them have received the entries up to this one
	beat    bool  // one of them has not received the newest heartbeat
	going   bool  // renderLoop is running
	again   bool  // there is more to render
	failed  bool  // the last rendering failed
}

// park parks the subscription in its view. It returns false if the subscription has to go on by itself: its
// subscriber is closed, its authentication expired, or the entry that it waits for could not be rendered.
func (f *Follower) rest(p *pulled, then then) bool {
	t, v := f.topic, f.view
	t.ushers.mu.Lock()
	defer t.ushers.mu.Unlock()
	b := &v.bench
	if f.watcher.Gone() || len(f.due) > 0 || then != wait && b.failed {
		return false
	}
	if b.resting.empty() { // forget subscriptions that have left
		b.from, b.beat = f.pos, false
	}
	b.from, b.beat = min(b.from, f.pos), b.beat || then == unbeaten
	f.place.of = f
	f.place.join(&b.resting)
	if then != wait || p.bell != t.now.Load().bell { // a signal was missed
		v.prepare()
	}
	return true
}

// Unpark makes a parked subscription resume, because its subscriber was closed or its viewer has to be read
// again.
func (f *Follower) Wake() {
	t := f.topic
	t.ushers.mu.Lock()
	waits := f.place.queued()
	if waits {
		f.place.leave()
	}
	t.ushers.mu.Unlock()
	if waits {
		go f.watcher.Resume(nil)
	}
}

// renderWaiting starts rendering for all views with parked subscriptions. The topic's lock is held.
func (t *topic) call() {
	t.ushers.mu.Lock()
	defer t.ushers.mu.Unlock()
	for _, v := range t.views {
		if !v.bench.resting.empty() {
			v.prepare()
		}
	}
}

// scheduleRender has the next entries of a view rendered. The dispatcher's lock is held.
func (v *view) prepare() {
	v.bench.again = true
	if !v.bench.going {
		v.bench.going = true
		go v.ahead()
	}
}

// renderLoop renders new entries and hands the waiters to the dispatcher, until there is no more to render.
func (v *view) ahead() {
	u, b := &v.topic.ushers, &v.bench
	u.mu.Lock()
	defer u.mu.Unlock()
	for b.again {
		from, beat := b.from, b.beat
		b.again, b.from, b.beat = false, math.MaxInt64, false
		u.mu.Unlock()
		err := v.render(from, beat)
		u.mu.Lock()
		b.failed = err != nil
		b.resting.move(&u.rung)
		v.topic.send()
	}
	b.going = false
}

// renderBatch renders the entries after a number, once for all waiters. It stops after BatchSize entries or
// half of the cache, so that delivery starts early and nothing is evicted before it is delivered. It waits
// for an entry that nobody can pay for only if there is nothing else to deliver.
func (v *view) render(from int64, beat bool) error {
	t := v.topic
	grants := t.hub.grants.now()
	for made, size, ready := 0, 0, false; ; {
		p, err := t.pull(t.ctx, min(from, t.now.Load().last), t.hub.Batch)
		if err != nil {
			return err
		}
		if len(p.entries) == 0 {
			if told := v.beat.Load(); beat || told == nil || told.number != p.beat {
				_, err = v.ofBeat(&p)
			}
			return err
		}
		cache := p.chunk.page(v)
		for i := range p.entries {
			e := &p.entries[i]
			from = e.Seq
			if !v.sees(e) {
				continue
			}
			if cache.done(&p, e) != nil {
				ready = true
				continue
			}
			r := v.ofEntry(cache, &p, e)
			if r.isLate() {
				if ready {
					return nil // deliver the others first
				}
				if ready, err = v.await(r, grants); !ready {
					return err
				}
			}
			if r.err != nil {
				return r.err
			}
			made, size, ready = made+1, size+len(r.bytes), true
			if made >= t.hub.Batch || size >= t.hub.Keep/2 {
				return nil
			}
		}
	}
}
