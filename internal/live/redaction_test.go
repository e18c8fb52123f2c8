package live_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// Published and Withdrawn are about a row that is hidden from all but delegates once it was withdrawn.
type Published struct {
	FakeChange
	Row gid.ID
}

func (p Published) RowID() gid.ID { return p.Row }

func (p Published) RedactedFor(s journal.RowVisibility) journal.Change {
	if !s.Visible {
		return nil
	}
	return p
}

type Withdrawn struct{ Published }

func (Withdrawn) ChangesVisibility() bool { return true }

func (w Withdrawn) RedactedFor(s journal.RowVisibility) journal.Change {
	if !s.Visible {
		w.N = 0
	}
	return w
}

// hideableRows are the rows, with the number of reads of their states.
type hideableRows struct {
	mu     sync.Mutex
	hidden map[gid.ID]bool
	reads  int
	broken bool
}

func (r *hideableRows) states(
	ctx context.Context, ids ...gid.ID,
) (map[gid.ID]journal.RowVisibility, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads++
	if r.broken {
		return nil, fault.Timeout.With()
	}
	found := map[gid.ID]journal.RowVisibility{}
	for _, id := range ids {
		if !r.hidden[id] || len(viewer.FromContext(ctx).Scopes()) > 0 {
			found[id] = journal.RowVisibility{Visible: true, Withdrawn: r.hidden[id]}
		}
	}
	return found, nil
}

func (r *hideableRows) set(row gid.ID, hidden bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hidden[row] = hidden
}

func (r *hideableRows) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reads
}

// subscribeRedactable subscribes with a document that shows such changes.
func (h *testHub) subscribeRedactable(after *journal.Position, caller viewer.Viewer) *live.Subscription {
	h.Helper()
	run := func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return confStream, nil }
		events, err := live.ResolveEvents(ctx, find)
		if err != nil {
			return nil, err
		}
		e, ok := <-events
		if !ok {
			return nil, nil
		}
		switch c := e.Change.(type) {
		case Published:
			return fmt.Appendf(nil, "%d:published %d", e.Position.Seq, c.N), nil
		case Withdrawn:
			return fmt.Appendf(nil, "%d:taken %d", e.Position.Seq, c.N), nil
		case FakeChange:
			return fmt.Appendf(nil, "%d:said", e.Position.Seq), nil
		}
		return []byte("beat"), nil
	}
	s, err := h.Subscribe(
		h.Context(), live.Request{Key: "q", Execute: run, After: after, CurrentViewer: fixedViewer(caller)},
	)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(s.Close)
	return s
}

func (h *testHub) wantChanges(name string, s *live.Subscription, want ...string) {
	h.Helper()
	var got []string
	for _, text := range h.receiveAll(s) {
		if text != "beat" {
			got = append(got, text)
		}
	}
	if !reflect.DeepEqual(got, want) {
		h.Errorf("%s: %q, want %q", name, got, want)
	}
}

func runWithHideableRows(t *testing.T, test func(h *testHub, r *hideableRows)) {
	t.Helper()
	r := &hideableRows{hidden: map[gid.ID]bool{}}
	runWithHub(t, live.Config{ReadRowVisibilities: r.states}, func(h *testHub) { test(h, r) })
}

func (h *testHub) publish(row gid.ID, number int) {
	h.memory.append(confStream, Published{FakeChange{N: number}, row})
}

func (h *testHub) withdraw(r *hideableRows, row gid.ID, number int) {
	r.set(row, true)
	h.memory.append(confStream, Withdrawn{Published{FakeChange{N: number}, row}})
}

