package live

import (
	"context"
	"log/slog"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// Config is how a Hub reads, and how often it does what nobody asks it to.
type Config struct {
	// Since and Heads read the journal.
	Since func(ctx context.Context, limit int, asked ...journal.After) ([]journal.Entry, error)
	Heads func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error)
	// States reads, for the viewer of ctx, the states of subjects that may be hidden after the change; nil if
	// only the audience of a change decides who receives it.
	States func(ctx context.Context, subjects ...gid.ID) (map[gid.ID]journal.SubjectState, error)
	// Rewound is called when the journal no longer has what was read from it, in the epoch in which it was: a backup was
	// loaded under us, or what was committed did not survive. It begins another epoch; nil for nobody to call.
	Rewound func(ctx context.Context, epoch int64) error
	// GrantsChanged is called before anybody is told anything that happened after it; nil for nobody to call.
	GrantsChanged func()

	Beat    time.Duration // between two heartbeats; 15 seconds if 0
	Poll    time.Duration // between two looks for what no wake-up told; half a second if 0
	Paint   time.Duration // between two states of a live view, at least; 200 ms if 0
	Batch   int           // events that a follower is given at once, at most; 96 if 0
	Keep    int           // bytes of what was rendered that are kept; 64 MiB if 0
	Timeout time.Duration // of one execution; 10 seconds if 0

	// LiveQueries limits how many different live queries there are at a time, and how many different documents
	// of event subscriptions.
	LiveQueries LiveQueryLimits
	// RefreshShare is the share of one core that the refreshes of all live queries together may use; 0.5 if
	// 0.
	RefreshShare float64
}

func (c *Config) defaults() {
	for _, d := range []struct {
		given     *time.Duration
		otherwise time.Duration
	}{{&c.Beat, 15 * time.Second}, {&c.Poll, 500 * time.Millisecond}, {&c.Paint, 200 * time.Millisecond}, {&c.Timeout, 10 * time.Second}} {
		if *d.given == 0 {
			*d.given = d.otherwise
		}
	}
	if c.Batch == 0 {
		c.Batch = 96
	}
	if c.Keep == 0 {
		c.Keep = 64 << 20
	}
	if c.RefreshShare == 0 {
		c.RefreshShare = 0.5
	}
	if c.GrantsChanged == nil {
		c.GrantsChanged = func() {}
	}
}

// Hub carries the streams of one node. It is safe for concurrent use.
type Hub struct {
	Config
	ctx        context.Context
	stop       context.CancelFunc
	tasks      sync.WaitGroup
	kept       keeper
	counts     counters
	mostUshers int // of a stream at once

	mu     sync.Mutex
	topics map[journal.Stream]*topic
	beat   int64 // number of the last heartbeat
	beatAt time.Time

	liveQueries    viewCounter
	eventDocuments viewCounter
	refreshes      *refreshQueue

	grants   grants
	plans    plans
	narrowed atomic.Int64 // times that fewer may follow than before
}

// New makes a hub, which polls until Close.
func New(c Config) *Hub {
	c.defaults()
	ctx, stop := context.WithCancel(context.Background())
	h := &Hub{Config: c, ctx: ctx, stop: stop, topics: map[journal.Stream]*topic{}, beat: 1, beatAt: time.Now().UTC(), kept: keeper{most: c.Keep}, mostUshers: runtime.GOMAXPROCS(0)}
	h.grants.of = map[gid.ID]uint64{}
	h.plans.made = map[string]*planning{}
	h.liveQueries.limits, h.eventDocuments.limits = c.LiveQueries, c.LiveQueries
	h.refreshes = newRefreshQueue(c.RefreshShare)
	h.tasks.Go(h.poll)
	h.tasks.Go(h.beats)
	return h
}

// Close ends every reader, and every follower with context.Canceled.
func (h *Hub) Close() {
	h.stop()
	h.ringAll() // who waits for a bell looks whether there is an end
	h.tasks.Wait()
}

