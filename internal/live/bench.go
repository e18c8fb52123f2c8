package live

import "math"

// bench is who waits for what a view shows next. It is rendered first, and then they are told.
type bench struct {
	resting place
	from    int64 // all who rest have seen what is before
	beat    bool  // one of them was not told a heartbeat that the others were
	going   bool  // it is rendered
	again   bool  // there was more meanwhile
	failed  bool  // what there is could not be rendered
}

// rest has the follower wait on its view's bench. False where it must not: who wants no more, or has to be asked for again,
// and whose next entry cannot be rendered.
func (f *Follower) rest(p *pulled, then then) bool {
	t, v := f.topic, f.view
	t.ushers.mu.Lock()
	defer t.ushers.mu.Unlock()
	b := &v.bench
	if f.watcher.Gone() || len(f.due) > 0 || then != wait && b.failed {
		return false
	}
	if b.resting.empty() { // who has left it needs nothing
		b.from, b.beat = f.pos, false
	}
	b.from, b.beat = min(b.from, f.pos), b.beat || then == unbeaten
	f.place.of = f
	f.place.join(&b.resting)
	if then != wait || p.bell != t.now.Load().bell { // it may have rung before we sat there, also for the end
		v.prepare()
	}
	return true
}

// Wake has a follower that waits go on by itself: it is over, or has to look who is asking.
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

// call has all views rendered that somebody waits for. It is called when the bell rings, under the topic's lock.
func (t *topic) call() {
	t.ushers.mu.Lock()
	defer t.ushers.mu.Unlock()
	for _, v := range t.views {
		if !v.bench.resting.empty() {
			v.prepare()
		}
	}
}

// prepare begins to render what a view shows next; the ushers' lock is held.
func (v *view) prepare() {
	v.bench.again = true
	if !v.bench.going {
		v.bench.going = true
		go v.ahead()
	}
}

// ahead renders what there is, and has it told, until there is no more.
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

// render renders what comes after a number, once for all: no more than is told at once and well fits into what is kept, so
// that the first of many events are neither told after the last was rendered nor let go of before they are told. What nobody
// can pay for yet is waited for only if there is nothing else to tell.
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
		on := p.chunk.page(v)
		for i := range p.entries {
			e := &p.entries[i]
			from = e.Seq
			if !v.sees(e) {
				continue
			}
			if on.done(&p, e) != nil {
				ready = true
				continue
			}
			r := v.ofEntry(on, &p, e)
			if r.isLate() {
				if ready {
					return nil // what there is does not wait for it
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
