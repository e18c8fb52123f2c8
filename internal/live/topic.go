package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/journal"
)

// topic is one stream on this node: the state with its entries, and the views of its
// subscriptions.
type topic struct {
	hub           *Hub
	stream        journal.Stream
	ctx           context.Context
	stop          context.CancelFunc
	wake          chan struct{} // wakes the reader
	readRequested atomic.Bool   // a read was requested, whatever was read before
	knownHead     atomic.Int64  // sequence number of the newest entry, as of the last poll
	ready         chan struct{} // closed when the end of the stream is known

	dispatcher dispatcher

	redactionBoundary redactionBoundary

	state atomic.Pointer[topicState] // the newest chunk; read without the lock

	mu              sync.Mutex
	signal          chan struct{} // closed and replaced when there is something new
	epoch           int64
	key             *journal.PositionKey // of positions
	last            int64
	trimmed         int64
	epochEnded      bool // another epoch has begun
	heartbeatNumber int64
	heartbeatAt     time.Time
	chunks          map[int64]*chunk
	loading         map[int64]chan struct{}
	views           map[string]*view
	subscriptions   int
	idleSince       time.Time
}

func newTopic(h *Hub, s journal.Stream) *topic {
	ctx, stop := context.WithCancel(h.ctx)
	t := &topic{
		hub: h, stream: s, ctx: ctx, stop: stop, wake: make(chan struct{}, 1), ready: make(chan struct{}),
		signal: make(chan struct{}), heartbeatNumber: h.heartbeatNumber, heartbeatAt: h.heartbeatAt,
		chunks: map[int64]*chunk{}, loading: map[int64]chan struct{}{}, views: map[string]*view{},
	}
	t.publishState()
	return t
}

// requestRead makes the reader read the stream.
func (t *topic) requestRead() {
	t.readRequested.Store(true)
	t.wakeReader()
}

// requestReadUpTo makes the reader read up to a sequence number, unless it has read that already.
func (t *topic) requestReadUpTo(seq int64) {
	if seq > t.lastSeq() {
		t.knownHead.Store(seq)
		t.wakeReader()
	}
}

func (t *topic) wakeReader() {
	select {
	case t.wake <- struct{}{}:
	default: // it is already awake
	}
}

// readLoop is the only reader of the stream: it reads the chunk at the end of the stream and appends new
// entries until the topic ends. It retries failed reads with exponential backoff.
func (t *topic) readLoop() {
	wait := 10 * time.Millisecond
	for loaded := false; ; {
		var err error
		if !loaded {
			loaded, err = t.loadNewestChunk()
		}
		if loaded && err == nil {
			t.waitReadBackoff()
			err = t.catchUp(t.ctx)
		}
		if t.ctx.Err() != nil {
			return
		}
		if err != nil {
			slog.Warn("reading stream failed, retrying", "stream", string(t.stream), "err", err)
			select {
			case <-t.ctx.Done():
				return
			case <-time.After(wait):
			}
			wait = min(2*wait, time.Second)
			continue
		}
		wait = 10 * time.Millisecond
		for idle := true; idle; idle = !t.readRequested.Swap(false) && t.knownHead.Load() <= t.lastSeq() {
			select {
			case <-t.ctx.Done():
				return
			case <-t.wake:
			}
		}
	}
}

// loadNewestChunk finds the end of the stream and reads the chunk there. It reports whether it was read.
func (t *topic) loadNewestChunk() (bool, error) {
	heads, err := t.hub.readHeads(t.ctx, t.stream, journal.AccessChanges)
	if err != nil {
		return false, err
	}
	t.hub.invalidateGrantsIfMissed(heads)
	t.mu.Lock()
	clear(t.chunks) // remains of a failed attempt
	t.epoch, t.key, t.trimmed = heads.Epoch, heads.Key, heads.Trimmed[t.stream]
	t.last = max(chunkIndex(heads.Last[t.stream])*chunkLen, t.trimmed)
	t.publishState()
	t.mu.Unlock()
	if err := t.catchUp(t.ctx); err != nil {
		return false, err
	}
	t.redactionBoundary.last.Store(t.lastSeq()) // entries from before are history
	close(t.ready)
	return true, nil
}

// catchUp reads up to the end of the stream and of the changes of grants.
func (t *topic) catchUp(ctx context.Context) error {
	for {
		last := t.lastSeq()
		entries, err := t.hub.readSince(ctx, chunkLen, journal.StreamSeq{Stream: t.stream, Seq: last},
			journal.StreamSeq{Stream: journal.AccessChanges, Seq: t.hub.grants.lastRead()})
		if err != nil {
			return err
		}
		t.appendEntries(entries)
		if len(entries) < chunkLen {
			return nil
		}
	}
}

