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

// Some changes contain data that may be hidden later from those who received them ([journal.Redactable]). A
// new entry, which this node read as it was committed, is delivered to its whole audience without another
// statement, unless it changes who may see others. For an older entry each visibility class receives what it
// may see now: the states of all subjects of a chunk are read together, as the shared viewer of the class.
// Renderings of such entries are dropped when a later entry changes who may see them, and after at most
// renderingPolls polls.

// statesTTL is how long states are reused for other entries of the chunk.
const statesTTL = time.Second

// renderingPolls is the number of polls after which renderings of redactable entries are dropped.
const renderingPolls = 10

// stateCache caches the states of a chunk's subjects for one view.
type stateCache struct {
	mu        sync.Mutex
	bySubject map[gid.ID]journal.SubjectVisibility
	readAt    time.Time
	revision  int64
}

// freshness separates the entries that were read as they were committed from history.
type freshness struct {
	lastHistoric atomic.Int64 // number of the newest entry of history
	lastAtPoll   int64        // number of the newest entry at the last poll; used by pollLoop only
	polls        int          // number of polls; used by pollLoop only
}

func revisesSubject(c journal.Change) bool {
	r, ok := c.(journal.VisibilityChanging)
	return ok && r.ChangesVisibility()
}

// visibleChange returns the part of an entry's change that a view may show now; nil for none.
func (v *view) visibleChange(cache *renderCache, p *topicState, e *journal.Entry) (journal.Change, error) {
	r, ok := e.Change.(journal.Redactable)
	if !ok || v.topic.hub.ReadStates == nil ||
		e.Seq > v.topic.freshness.lastHistoric.Load() && !revisesSubject(e.Change) {
		return e.Change, nil
	}
	s := &cache.states
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision := p.chunk.revision.Load(); s.revision != revision || time.Since(s.readAt) > statesTTL {
		s.bySubject, s.readAt, s.revision = map[gid.ID]journal.SubjectVisibility{}, time.Now(), revision
	}
	if _, known := s.bySubject[r.Subject()]; !known {
		ctx, cancel := context.WithTimeout(v.topic.hub.ctx, v.topic.hub.Timeout)
		defer cancel()
		subjects := append(s.unreadSubjects(p.entries), r.Subject())
		if err := v.topic.hub.loadStates(viewer.NewContext(ctx, v.sharedViewer), s.bySubject,
			subjects); err != nil {
			return nil, err
		}
	}
	return r.RedactedFor(s.bySubject[r.Subject()]), nil
}

// unreadSubjects returns the subjects of entries whose states were not read.
func (s *stateCache) unreadSubjects(entries []journal.Entry) (subjects []gid.ID) {
	for _, e := range entries {
		if r, ok := e.Change.(journal.Redactable); ok {
			if _, known := s.bySubject[r.Subject()]; !known {
				subjects = append(subjects, r.Subject())
			}
		}
	}
	return subjects
}

// loadStates reads the states of subjects into known. Subjects that are not found are recorded as hidden.
func (h *Hub) loadStates(
	ctx context.Context, known map[gid.ID]journal.SubjectVisibility, subjects []gid.ID,
) error {
	h.counts.statements.Add(1)
	found, err := h.ReadStates(ctx, subjects...)
	if err != nil {
		return err
	}
	for _, id := range subjects {
		known[id] = found[id]
	}
	return nil
}

// markHistory turns all entries before a number into history. The lock is held.
func (t *topic) markHistory(seq int64) {
	t.freshness.lastHistoric.Store(max(t.freshness.lastHistoric.Load(), seq-1))
	t.dropRenderings(seq - 1)
}

// ageEntries turns the entries that were read before the last poll into history, and drops their renderings
// every renderingPolls polls.
func (h *Hub) ageEntries() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		t.mu.Lock()
		f := &t.freshness
		f.lastHistoric.Store(max(f.lastHistoric.Load(), f.lastAtPoll))
		f.lastAtPoll = t.last
		if f.polls++; f.polls%renderingPolls == 0 {
			t.dropRenderings(f.lastHistoric.Load())
		}
		t.mu.Unlock()
	}
}

// dropRenderings drops the renderings of redactable entries up to a number. The lock is held.
func (t *topic) dropRenderings(upTo int64) {
	for _, c := range t.chunks {
		c.revision.Add(1)
		c.mu.Lock()
		for i, e := range c.entries {
			if _, ok := e.Change.(journal.Redactable); !ok || e.Seq > upTo {
				continue
			}
			for _, p := range c.renderCaches {
				r := p.slots[i].Load()
				if r != nil && !r.unpaid.Load() { // an unpaid one was not executed yet
					p.slots[i].CompareAndSwap(r, nil)
				}
			}
		}
		c.mu.Unlock()
	}
}
