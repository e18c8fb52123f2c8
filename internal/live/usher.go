package live

import (
	"slices"
	"sync"
	"time"
)

// Subscriber receives messages from a dispatcher while its subscription is parked, so that it needs no
// goroutine.
type Watcher interface {
	// TrySend sends messages, if that is possible without blocking. It returns those that were not sent, and
	// whether the subscription can be parked again; if not, Resume is called.
	Offer(messages []Message) (left []Message, on bool)
	// Resume takes the subscription back, with the messages that were not sent. It is called on a new
	// goroutine.
	Resume(left []Message)
	// Fail ends the subscriber after a panic in TrySend, on the dispatcher's goroutine. It must not block.
	Broken(panicked any)
	// Closed reports whether the subscriber accepts no more messages.
	Gone() bool
}

// dispatcher delivers to parked subscriptions on up to GOMAXPROCS goroutines. A goroutine for each
// subscription would cost a stack, and a switch for each event.
type ushers struct {
	mu    sync.Mutex // acquired after the topic's
	rung  place      // to be delivered to; the others are parked in their views
	count int
	pace  pace
}

// startDispatcher starts another dispatching goroutine if there is work for it. The dispatcher's lock is
// held.
func (t *topic) send() {
	if t.ushers.count < t.hub.mostUshers && !t.ushers.rung.empty() {
		t.ushers.count++
		go t.usher()
	}
}

// dispatch delivers to the subscriptions that are ready, a few at a time so that the load is shared.
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

// deliver sends the rendered messages to a parked subscription and parks it again. If that could block, the
// subscriber resumes on a goroutine of its own. It returns the number of messages.
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

// nextStep is what happens to a parked subscription after a delivery.
type then int

const (
	more       then = iota // deliver more
	wait                   // park until there are new entries
	unrendered             // park until the next entry is rendered
	unbeaten               // park until the heartbeat is rendered
	alone                  // resume: the next step may block, or ends the subscription
)

// collectReady adds the messages that can be delivered without blocking, and returns the window that they are
// from.
func (f *Follower) atOnce(out []Message) (*pulled, []Message, then) {
	p, entries, here := f.topic.atHand(f.pos, f.hub.Batch)
	// Authentication is checked after reading, as in collect.
	if !here || f.pos < p.last && len(entries) == 0 || f.topic.ctx.Err() != nil || f.stale() {
		return nil, nil, alone
	}
	for i := range entries {
		e := &entries[i]
		if narrows(e.Change) { // checking access may block
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