// Wake says that streams may have something new. It returns at once.
func (h *Hub) Wake(streams []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range streams {
		if s == store.Everything || s == string(journal.Access) {
			for _, t := range h.topics {
				t.hurry()
			}
			continue
		}
		if t, ok := h.topics[journal.Stream(s)]; ok {
			t.hurry()
		}
	}
}

// poll finds what no wake-up told, and lets go of what nobody has followed for a while.
func (h *Hub) poll() {
	tick := time.NewTicker(h.Poll)
	defer tick.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-tick.C:
		}
		h.look()
		h.ageEntries()
		h.sweep()
	}
}

// look asks once for the heads of all streams that are followed, and wakes the readers of those that have moved.
func (h *Hub) look() {
	seen := h.ends()
	if len(seen) == 1 {
		return
	}
	heads, err := h.heads(h.ctx, slices.Collect(maps.Keys(seen))...)
	if err == nil && h.rewound(seen, heads) {
		err = h.Rewound(h.ctx, heads.Epoch) // and the next look finds the new epoch
	}
	if err != nil {
		if h.ctx.Err() == nil {
			slog.Warn("the journal could not be polled", "error", err)
		}
		return
	}
	h.enter(heads)
	behind := heads.Last[journal.Access] > h.grants.seen()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s, t := range h.topics {
		if t.lose(heads.Epoch) { // all that was read is of another history
			delete(h.topics, s)
			continue
		}
		if behind {
			t.hurry()
		}
		t.reach(heads.Last[s])
		t.trim(heads.Trimmed[s])
	}
}

// beats rings every bell now and then.
func (h *Hub) beats() {
	tick := time.NewTicker(h.Beat)
	defer tick.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case now := <-tick.C:
			h.mu.Lock()
			h.beat++
			h.beatAt = now.UTC()
			for _, t := range h.topics {
				t.beatNow(h.beat, h.beatAt)
			}
			h.mu.Unlock()
		}
	}
}

// forgetAfter is how long what nobody follows is kept for those who were cut off and come back.
const forgetAfter = 2 * time.Minute

// sweep lets go of topics and views that nobody has followed for a while.
func (h *Hub) sweep() {
	h.plans.sweep()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s, t := range h.topics {
		if t.idle(time.Now().Add(-forgetAfter)) {
			t.stop()
			delete(h.topics, s)
		}
	}
}

// topic gives the topic of a stream, with one follower more. One that was lost before it was ready is asked for again.
func (h *Hub) topic(ctx context.Context, s journal.Stream) (*topic, error) {
	h.mu.Lock()
	t, ok := h.topics[s]
	if !ok {
		t = newTopic(h, s)
		h.topics[s] = t
		h.tasks.Go(t.read)
	}
	t.join()
	h.mu.Unlock()
	select {
	case <-ctx.Done():
		t.leave()
		return nil, ctx.Err()
	case <-t.ready:
		return t, nil
	case <-t.ctx.Done():
		t.leave()
		if err := h.ctx.Err(); err != nil {
			return nil, err
		}
		return h.topic(ctx, s)
	}
}

// counters are what a hub has done.
type counters struct {
	statements, executions, refreshes, entries, messages, followers atomic.Int64
}

// Stats are what a hub has done since it was made.
type Stats struct {
	Statements int64 // statements that read the journal
	Executions int64 // executions of operations
	Refreshes  int64 // those of them that refreshed live queries
	Entries    int64 // entries read
	Messages   int64 // messages handed to followers
	Followers  int64 // followers now
	Topics     int64 // streams followed now
	// LiveQueries is the number of different live queries now.
	LiveQueries int64
	// EventDocuments is the number of different documents of event subscriptions now.
	EventDocuments int64
}

// Stats tells what the hub has done.
func (h *Hub) Stats() Stats {
	h.mu.Lock()
	topics := len(h.topics)
	h.mu.Unlock()
	c := &h.counts
	return Stats{
		c.statements.Load(), c.executions.Load(), c.refreshes.Load(), c.entries.Load(), c.messages.Load(),
		c.followers.Load(), int64(topics), h.liveQueries.count(), h.eventDocuments.count(),
	}
}
