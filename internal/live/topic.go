package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/journal"
)

// topic is the state of one stream on this node: the window of its entries, and the views of its
// subscriptions.
type topic struct {
	hub    *Hub
	stream journal.Stream
	ctx    context.Context
	stop   context.CancelFunc
	wake   chan struct{} // wakes the reader
	asked  atomic.Bool   // a read was requested, whatever was read before
	known  atomic.Int64  // number of the newest entry, as of the last poll
	ready  chan struct{} // closed when the end of the stream is known

	ushers ushers

	fresh freshness

	now atomic.Pointer[pulled] // the newest chunk; read without the lock

	mu      sync.Mutex
	bell    chan struct{} // closed and replaced when there is something new
	epoch   int64
	key     *journal.Key // of positions
	last    int64
	trimmed int64
	lost    bool // another epoch has begun
	beat    int64
	beatAt  time.Time
	chunks  map[int64]*chunk
	loading map[int64]chan struct{}
	views   map[string]*view
	count   int
	idleAt  time.Time
}

func newTopic(h *Hub, s journal.Stream) *topic {
	ctx, stop := context.WithCancel(h.ctx)
	t := &topic{
		hub: h, stream: s, ctx: ctx, stop: stop, wake: make(chan struct{}, 1), ready: make(chan struct{}),
		bell: make(chan struct{}), beat: h.beat, beatAt: h.beatAt,
		chunks: map[int64]*chunk{}, loading: map[int64]chan struct{}{}, views: map[string]*view{},
	}
	t.putUp()
	return t
}

// requestRead makes the reader read the stream.
func (t *topic) hurry() {
	t.asked.Store(true)
	t.nudge()
}

// noteHead makes the reader read up to a number, unless it has read that already.
func (t *topic) reach(last int64) {
	if last > t.end() {
		t.known.Store(last)
		t.nudge()
	}
}

func (t *topic) nudge() {
	select {
	case t.wake <- struct{}{}:
	default: // it is already awake
	}
}

