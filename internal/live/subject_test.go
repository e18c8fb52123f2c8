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

func (p Published) Subject() gid.ID { return p.Row }

func (p Published) RedactedFor(s journal.SubjectVisibility) journal.Change {
	if !s.Visible {
		return nil
	}
	return p
}

type Withdrawn struct{ Published }

func (Withdrawn) ChangesVisibility() bool { return true }

func (w Withdrawn) RedactedFor(s journal.SubjectVisibility) journal.Change {
	if !s.Visible {
		w.N = 0
	}
	return w
}

// subjectRows are the rows, with the number of reads of their states.
type subjectRows struct {
	mu     sync.Mutex
	hidden map[gid.ID]bool
	reads  int
	broken bool
}

func (r *subjectRows) states(
	ctx context.Context, subjects ...gid.ID,
) (map[gid.ID]journal.SubjectVisibility, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads++
	if r.broken {
		return nil, fault.Timeout.With()
	}
	found := map[gid.ID]journal.SubjectVisibility{}
	for _, id := range subjects {
		if !r.hidden[id] || len(viewer.FromContext(ctx).Scopes()) > 0 {
			found[id] = journal.SubjectVisibility{Visible: true, Withdrawn: r.hidden[id]}
		}
	}
	return found, nil
}

func (r *subjectRows) set(row gid.ID, hidden bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hidden[row] = hidden
}

func (r *subjectRows) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reads
}

// subscribeSubjects subscribes with a document that shows such changes.
func (h *testHub) subscribeSubjects(after *journal.Position, caller viewer.Viewer) *live.Subscription {
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
	f, err := h.Subscribe(
		h.Context(), live.Request{Key: "q", Execute: run, After: after, CurrentViewer: fixedViewer(caller)},
	)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(f.Close)
	return f
}

func (h *testHub) wantChanges(name string, f *live.Subscription, want ...string) {
	h.Helper()
	var got []string
	for _, text := range h.receiveAll(f) {
		if text != "beat" {
			got = append(got, text)
		}
	}
	if !reflect.DeepEqual(got, want) {
		h.Errorf("%s: %q, want %q", name, got, want)
	}
}

func runWithSubjects(t *testing.T, test func(n *testHub, r *subjectRows)) {
	t.Helper()
	r := &subjectRows{hidden: map[gid.ID]bool{}}
	runWithHub(t, live.Config{ReadStates: r.states}, func(n *testHub) { test(n, r) })
}

func (h *testHub) publish(row gid.ID, number int) {
	h.memory.append(confStream, Published{FakeChange{N: number}, row})
}

func (h *testHub) withdraw(r *subjectRows, row gid.ID, number int) {
	r.set(row, true)
	h.memory.append(confStream, Withdrawn{Published{FakeChange{N: number}, row}})
}

// A new entry is delivered to its whole audience without a statement, however many subscriptions there are.
func TestRedactable_NewEntryNeedsNoStatement(t *testing.T) {
	runWithSubjects(t, func(n *testHub, r *subjectRows) {
		var all []*live.Subscription
		for range 50 {
			f := n.subscribeSubjects(nil, viewer.Anonymous())
			n.wantChanges("at first", f) // skips the first heartbeat
			all = append(all, f)
		}
		for i := range 20 {
			n.publish(1, i)
			synctest.Wait()
			for _, f := range all {
				messages, err := f.Next(n.Context())
				want := fmt.Sprintf("%d:published %d", i+1, i)
				if err != nil || len(messages) != 1 || string(messages[0].Payload) != want {
					n.Errorf("%q, %v, want %s", messages, err, want)
				}
			}
		}
		if r.count() != 0 {
			n.Errorf("%d statements", r.count())
		}
	})
}

// Withdrawn content is delivered only to those who may still see it, whatever the position and whatever was
// delivered before; the withdrawal is delivered without the content.
func TestRedactable_WithdrawnSubject(t *testing.T) {
	runWithSubjects(t, func(n *testHub, r *subjectRows) {
		watches := n.subscribeSubjects(positionAt(0), viewer.Anonymous())
		clerkSees := viewer.Account(clerk, time.Time{}, delegate)
		n.publish(1, 10)
		n.publish(2, 20)
		n.wantChanges("live", watches, "1:published 10", "2:published 20")
		n.wantChanges("while it is new", n.subscribeSubjects(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:published 20")
		n.withdraw(r, 1, 10)
		n.wantChanges("live", watches, "3:taken 0")
		n.wantChanges("from the beginning", n.subscribeSubjects(positionAt(0), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		n.wantChanges("from between", n.subscribeSubjects(positionAt(1), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		n.wantChanges("who may still see it", n.subscribeSubjects(positionAt(0), clerkSees),
			"1:published 10", "2:published 20", "3:taken 10")
		r.set(1, false)
		n.publish(1, 11)
		time.Sleep(10 * time.Second)
		n.wantChanges("once it is back", n.subscribeSubjects(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:published 20", "3:taken 10", "4:published 11")
	})
}

// Content that is hidden without an entry in this stream is delivered from cached renderings for some seconds
// at most.
func TestRedactable_HiddenWithoutAnEntry(t *testing.T) {
	runWithSubjects(t, func(n *testHub, r *subjectRows) {
		n.wantChanges("at first", n.subscribeSubjects(nil, viewer.Anonymous()))
		n.publish(1, 10)
		n.memory.appendNumbered(1)
		n.wantChanges("while it is new", n.subscribeSubjects(positionAt(0), viewer.Anonymous()),
			"1:published 10", "2:said")
		r.set(1, true)
		time.Sleep(10 * time.Second)
		n.wantChanges("later", n.subscribeSubjects(positionAt(0), viewer.Anonymous()), "2:said")
	})
}

// History takes one statement per chunk, batch and class, not one per entry.
func TestRedactable_HistoryStatementCount(t *testing.T) {
	runWithSubjects(t, func(n *testHub, r *subjectRows) {
		var want []string
		for i := range 200 {
			n.publish(gid.ID(i+1), i)
			if i%2 == 0 {
				r.set(gid.ID(i+1), true)
				continue
			}
			want = append(want, fmt.Sprintf("%d:published %d", i+1, i))
		}
		for range 10 {
			n.wantChanges("history", n.subscribeSubjects(positionAt(0), viewer.Anonymous()), want...)
		}
		if r.count() > 3 {
			n.Errorf("%d statements for 200 entries", r.count())
		}
	})
}

// While states cannot be read, entries are neither shown nor skipped; they are delivered later.
func TestRedactable_ReadStatesFails(t *testing.T) {
	runWithSubjects(t, func(n *testHub, r *subjectRows) {
		n.publish(1, 10)
		r.broken = true
		f := n.subscribeSubjects(positionAt(0), viewer.Anonymous())
		if messages, err := f.Next(n.Context()); err == nil {
			n.Errorf("received %d messages", len(messages))
		}
		r.broken = false
		n.wantChanges("later", f, "1:published 10")
	})
}
