package live

import (
	"slices"
	"sync"
	"time"
)

// Watcher is told what comes without a goroutine that waits for it: by an usher, who tells many.
type Watcher interface {
	// Offer takes messages, if it can be done without waiting. What it does not take it gives back, with false where the
	// watcher has to go on by itself.
	Offer(messages []Message) (left []Message, on bool)
	// Resume goes on by itself, on a goroutine of its own, with what was not taken.
	Resume(left []Message)
	// Broken ends it for a panic, where it happened, and does not wait either.
	Broken(panicked any)
	// Gone tells whether it wants no more.
	Gone() bool
}

// ushers tell those who wait at the end of a stream: a goroutine that waits costs a stack, and to be woken.
type ushers struct {
	mu    sync.Mutex // after the topic's
	rung  place      // who is to be told; the others are on the benches of their views
	count int
	pace  pace // of telling
}

// send begins to tell those who were rung for; the ushers' lock is held.
func (t *topic) send() {
	if t.ushers.count < t.hub.mostUshers && !t.ushers.rung.empty() {
		t.ushers.count++
		go t.usher()
	}
}

// usher tells those who were rung for, a few at a time so that the other ushers have some too.
func (t *topic) usher() {
	u := &t.ushers
	var some [16]*Follower
	messages := make([]Message, 0, t.hub.Batch)
	for began, told := time.Now(), 0; ; {
		u.mu.Lock()
		began = u.pace.took(began, time.Now(), told, &t.hub.Config)
		n := u.rung.pop(some[:])
		if n == 0 {
			u.count--
			u.mu.Unlock()
			return
		}
		t.send()
		u.mu.Unlock()
		told = 0
		for _, f := range some[:n] {
			told = max(told, f.tellNow(messages))
		}
		clear(some[:n])
		clear(messages[:cap(messages)])
	}
}

// tellNow tells a follower what was rendered, and has it wait again. Who cannot be told at once goes on by itself. It gives
// how many messages there were.
func (f *Follower) tellNow(room []Message) (told int) {
	defer func() {
		if broken := recover(); broken != nil {
			f.watcher.Broken(broken)
		}
	}()
	for {
		p, messages, then := f.atOnce(room[:0])
		if told += len(messages); len(messages) > 0 {
			f.hub.counts.messages.Add(int64(len(messages)))
			if left, on := f.watcher.Offer(messages); !on {
				go f.watcher.Resume(slices.Clone(left))
				return told
			}
		}
		switch {
		case then == more:
		case then != alone && f.rest(p, then):
			return told
		default:
			go f.watcher.Resume(nil)
			return told
		}
	}
}

// then is what a follower does when it was told what there is.
type then int

const (
	more       then = iota // there is more to tell
	wait                   // for the bell
	unrendered             // wait until the next entry is rendered
	unbeaten               // wait until the heartbeat is rendered
	alone                  // go on by itself: this takes time, or ends it
)

// atOnce gives what can be told without waiting for anything.
func (f *Follower) atOnce(out []Message) (*pulled, []Message, then) {
	p, entries, here := f.topic.atHand(f.pos, f.hub.Batch)
	if !here || f.pos < p.last && len(entries) == 0 || f.topic.ctx.Err() != nil || f.stale() { // stale after pulling, as in tell
		return nil, nil, alone
	}
	for i := range entries {
		e := &entries[i]
		if narrows(e.Change) { // to ask whether it may follow after it takes time
			return p, out, alone
		}
		if f.view.sees(e) {
			r := f.pageOf(p.chunk).done(p, e)
			if r == nil {
				return p, out, unrendered
			}
			if r.bytes != nil {
				out = append(out, Message{p.at(e.Seq), r.bytes})
			}
		}
		f.pos = e.Seq
	}
	switch {
	case f.pos < p.last:
		return p, out, more
	case f.beat == p.beat:
		return p, out, wait
	}
	b := f.view.beat.Load()
	if b == nil || b.seq != p.last || b.number != p.beat {
		return p, out, unbeaten
	}
	r := b.slot.Load()
	if r == nil || !r.done.Load() || r.err != nil {
		return p, out, unbeaten
	}
	f.beat = p.beat
	return p, append(out, Message{p.at(p.last), r.bytes}), wait
}
