package live

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/viewer"
)

// Some changes tell what may be hidden later from those who were told ([journal.Revisable]). Of an entry that this node
// just read as it was committed all of its audience is told, without another statement, unless it revises others. Of any older
// one each class is told what it may see at the time: the states of all subjects of a chunk are read together, by the class's principal. What was
// rendered of such entries is let go of when a later entry revises them, and is never kept for longer than agedAfter.

// statesFor is how long states that were read are good for the other entries of the chunk.
const statesFor = time.Second

// agedAfter is how many looks of the poll an entry is told from what was rendered when it was new.
const agedAfter = 10

// states are those of a chunk's subjects for one view.
type states struct {
	mu       sync.Mutex
	of       map[gid.ID]journal.SubjectState
	at       time.Time
	revision int64
}

// freshness is which of a stream's entries were just committed when they were read.
type freshness struct {
	after atomic.Int64 // number of the newest entry that is history
	next  int64        // that of the newest at the last look, of the poll alone
	looks int          // also
}

func revises(c journal.Change) bool {
	r, ok := c.(journal.Revising)
	return ok && r.Revises()
}

// now returns what a view may tell of an entry; nil for nothing.
func (v *view) now(on *page, p *pulled, e *journal.Entry) (journal.Change, error) {
	r, ok := e.Change.(journal.Revisable)
	if !ok || v.topic.hub.States == nil || e.Seq > v.topic.fresh.after.Load() && !revises(e.Change) {
		return e.Change, nil
	}
	s := &on.states
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision := p.chunk.revision.Load(); s.revision != revision || time.Since(s.at) > statesFor {
		s.of, s.at, s.revision = map[gid.ID]journal.SubjectState{}, time.Now(), revision
	}
	if _, known := s.of[r.Subject()]; !known {
		ctx, cancel := context.WithTimeout(v.topic.hub.ctx, v.topic.hub.Timeout)
		defer cancel()
		if err := v.topic.hub.addStates(viewer.With(ctx, v.principal), s.of, append(s.unknown(p.entries), r.Subject())); err != nil {
			return nil, err
		}
	}
	return r.Now(s.of[r.Subject()]), nil
}

// unknown lists the subjects of entries whose states were not read.
func (s *states) unknown(entries []journal.Entry) (subjects []gid.ID) {
	for _, e := range entries {
		if r, ok := e.Change.(journal.Revisable); ok {
			if _, known := s.of[r.Subject()]; !known {
				subjects = append(subjects, r.Subject())
			}
		}
	}
	return subjects
}

// addStates reads states of subjects into some that are known. Of what is not found they say that it is hidden.
func (h *Hub) addStates(ctx context.Context, known map[gid.ID]journal.SubjectState, subjects []gid.ID) error {
	h.counts.statements.Add(1)
	found, err := h.States(ctx, subjects...)
	if err != nil {
		return err
	}
	for _, id := range subjects {
		known[id] = found[id]
	}
	return nil
}

// nowFor returns what the viewer of ctx may be told of a change; nil for nothing.
func (h *Hub) nowFor(ctx context.Context, c journal.Change) (journal.Change, error) {
	r, ok := c.(journal.Revisable)
	if !ok || h.States == nil {
		return c, nil
	}
	known := map[gid.ID]journal.SubjectState{}
	err := h.addStates(ctx, known, []gid.ID{r.Subject()})
	return r.Now(known[r.Subject()]), err
}

// revise makes all entries before a number history; the lock is held.
func (t *topic) revise(seq int64) {
	t.fresh.after.Store(max(t.fresh.after.Load(), seq-1))
	t.forgetRevisable(seq - 1)
}

// age makes history of the entries that were read before the last look, and lets go of what was rendered when they were new.
func (h *Hub) age() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		t.mu.Lock()
		f := &t.fresh
		f.after.Store(max(f.after.Load(), f.next))
		f.next = t.last
		if f.looks++; f.looks%agedAfter == 0 {
			t.forgetRevisable(f.after.Load())
		}
		t.mu.Unlock()
	}
}

// forgetRevisable lets go of what was rendered of revisable entries up to a number; the lock is held.
func (t *topic) forgetRevisable(upTo int64) {
	for _, c := range t.chunks {
		c.revision.Add(1)
		c.mu.Lock()
		for i, e := range c.entries {
			if _, ok := e.Change.(journal.Revisable); !ok || e.Seq > upTo {
				continue
			}
			for _, p := range c.pages {
				p.slots[i].Store(nil)
			}
		}
		c.mu.Unlock()
	}
}
