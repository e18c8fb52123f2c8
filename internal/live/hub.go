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

// Config configures a [Hub]: the functions that read the journal, intervals and limits.
type Config struct {
	// ReadSince and ReadHeads read the journal.
	Since func(ctx context.Context, limit int, asked ...journal.After) ([]journal.Entry, error)
	Heads func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error)
	// ReadStates reads, as seen by the viewer of ctx, the states of subjects that may be hidden after a
	// change; if nil, only the audience of a change decides who receives it.
	States func(ctx context.Context, subjects ...gid.ID) (map[gid.ID]journal.SubjectState, error)
	// OnRollback is called when the journal lacks entries that were read before in the same epoch: a backup
	// was restored while this node was running, or committed entries were lost. It starts another epoch.
	// Optional.
	Rewound func(ctx context.Context, epoch int64) error
	// OnGrantsChanged is called before any later event is delivered. Optional.
	GrantsChanged func()

	Beat    time.Duration // between heartbeats; 15 seconds if 0
	Poll    time.Duration // between polls for entries whose wake-up was lost; half a second if 0
	Paint   time.Duration // minimum time between snapshots of a live query; 200 ms if 0
	Batch   int           // maximum number of events delivered at once; 96 if 0
	Keep    int           // maximum size of the cached renderings in bytes; 64 MiB if 0
	Timeout time.Duration // of one execution; 10 seconds if 0

	// LiveQueries limits the number of different live queries at a time and, counted separately, that of
	// different documents of event subscriptions.
	LiveQueries LiveQueryLimits
	// RefreshShare is the share of one core that the refreshes of all live queries may use together; 0.5 if
	// 0.
	RefreshShare float64
}

func (c *Config) defaults() {
	for _, d := range []struct {
		given     *time.Duration
		otherwise time.Duration
	}{
		{&c.Beat, 15 * time.Second}, {&c.Poll, 500 * time.Millisecond},
		{&c.Paint, 200 * time.Millisecond}, {&c.Timeout, 10 * time.Second},
	} {
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

// Hub delivers the streams of the journal to the subscriptions of one node. It is safe for concurrent use.
type Hub struct {
	Config
	ctx        context.Context
	stop       context.CancelFunc
	tasks      sync.WaitGroup
	kept       keeper
	counts     counters
	mostUshers int // per stream

	mu     sync.Mutex
	topics map[journal.Stream]*topic
	beat   int64 // number of the last heartbeat
	beatAt time.Time

	liveQueries    viewCounter
	eventDocuments viewCounter
	refreshes      *refreshQueue

	grants   grants
	plans    plans
	narrowed atomic.Int64 // number of changes that restricted access
}

// New returns a hub, which polls the journal until Close.
func New(c Config) *Hub {
	c.defaults()
	ctx, stop := context.WithCancel(context.Background())
	h := &Hub{
		Config: c, ctx: ctx, stop: stop,
		topics: map[journal.Stream]*topic{}, beat: 1, beatAt: time.Now().UTC(),
		kept: keeper{most: c.Keep}, mostUshers: runtime.GOMAXPROCS(0),
	}
	h.grants.of = map[gid.ID]uint64{}
	h.plans.made = map[string]*planning{}
	h.liveQueries.limits, h.eventDocuments.limits = c.LiveQueries, c.LiveQueries
	h.refreshes = newRefreshQueue(c.RefreshShare)
	h.tasks.Go(h.poll)
	h.tasks.Go(h.beats)
	return h
}

// Close stops all readers and ends every subscription with context.Canceled.
func (h *Hub) Close() {
	h.stop()
	h.ringAll() // waiting subscriptions check whether the hub is closed
	h.tasks.Wait()
}

// Wake notifies the hub that streams may have new entries. It does not block.
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

// pollLoop finds entries whose wake-up was lost, and evicts idle topics and views.
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

// pollHeads reads the heads of all subscribed streams in one statement and wakes the readers that are behind.
func (h *Hub) look() {
	seen := h.ends()
	if len(seen) == 1 {
		return
	}
	heads, err := h.heads(h.ctx, slices.Collect(maps.Keys(seen))...)
	if err == nil && h.rewound(seen, heads) {
		err = h.Rewound(h.ctx, heads.Epoch) // the next poll reads the new epoch
	}
	if err != nil {
		if h.ctx.Err() == nil {
			slog.Warn("polling the journal failed", "err", err)
		}
		return
	}
	h.enter(heads)
	behind := heads.Last[journal.Access] > h.grants.seen()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s, t := range h.topics {
		if t.lose(heads.Epoch) { // its entries belong to the previous epoch
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

// heartbeatLoop sends a heartbeat to all streams at each interval.
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

// idleTimeout is how long a stream or view without subscriptions is kept for clients that reconnect.
const forgetAfter = 2 * time.Minute

// evictIdle removes topics and views that have had no subscriptions for idleTimeout.
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

// joinTopic returns the topic of a stream with its subscription count increased. It tries again if the
// topic's epoch ended before it was ready.
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

// counters count the work of a hub.
type counters struct {
	statements, executions, refreshes, entries, messages, followers atomic.Int64
}

// Stats are the work of a hub since it was created, and its current size.
type Stats struct {
	Statements int64 // statements that read the journal
	Executions int64 // executions of operations
	Refreshes  int64 // executions that refreshed live queries
	Entries    int64 // entries read
	Messages   int64 // messages delivered to subscriptions
	Followers  int64 // current subscriptions
	Topics     int64 // streams currently subscribed to
	// LiveQueries is the current number of different live queries.
	LiveQueries int64
	// EventDocuments is the current number of different documents of event subscriptions.
	EventDocuments int64
}

// Stats returns the work of the hub since it was created, and its current size.
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
