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
	ReadSince func(ctx context.Context, limit int, after ...journal.StreamSeq) ([]journal.Entry, error)
	ReadHeads func(ctx context.Context, streams ...journal.Stream) (journal.Heads, error)
	// ReadRowVisibilities reads, as seen by the viewer of ctx, the visibility of rows that may be hidden after a
	// change; if nil, only the audience of a change decides who receives it.
	ReadRowVisibilities func(ctx context.Context, ids ...gid.ID) (map[gid.ID]journal.RowVisibility, error)
	// OnRollback is called when the journal lacks entries that were read before in the same epoch: a backup
	// was restored while this node was running, or committed entries were lost. It starts another epoch.
	// Optional.
	OnRollback func(ctx context.Context, epoch int64) error
	// OnGrantsChanged is called before any later event is delivered. Optional.
	OnGrantsChanged func()

	HeartbeatInterval time.Duration // between heartbeats; 15 seconds if 0
	PollInterval      time.Duration // between polls for entries whose wake-up was lost; half a second if 0
	SnapshotInterval  time.Duration // minimum time between snapshots of a live query; 200 ms if 0
	BatchSize         int           // maximum number of events delivered at once; 96 if 0
	BatchBytes        int           // bytes after which no further event is delivered at once; 256 KiB if 0
	CacheBytes        int           // maximum size of the cached renderings in bytes; 64 MiB if 0
	Timeout           time.Duration // of one execution; 10 seconds if 0

	// LiveQueries limits the number of different live queries at a time and, counted separately, that of
	// different documents of event subscriptions.
	LiveQueries ViewLimits
	// RefreshShare is the share of one core that the refreshes of all live queries may use together; 0.5 if
	// 0.
	RefreshShare float64
}

func (c *Config) setDefaults() {
	for _, d := range []struct {
		given    *time.Duration
		fallback time.Duration
	}{
		{&c.HeartbeatInterval, 15 * time.Second}, {&c.PollInterval, 500 * time.Millisecond},
		{&c.SnapshotInterval, 200 * time.Millisecond}, {&c.Timeout, 10 * time.Second},
	} {
		if *d.given == 0 {
			*d.given = d.fallback
		}
	}
	if c.BatchSize == 0 {
		c.BatchSize = 96
	}
	if c.BatchBytes == 0 {
		c.BatchBytes = 256 << 10
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = 64 << 20
	}
	if c.RefreshShare == 0 {
		c.RefreshShare = 0.5
	}
	if c.OnGrantsChanged == nil {
		c.OnGrantsChanged = func() {}
	}
}

// Hub delivers the streams of the journal to the subscriptions of one node. It is safe for concurrent use.
type Hub struct {
	Config
	ctx            context.Context
	stop           context.CancelFunc
	tasks          sync.WaitGroup
	renderBudget   renderBudget // of renderings that depend on their entries alone
	nodesBudget    renderBudget // of renderings that show nodes, which are reused for a second
	counts         counters
	maxDispatchers int // per stream

	mu              sync.Mutex
	topics          map[journal.Stream]*topic
	heartbeatNumber int64 // number of the last heartbeat
	heartbeatAt     time.Time

	liveQueries viewLimiter
	eventViews  viewLimiter
	refreshes   *refreshLimiter

	grants             grantTracker
	authorizationCache authorizationCache
	accessRevision     atomic.Int64 // number of changes that restricted access
}

// New returns a hub, which polls the journal until Close.
func New(c Config) *Hub {
	c.setDefaults()
	ctx, stop := context.WithCancel(context.Background())
	h := &Hub{
		Config: c, ctx: ctx, stop: stop,
		topics: map[journal.Stream]*topic{}, heartbeatNumber: 1, heartbeatAt: time.Now().UTC(),
		renderBudget: renderBudget{maxBytes: c.CacheBytes},
		nodesBudget:  renderBudget{maxBytes: c.CacheBytes / 8}, maxDispatchers: runtime.GOMAXPROCS(0),
	}
	h.grants.changedAt = map[gid.ID]uint64{}
	h.authorizationCache.entries = map[string]*authorizationEntry{}
	h.liveQueries.limits, h.eventViews.limits = c.LiveQueries, c.LiveQueries
	h.refreshes = newRefreshLimiter(c.RefreshShare)
	h.tasks.Go(h.pollLoop)
	h.tasks.Go(h.heartbeatLoop)
	return h
}