// A new entry is delivered to its whole audience without a statement, however many subscriptions there are.
func TestRedactable_NewEntryNeedsNoStatement(t *testing.T) {
	runWithHideableRows(t, func(h *testHub, r *hideableRows) {
		var all []*live.Subscription
		for range 50 {
			s := h.subscribeRedactable(nil, viewer.Anonymous())
			h.wantChanges("at first", s) // skips the first heartbeat
			all = append(all, s)
		}
		for i := range 20 {
			h.publish(1, i)
			synctest.Wait()
			for _, f := range all {
				messages, err := f.Next(h.Context())
				want := fmt.Sprintf("%d:published %d", i+1, i)
				if err != nil || len(messages) != 1 || string(messages[0].Payload) != want {
					h.Errorf("%q, %v, want %s", messages, err, want)
				}
			}
		}
		if r.count() != 0 {
			h.Errorf("%d statements", r.count())
		}
	})
}

// Withdrawn content is delivered only to those who may still see it, whatever the position and whatever was
// delivered before; the withdrawal is delivered without the content.
func TestRedactable_WithdrawnRow(t *testing.T) {
	runWithHideableRows(t, func(h *testHub, r *hideableRows) {
		watches := h.subscribeRedactable(positionAt(0), viewer.Anonymous())
		clerkSees := viewer.Account(clerk, time.Time{}, delegate)
		h.publish(1, 10)
		h.publish(2, 20)
		h.wantChanges("live", watches, "1:published 10", "2:published 20")
		h.wantChanges("while it is new", h.subscribeRedactable(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:published 20")
		h.withdraw(r, 1, 10)
		h.wantChanges("live", watches, "3:taken 0")
		h.wantChanges("from the beginning", h.subscribeRedactable(positionAt(0), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		h.wantChanges("from between", h.subscribeRedactable(positionAt(1), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		h.wantChanges("who may still see it", h.subscribeRedactable(positionAt(0), clerkSees),
			"1:published 10", "2:published 20", "3:taken 10")
		r.set(1, false)
		h.publish(1, 11)
		time.Sleep(10 * time.Second)
		h.wantChanges("once it is back", h.subscribeRedactable(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:published 20", "3:taken 10", "4:published 11")
	})
}

// Content that is hidden without an entry in this stream is delivered from cached renderings for some seconds
// at most.
func TestRedactable_HiddenWithoutAnEntry(t *testing.T) {
	runWithHideableRows(t, func(h *testHub, r *hideableRows) {
		h.wantChanges("at first", h.subscribeRedactable(nil, viewer.Anonymous()))
		h.publish(1, 10)
		h.memory.appendNumbered(1)
		h.wantChanges("while it is new", h.subscribeRedactable(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:said")
		r.set(1, true)
		time.Sleep(10 * time.Second)
		h.wantChanges("later", h.subscribeRedactable(positionAt(0), viewer.Anonymous()), "2:said")
	})
}

// History takes one statement per chunk, batch and class, not one per entry.
func TestRedactable_HistoryStatementCount(t *testing.T) {
	runWithHideableRows(t, func(h *testHub, r *hideableRows) {
		var want []string
		for i := range 200 {
			h.publish(gid.ID(i+1), i)
			if i%2 == 0 {
				r.set(gid.ID(i+1), true)
				continue
			}
			want = append(want, fmt.Sprintf("%d:published %d", i+1, i))
		}
		for range 10 {
			h.wantChanges("history", h.subscribeRedactable(positionAt(0), viewer.Anonymous()), want...)
		}
		if r.count() > 3 {
			h.Errorf("%d statements for 200 entries", r.count())
		}
	})
}

// While states cannot be read, entries are neither shown nor skipped; they are delivered later.
func TestRedactable_ReadRowVisibilitiesFails(t *testing.T) {
	runWithHideableRows(t, func(h *testHub, r *hideableRows) {
		h.publish(1, 10)
		r.broken = true
		s := h.subscribeRedactable(positionAt(0), viewer.Anonymous())
		if messages, err := s.Next(h.Context()); err == nil {
			h.Errorf("received %d messages", len(messages))
		}
		r.broken = false
		h.wantChanges("later", s, "1:published 10")
	})
}