// appendEntries appends entries that were read. Changes of grants are applied first, so that no subscription
// delivers a later entry before.
func (t *topic) appendEntries(entries []journal.Entry) {
	if t.hub.grants.hasUnreadChange(entries) {
		t.hub.OnGrantsChanged() // before any subscription notices the change and reads its viewer
	}
	grantsChanged := false
	for _, e := range entries {
		if e.Stream == journal.AccessChanges && t.hub.grants.recordChange(e) {
			grantsChanged = true
		}
		if restrictsAccess(e.Change) {
			t.hub.authorizationCache.clear()
			t.hub.accessRevision.Add(1) // after clearing: later callers find no old authorization
		}
	}
	if grantsChanged {
		t.hub.broadcastAll()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.last
	for _, e := range entries {
		if e.Stream == t.stream && e.Seq > t.last+1 {
			t.skipTrimmed(e.Seq - 1)
		}
		if e.Stream == t.stream && e.Seq == t.last+1 {
			t.chunkFor(t.last).add(e)
			t.last++
			if changesVisibility(e.Change) {
				t.advanceRedactionBoundary(e.Seq)
			}
		}
	}
	if t.last > before {
		t.hub.counts.entries.Add(t.last - before)
		t.broadcastState()
	}
}

// skipTrimmed skips entries that were removed before this node could read them, for example because it was
// disconnected for longer than they are kept. Subscriptions that have not delivered all of them fail with
// POSITION_LOST.
func (t *topic) skipTrimmed(seq int64) {
	delete(t.chunks, chunkIndex(seq))
	t.last, t.trimmed = seq, max(t.trimmed, seq)
}

// chunkFor returns the chunk of the entry after a sequence number; it creates the one in which the stream
// continues.
func (t *topic) chunkFor(seq int64) *chunk {
	c, ok := t.chunks[chunkIndex(seq)]
	if !ok {
		c = newChunk(seq)
		t.chunks[chunkIndex(seq)] = c
		t.evictChunks(chunkIndex(seq))
	}
	return c
}

// broadcastState wakes all subscriptions. The state is published before: they read it at once, without
// contending for the lock.
func (t *topic) broadcastState() {
	old := t.signal
	t.signal = make(chan struct{})
	t.publishState()
	close(old)
	t.scheduleRenders()
}

// publishState publishes the current state. It must be called after every change, with the lock held.
func (t *topic) publishState() {
	state := t.buildState()
	if c, ok := t.chunks[chunkIndex(t.last-1)]; ok && t.last > 0 {
		state.chunk, state.entries = c, c.entries[:len(c.entries):len(c.entries)]
	}
	t.state.Store(&state)
}

// buildState returns the state of the topic, without entries. The lock is held.
func (t *topic) buildState() topicState {
	return topicState{
		base: t.key.PositionAt(t.epoch, t.stream, 0), last: t.last, trimmed: t.trimmed,
		epochEnded:      t.epochEnded,
		heartbeatNumber: t.heartbeatNumber, heartbeatAt: t.heartbeatAt, signal: t.signal,
	}
}

func (h *Hub) broadcastAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		t.mu.Lock()
		t.broadcastStateAndSnapshots()
		t.mu.Unlock()
	}
}

// broadcastStateAndSnapshots also wakes the subscriptions of live queries, which new entries alone do not
// wake. The lock is held.
func (t *topic) broadcastStateAndSnapshots() {
	t.broadcastState()
	for _, v := range t.views {
		v.snapshot.broadcast()
	}
}

func (t *topic) setHeartbeat(number int64, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heartbeatNumber, t.heartbeatAt = number, at
	t.broadcastState()
}

// progress returns the sequence number of the last entry, a channel that is closed when there is something
// new, and whether the epoch has ended.
func (t *topic) progress() (last int64, signal <-chan struct{}, epochEnded bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last, t.signal, t.epochEnded
}

func (t *topic) lastSeq() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

func (t *topic) setTrimmed(seq int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if seq <= t.trimmed {
		return
	}
	t.trimmed = seq
	if seq > t.last { // all entries that were not read were removed
		t.skipTrimmed(seq)
		t.broadcastState()
		return
	}
	t.publishState()
}

// endIfEpochChanged ends the topic if another epoch has begun, and reports whether it did.
func (t *topic) endIfEpochChanged(currentEpoch int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch == 0 || t.epoch == currentEpoch {
		return false
	}
	t.epochEnded = true
	t.broadcastStateAndSnapshots()
	t.stop()
	return true
}

func (t *topic) addSubscription() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.subscriptions++
}

func (t *topic) removeSubscription() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.subscriptions--
	t.idleSince = time.Now()
}

// evictIdleViews removes views without subscriptions since a time, and reports whether the topic has had none
// since then.
func (t *topic) evictIdleViews(since time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, v := range t.views {
		if v.subscriptions == 0 && v.idleSince.Before(since) {
			delete(t.views, key)
		}
	}
	return t.subscriptions == 0 && t.idleSince.Before(since)
}
