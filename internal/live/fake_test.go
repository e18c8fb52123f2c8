package live_test

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

var hall = journal.OfConference(gid.Of(gid.Conference, "hall"))

// FakeChange is a change made by a test.
type Said struct {
	N    int
	Whom viewer.Audience
}

func (s Said) Audience() viewer.Audience { return s.Whom }

// memoryJournal is a journal in memory, instead of a database.
type memory struct {
	mu      sync.Mutex
	epoch   int64
	streams map[journal.Stream][]journal.Entry
	trimmed map[journal.Stream]int64
	broken  bool
	reads   int
	wake    func([]string)
}

func newMemory() *memory {
	return &memory{
		epoch: 1, streams: map[journal.Stream][]journal.Entry{}, trimmed: map[journal.Stream]int64{},
	}
}

// append appends to a stream and wakes the hub.
func (m *memory) say(s journal.Stream, changes ...journal.Change) {
	m.mu.Lock()
	for _, c := range changes {
		m.streams[s] = append(m.streams[s], journal.Entry{
			Stream: s, Seq: int64(len(m.streams[s]) + 1), At: time.Now(), Change: c, Audience: c.Audience(),
		})
	}
	wake := m.wake
	m.mu.Unlock()
	if wake != nil {
		wake([]string{string(s)})
	}
}

// dropWakeups loses every later wake-up.
func (m *memory) deafen() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wake = nil
}

func (m *memory) count(n int) {
	for range n {
		m.say(hall, Said{N: 1})
	}
}

// makeChanges returns n changes.
func much(n int) []journal.Change {
	changes := make([]journal.Change, n)
	for i := range changes {
		changes[i] = Said{}
	}
	return changes
}

var errBroken = errors.New("broken")

func (m *memory) since(
	ctx context.Context, limit int, asked ...journal.After,
) ([]journal.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if m.broken {
		return nil, errBroken
	}
	sort.Slice(asked, func(i, j int) bool { return asked[i].Stream < asked[j].Stream })
	var got []journal.Entry
	for _, a := range asked {
		for _, e := range m.streams[a.Stream] {
			if e.Seq > max(a.Seq, m.trimmed[a.Stream]) {
				got = append(got, e)
			}
		}
	}
	return got[:min(limit, len(got))], nil
}

func (m *memory) heads(_ context.Context, streams ...journal.Stream) (journal.Heads, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	h := journal.Heads{Epoch: m.epoch, Last: map[journal.Stream]int64{}, Trimmed: map[journal.Stream]int64{}}
	if m.broken {
		return h, errBroken
	}
	for _, s := range streams {
		h.Last[s], h.Trimmed[s] = int64(len(m.streams[s])), m.trimmed[s]
	}
	return h, nil
}

// testHub is a hub that reads a memoryJournal.
type node struct {
	*testing.T
	*live.Hub
	m    *memory
	mu   sync.Mutex
	runs map[string]int // executions by what was rendered
	shut atomic.Bool    // to anonymous viewers
}

// runWithHub runs a test in a synctest bubble, with one hub that is woken by its journal.
func in(t *testing.T, c live.Config, test func(n *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		n := nodeOf(t, m, c)
		m.wake = n.Wake
		test(n)
	})
}

func nodeOf(t *testing.T, m *memory, c live.Config) *node {
	c.Since, c.Heads = m.since, m.heads
	n := &node{T: t, Hub: live.New(c), m: m, runs: map[string]int{}}
	t.Cleanup(n.Close)
	return n
}

// eventDocument executes the document of a subscription, conferenceEvents(conference: "hall", after: after).
func (n *node) watch(s journal.Stream, after *journal.Position) live.Run {
	return func(ctx context.Context) ([]byte, error) {
		find := func(ctx context.Context) (journal.Stream, error) {
			v := viewer.From(ctx)
			if !mayFollow(v) || n.shut.Load() && v.Kind() == viewer.KindAnonymous {
				return "", fault.NotFound.With()
			}
			return s, nil
		}
		events, err := live.Events(ctx, n.Hub, find, after)
		if err != nil {
			return nil, err
		}
		e, ok := <-events
		if !ok {
			return nil, nil
		}
		text := ""
		switch c := e.Change.(type) {
		case Closing:
			text = fmt.Sprintf("%d:%d", e.Position.Seq, c.N)
		case Said:
			text = fmt.Sprintf("%d:%d", e.Position.Seq, c.N)
		case journal.Heartbeat:
			text = fmt.Sprintf("beat %d", e.Position.Seq)
		case journal.ScopeChanged:
			text = fmt.Sprintf("scope %d", e.Position.Seq)
		}
		text += " for " + viewer.From(ctx).Class()
		n.mu.Lock()
		n.runs[text]++
		n.mu.Unlock()
		return []byte(text), nil
	}
}

func mayFollow(v viewer.Viewer) bool {
	for _, g := range v.Grants() {
		if g.Role == viewer.UnitEditor {
			return false
		}
	}
	return true
}

func (n *node) most() (what string, times int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for text, count := range n.runs {
		if count > times {
			what, times = text, count
		}
	}
	return what, times
}

func as(v viewer.Viewer) func(context.Context) (viewer.Viewer, error) {
	return func(context.Context) (viewer.Viewer, error) { return v, nil }
}

// subscribe opens an anonymous subscription to the conference.
func (n *node) follow(after *journal.Position) *live.Follower {
	n.Helper()
	f, err := n.Open(n.Context(), live.Request{
		Key: "q", Run: n.watch(hall, after), After: after,
		Viewer: as(viewer.Anonymous()),
	})
	if err != nil {
		n.Fatal(err)
	}
	n.Cleanup(f.Close)
	return f
}

// receiveAll returns the payloads of messages until there are none for a moment.
func (n *node) texts(f *live.Follower) (got []string) {
	n.Helper()
	for {
		ctx, cancel := context.WithTimeout(n.Context(), 100*time.Millisecond)
		messages, err := f.Next(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			return got
		}
		if err != nil {
			n.Fatal(err)
		}
		for _, m := range messages {
			got = append(got, string(m.Payload))
		}
	}
}

func at(seq int64) *journal.Position {
	p := journal.At(1, hall, seq)
	return &p
}
