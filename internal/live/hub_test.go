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

var confStream = journal.ConferenceStream(gid.Derive(gid.Conference, "hall"))

// FakeChange is a change made by a test.
type FakeChange struct {
	N          int
	Recipients viewer.Audience
}

func (f FakeChange) Audience() viewer.Audience { return f.Recipients }

// memoryJournal is a journal in memory, instead of a database.
type memoryJournal struct {
	mu      sync.Mutex
	epoch   int64
	streams map[journal.Stream][]journal.Entry
	trimmed map[journal.Stream]int64
	broken  bool
	reads   int
	wake    func([]string)
}

func newMemoryJournal() *memoryJournal {
	return &memoryJournal{
		epoch: 1, streams: map[journal.Stream][]journal.Entry{}, trimmed: map[journal.Stream]int64{},
	}
}

// append appends to a stream and wakes the hub.
func (m *memoryJournal) append(s journal.Stream, changes ...journal.Change) {
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
func (m *memoryJournal) dropWakeups() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wake = nil
}

// readCount returns the number of statements that read the journal.
func (m *memoryJournal) readCount() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.reads
}

func (m *memoryJournal) appendNumbered(n int) {
	for range n {
		m.append(confStream, FakeChange{N: 1})
	}
}

// makeChanges returns n changes.
func makeChanges(n int) []journal.Change {
	changes := make([]journal.Change, n)
	for i := range changes {
		changes[i] = FakeChange{}
	}
	return changes
}

var errBroken = errors.New("broken")

func (m *memoryJournal) readSince(
	ctx context.Context, limit int, after ...journal.StreamSeq,
) ([]journal.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if m.broken {
		return nil, errBroken
	}
	sort.Slice(after, func(i, j int) bool { return after[i].Stream < after[j].Stream })
	var got []journal.Entry
	for _, a := range after {
		for _, e := range m.streams[a.Stream] {
			if e.Seq > max(a.Seq, m.trimmed[a.Stream]) {
				got = append(got, e)
			}
		}
	}
	return got[:min(limit, len(got))], nil
}

func (m *memoryJournal) readHeads(_ context.Context, streams ...journal.Stream) (journal.Heads, error) {
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
type testHub struct {
	*testing.T
	*live.Hub
	memory            *memoryJournal
	mu                sync.Mutex
	executions        map[string]int // executions by what was rendered
	closedToAnonymous atomic.Bool    // to anonymous viewers
}

// runWithHub runs a test in a synctest bubble, with one hub that is woken by its journal.
func runWithHub(t *testing.T, c live.Config, test func(h *testHub)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMemoryJournal()
		n := newTestHub(t, m, c)
		m.wake = n.Wake
		test(n)
	})
}

func newTestHub(t *testing.T, m *memoryJournal, c live.Config) *testHub {
	c.ReadSince, c.ReadHeads = m.readSince, m.readHeads
	n := &testHub{T: t, Hub: live.New(c), memory: m, executions: map[string]int{}}
	t.Cleanup(n.Close)
	return n
}

// eventDocument executes the document of a subscription, conferenceEvents(conference: "hall").
func (h *testHub) eventDocument(s journal.Stream) live.ExecuteFunc {
	return func(ctx context.Context) ([]byte, error) {
		find := func(ctx context.Context) (journal.Stream, error) {
			v := viewer.FromContext(ctx)
			if !maySubscribe(v) || h.closedToAnonymous.Load() && v.Kind() == viewer.KindAnonymous {
				return "", fault.NotFound.With()
			}
			return s, nil
		}
		events, err := live.ResolveEvents(ctx, find)
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
		case FakeChange:
			text = fmt.Sprintf("%d:%d", e.Position.Seq, c.N)
		case journal.Heartbeat:
			text = fmt.Sprintf("beat %d", e.Position.Seq)
		case journal.ScopeChanged:
			text = fmt.Sprintf("scope %d", e.Position.Seq)
		}
		text += " for " + viewer.FromContext(ctx).VisibilityClass()
		h.mu.Lock()
		h.executions[text]++
		h.mu.Unlock()
		return []byte(text), nil
	}
}

func maySubscribe(v viewer.Viewer) bool {
	for _, g := range v.Grants() {
		if g.Role == viewer.UnitEditor {
			return false
		}
	}
	return true
}

func (h *testHub) mostExecuted() (what string, times int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for text, count := range h.executions {
		if count > times {
			what, times = text, count
		}
	}
	return what, times
}

func fixedViewer(v viewer.Viewer) func(context.Context) (viewer.Viewer, error) {
	return func(context.Context) (viewer.Viewer, error) { return v, nil }
}

// subscribe opens an anonymous subscription to the conference.
func (h *testHub) subscribe(after *journal.Position) *live.Subscription {
	h.Helper()
	s, err := h.Subscribe(h.Context(), live.Request{
		Key: "q", Execute: h.eventDocument(confStream), After: after,
		CurrentViewer: fixedViewer(viewer.Anonymous()),
	})
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(s.Close)
	return s
}

// receiveAll returns the payloads of messages until there are none for a moment.
func (h *testHub) receiveAll(s *live.Subscription) (got []string) {
	h.Helper()
	for {
		ctx, cancel := context.WithTimeout(h.Context(), 100*time.Millisecond)
		messages, err := s.Next(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			return got
		}
		if err != nil {
			h.Fatal(err)
		}
		for _, m := range messages {
			got = append(got, string(m.Payload))
		}
	}
}

func positionAt(seq int64) *journal.Position {
	p := journal.PositionAt(1, confStream, seq)
	return &p
}