// Close stops all readers and ends every subscription with context.Canceled.
func (h *Hub) Close() {
	h.stop()
	h.broadcastAll() // waiting subscriptions check whether the hub is closed
	h.tasks.Wait()
}

// Wake notifies the hub that streams may have new entries. It does not block.
func (h *Hub) Wake(streams []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range streams {
		if s == store.AllChannels || s == string(journal.AccessChanges) {
			for _, t := range h.topics {
				t.requestRead()
			}
			continue
		}
		if t, ok := h.topics[journal.Stream(s)]; ok {
			t.requestRead()
		}
	}
}

// pollLoop finds entries whose wake-up was lost, and evicts idle topics and views.
func (h *Hub) pollLoop() {
	tick := time.NewTicker(h.PollInterval)
	defer tick.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-tick.C:
		}
		h.pollHeads()
		h.advanceRedactionBoundaries()
		h.evictIdle()
	}
}

// pollHeads reads the heads of all subscribed streams in one statement and wakes the readers that are behind.
func (h *Hub) pollHeads() {
	seen := h.readPositions()
	if len(seen) == 1 {
		return
	}
	heads, err := h.readHeads(h.ctx, slices.Collect(maps.Keys(seen))...)
	if err == nil && h.isRolledBack(seen, heads) {
		err = h.OnRollback(h.ctx, heads.Epoch) // the next poll reads the new epoch
	}
	if err != nil {
		if h.ctx.Err() == nil {
			slog.Warn("polling the journal failed", "err", err)
		}
		return
	}
	h.invalidateGrantsIfMissed(heads)
	behind := heads.Last[journal.AccessChanges] > h.grants.lastRead()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s, t := range h.topics {
		if t.endIfEpochChanged(heads.Epoch) { // its entries belong to the previous epoch
			delete(h.topics, s)
			continue
		}
		if behind {
			t.requestRead()
		}
		t.requestReadUpTo(heads.Last[s])
		t.setTrimmed(heads.Trimmed[s])
	}
}

// heartbeatLoop sends a heartbeat to all streams at each interval.
func (h *Hub) heartbeatLoop() {
	tick := time.NewTicker(h.HeartbeatInterval)
	defer tick.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case now := <-tick.C:
			h.mu.Lock()
			h.heartbeatNumber++
			h.heartbeatAt = now.UTC()
			for _, t := range h.topics {
				t.setHeartbeat(h.heartbeatNumber, h.heartbeatAt)
			}
			h.mu.Unlock()
		}
	}
}

// idleTimeout is how long a stream or view without subscriptions is kept for clients that reconnect.
const idleTimeout = 2 * time.Minute

// evictIdle removes topics and views that have had no subscriptions for idleTimeout.
func (h *Hub) evictIdle() {
	h.authorizationCache.removeExpired()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s, t := range h.topics {
		if t.evictIdleViews(time.Now().Add(-idleTimeout)) {
			t.stop()
			delete(h.topics, s)
		}
	}
}

// joinTopic returns the topic of a stream with its subscription count increased. It tries again if the
// topic's epoch ended before it was ready.
func (h *Hub) joinTopic(ctx context.Context, s journal.Stream) (*topic, error) {
	h.mu.Lock()
	t, ok := h.topics[s]
	if !ok {
		t = newTopic(h, s)
		h.topics[s] = t
		h.tasks.Go(t.readLoop)
	}
	t.addSubscription()
	h.mu.Unlock()
	select {
	case <-ctx.Done():
		t.removeSubscription()
		return nil, ctx.Err()
	case <-t.ready:
		return t, nil
	case <-t.ctx.Done():
		t.removeSubscription()
		if err := h.ctx.Err(); err != nil {
			return nil, err
		}
		return h.joinTopic(ctx, s)
	}
}

// counters count the work of a hub.
type counters struct {
	statements, executions, refreshes, entries, messages, subscriptions atomic.Int64
}

// Stats describes the work that a hub has done since it was created, and its current size.
type Stats struct {
	Statements    int64 // statements that read the journal
	Executions    int64 // executions of operations
	Refreshes     int64 // executions that refreshed live queries
	Entries       int64 // entries read
	Messages      int64 // messages delivered to subscriptions
	Subscriptions int64 // current subscriptions
	Topics        int64 // streams currently subscribed to
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
		c.subscriptions.Load(), int64(topics), h.liveQueries.count(), h.eventViews.count(),
	}
}
