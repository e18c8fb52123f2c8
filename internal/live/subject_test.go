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
	Said
	Row gid.ID
}

func (p Published) Subject() gid.ID { return p.Row }

func (p Published) Now(s journal.SubjectState) journal.Change {
	if !s.Visible {
		return nil
	}
	return p
}

type Taken struct{ Published }

func (Taken) Revises() bool { return true }

func (p Taken) Now(s journal.SubjectState) journal.Change {
	if !s.Visible {
		p.N = 0
	}
	return p
}

// subjectRows are the rows, with the number of reads of their states.
type rows struct {
	mu     sync.Mutex
	hidden map[gid.ID]bool
	reads  int
	broken bool
}

func (r *rows) states(
	ctx context.Context, subjects ...gid.ID,
) (map[gid.ID]journal.SubjectState, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads++
	if r.broken {
		return nil, fault.Timeout.With()
	}
	found := map[gid.ID]journal.SubjectState{}
	for _, id := range subjects {
		if !r.hidden[id] || len(viewer.From(ctx).Scopes()) > 0 {
			found[id] = journal.SubjectState{Visible: true, Withdrawn: r.hidden[id]}
		}
	}
	return found, nil
}

func (r *rows) set(row gid.ID, hidden bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hidden[row] = hidden
}

func (r *rows) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reads
}

// subscribeSubjects subscribes with a document that shows such changes.
func (n *node) tells(after *journal.Position, who viewer.Viewer) *live.Follower {
	n.Helper()
	run := func(ctx context.Context) ([]byte, error) {
		find := func(context.Context) (journal.Stream, error) { return hall, nil }
		events, err := live.Events(ctx, n.Hub, find, after)
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
		case Taken:
			return fmt.Appendf(nil, "%d:taken %d", e.Position.Seq, c.N), nil
		case Said:
			return fmt.Appendf(nil, "%d:said", e.Position.Seq), nil
		}
		return []byte("beat"), nil
	}
	f, err := n.Open(n.Context(), live.Request{Key: "q", Run: run, After: after, Viewer: as(who)})
	if err != nil {
		n.Fatal(err)
	}
	n.Cleanup(f.Close)
	return f
}

func (n *node) hears(name string, f *live.Follower, want ...string) {
	n.Helper()
	var got []string
	for _, text := range n.texts(f) {
		if text != "beat" {
			got = append(got, text)
		}
	}
	if !reflect.DeepEqual(got, want) {
		n.Errorf("%s: %q, want %q", name, got, want)
	}
}

func inRows(t *testing.T, test func(n *node, r *rows)) {
	t.Helper()
	r := &rows{hidden: map[gid.ID]bool{}}
	in(t, live.Config{States: r.states}, func(n *node) { test(n, r) })
}

func (n *node) publish(row gid.ID, number int) {
	n.m.say(hall, Published{Said{N: number}, row})
}

func (n *node) take(r *rows, row gid.ID, number int) {
	r.set(row, true)
	n.m.say(hall, Taken{Published{Said{N: number}, row}})
}

// A new entry is delivered to its whole audience without a statement, however many subscriptions there are.
func TestRevisable_NewNeedsNoStatement(t *testing.T) {
	inRows(t, func(n *node, r *rows) {
		var all []*live.Follower
		for range 50 {
			f := n.tells(nil, viewer.Anonymous())
			n.hears("at first", f) // skips the first heartbeat
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
func TestRevisable_WithdrawnIsNotRead(t *testing.T) {
	inRows(t, func(n *node, r *rows) {
		watches := n.tells(at(0), viewer.Anonymous())
		clerkSees := viewer.Account(clerk, time.Time{}, delegate)
		n.publish(1, 10)
		n.publish(2, 20)
		n.hears("live", watches, "1:published 10", "2:published 20")
		n.hears("while it is new", n.tells(at(0), viewer.Anonymous()),
			"1:published 10", "2:published 20")
		n.take(r, 1, 10)
		n.hears("live", watches, "3:taken 0")
		n.hears("from the beginning", n.tells(at(0), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		n.hears("from between", n.tells(at(1), viewer.Anonymous()),
			"2:published 20", "3:taken 0")
		n.hears("who may still see it", n.tells(at(0), clerkSees),
			"1:published 10", "2:published 20", "3:taken 10")
		r.set(1, false)
		n.publish(1, 11)
		time.Sleep(10 * time.Second)
		n.hears("once it is back", n.tells(at(0), viewer.Anonymous()),
			"1:published 10", "2:published 20", "3:taken 10", "4:published 11")
	})
}

// Content that is hidden without an entry in this stream is delivered from cached renderings for some seconds
// at most.
func TestRevisable_HiddenWithoutAnEntry(t *testing.T) {
	inRows(t, func(n *node, r *rows) {
		n.hears("at first", n.tells(nil, viewer.Anonymous()))
		n.publish(1, 10)
		n.m.count(1)
		n.hears("while it is new", n.tells(at(0), viewer.Anonymous()),
			"1:published 10", "2:said")
		r.set(1, true)
		time.Sleep(10 * time.Second)
		n.hears("later", n.tells(at(0), viewer.Anonymous()), "2:said")
	})
}

// History takes one statement per chunk, batch and class, not one per entry.
func TestRevisable_StatementsOfHistory(t *testing.T) {
	inRows(t, func(n *node, r *rows) {
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
			n.hears("history", n.tells(at(0), viewer.Anonymous()), want...)
		}
		if r.count() > 3 {
			n.Errorf("%d statements for 200 entries", r.count())
		}
	})
}

// While states cannot be read, entries are neither shown nor skipped; they are delivered later.
func TestRevisable_StatesCannotBeRead(t *testing.T) {
	inRows(t, func(n *node, r *rows) {
		n.publish(1, 10)
		r.broken = true
		f := n.tells(at(0), viewer.Anonymous())
		if messages, err := f.Next(n.Context()); err == nil {
			n.Errorf("received %d messages", len(messages))
		}
		r.broken = false
		n.hears("later", f, "1:published 10")
	})
}