// readLoop is the only reader of the stream: it reads the chunk at the end of the stream and appends new
// entries until the topic ends. It retries failed reads with exponential backoff.
func (t *topic) read() {
	wait := 10 * time.Millisecond
	for began := false; ; {
		var err error
		if !began {
			began, err = t.begin()
		}
		if began && err == nil {
			t.breathe()
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
		for idle := true; idle; idle = !t.asked.Swap(false) && t.known.Load() <= t.end() {
			select {
			case <-t.ctx.Done():
				return
			case <-t.wake:
			}
		}
	}
}

// readTail finds the end of the stream and reads the chunk there. It reports whether it was read.
func (t *topic) begin() (bool, error) {
	heads, err := t.hub.heads(t.ctx, t.stream, journal.Access)
	if err != nil {
		return false, err
	}
	t.hub.enter(heads)
	t.mu.Lock()
	clear(t.chunks) // remains of a failed attempt
	t.epoch, t.key, t.trimmed = heads.Epoch, heads.Key, heads.Trimmed[t.stream]
	t.last = max(chunkOf(heads.Last[t.stream])*chunkLen, t.trimmed)
	t.putUp()
	t.mu.Unlock()
	if err := t.catchUp(t.ctx); err != nil {
		return false, err
	}
	t.fresh.after.Store(t.end()) // entries from before are history
	close(t.ready)
	return true, nil
}

// catchUp reads up to the end of the stream and of the changes of grants.
func (t *topic) catchUp(ctx context.Context) error {
	for {
		last := t.end()
		entries, err := t.hub.since(ctx, chunkLen, journal.After{Stream: t.stream, Seq: last},
			journal.After{Stream: journal.Access, Seq: t.hub.grants.seen()})
		if err != nil {
			return err
		}
		t.take(entries)
		if len(entries) < chunkLen {
			return nil
		}
	}
}

// appendEntries appends entries that were read. Changes of grants are applied first, so that no subscription
// delivers a later entry before.
func (t *topic) take(entries []journal.Entry) {
	if t.hub.grants.behind(entries) {
		t.hub.GrantsChanged() // before any subscription notices the change and reads its viewer
	}
	news := false
	for _, e := range entries {
		if e.Stream == journal.Access && t.hub.grants.note(e) {
			news = true
		}
		if narrows(e.Change) {
			t.hub.plans.clear()
			t.hub.narrowed.Add(1) // after clearing: later callers find no old authorization
		}
	}
	if news {
		t.hub.ringAll()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.last
	for _, e := range entries {
		if e.Stream == t.stream && e.Seq > t.last+1 {
			t.skip(e.Seq - 1)
		}
		if e.Stream == t.stream && e.Seq == t.last+1 {
			t.chunkAt(t.last).add(e)
			t.last++
			if revises(e.Change) {
				t.revise(e.Seq)
			}
		}
	}
	if t.last > before {
		t.hub.counts.entries.Add(t.last - before)
		t.ring()
	}
}

// skipTrimmed skips entries that were removed before this node could read them, for example because it was
// disconnected for longer than they are kept. Subscriptions that have not delivered all of them fail with
// POSITION_LOST.
func (t *topic) skip(upTo int64) {
	delete(t.chunks, chunkOf(upTo))
	t.last, t.trimmed = upTo, max(t.trimmed, upTo)
}

// chunkFor returns the chunk of the entry after a number; it creates the one in which the stream continues.
func (t *topic) chunkAt(after int64) *chunk {
	c, ok := t.chunks[chunkOf(after)]
	if !ok {
		c = newChunk(after)
		t.chunks[chunkOf(after)] = c
		t.makeRoom(chunkOf(after))
	}
	return c
}

// broadcast wakes all subscriptions. The window is published before: they read it at once, without contending
// for the lock.
func (t *topic) ring() {
	old := t.bell
	t.bell = make(chan struct{})
	t.putUp()
	close(old)
	t.call()
}

// publishWindow publishes the current window. It must be called after every change, with the lock held.
func (t *topic) putUp() {
	p := t.state()
	if c, ok := t.chunks[chunkOf(t.last-1)]; ok && t.last > 0 {
		p.chunk, p.entries = c, c.entries[:len(c.entries):len(c.entries)]
	}
	t.now.Store(&p)
}

// buildWindow returns the state of the topic, without entries. The lock is held.
func (t *topic) state() pulled {
	return pulled{
		base: t.key.At(t.epoch, t.stream, 0), last: t.last, trimmed: t.trimmed, lost: t.lost,
		beat: t.beat, beatAt: t.beatAt, bell: t.bell,
	}
}

func (h *Hub) ringAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		t.mu.Lock()
		t.ringPictures()
		t.mu.Unlock()
	}
}

// broadcastSnapshots also wakes the subscriptions of live queries, which new entries alone do not wake. The
// lock is held.
func (t *topic) ringPictures() {
	t.ring()
	for _, v := range t.views {
		v.paint.ring()
	}
}

func (t *topic) beatNow(beat int64, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.beat, t.beatAt = beat, at
	t.ring()
}

// progress returns the number of the last entry, a channel that is closed when there is something new, and
// whether the epoch has ended.
func (t *topic) progress() (last int64, bell <-chan struct{}, lost bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last, t.bell, t.lost
}

func (t *topic) end() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

func (t *topic) trim(upTo int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if upTo <= t.trimmed {
		return
	}
	t.trimmed = upTo
	if upTo > t.last { // all entries that were not read were removed
		t.skip(upTo)
		t.ring()
		return
	}
	t.putUp()
}

// invalidate ends the topic if another epoch has begun, and reports whether it did.
func (t *topic) lose(now int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch == 0 || t.epoch == now {
		return false
	}
	t.lost = true
	t.ringPictures()
	t.stop()
	return true
}

func (t *topic) join() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
}

func (t *topic) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count--
	t.idleAt = time.Now()
}

// evictIdleViews removes views without subscriptions since a time, and reports whether the topic has had none
// since then.
func (t *topic) idle(since time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, v := range t.views {
		if v.count == 0 && v.idleAt.Before(since) {
			delete(t.views, key)
		}
	}
	return t.count == 0 && t.idleAt.Before(since)
}
