package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"thidua/internal/journal"
)

// topic is one stream on this node: what was read of it, and who is rendered what.
type topic struct {
	hub    *Hub
	stream journal.Stream
	ctx    context.Context
	stop   context.CancelFunc
	wake   chan struct{} // the reader's
	asked  atomic.Bool   // to read, whatever it has read
	known  atomic.Int64  // number up to which there are entries, as the poll saw
	ready  chan struct{} // closed when the end of the stream is known

	ushers ushers

	fresh freshness

	now atomic.Pointer[pulled] // what all who have seen all but the newest chunk are given, without the lock

	mu      sync.Mutex
	bell    chan struct{} // closed, and another put in its place, when there is something to pull
	epoch   int64
	key     *journal.Key // of positions
	last    int64
	trimmed int64
	lost    bool // the epoch is over
	beat    int64
	beatAt  time.Time
	chunks  map[int64]*chunk
	loading map[int64]chan struct{}
	views   map[string]*view
	count   int // followers
	idleAt  time.Time
}

func newTopic(h *Hub, s journal.Stream) *topic {
	ctx, stop := context.WithCancel(h.ctx)
	t := &topic{hub: h, stream: s, ctx: ctx, stop: stop, wake: make(chan struct{}, 1), ready: make(chan struct{}),
		bell: make(chan struct{}), beat: h.beat, beatAt: h.beatAt,
		chunks: map[int64]*chunk{}, loading: map[int64]chan struct{}{}, views: map[string]*view{}}
	t.putUp()
	return t
}

// hurry has the reader read.
func (t *topic) hurry() {
	t.asked.Store(true)
	t.nudge()
}

// reach has the reader read up to a number. It may have, or be about to: the poll looks whenever it does.
func (t *topic) reach(last int64) {
	if last > t.end() {
		t.known.Store(last)
		t.nudge()
	}
}

func (t *topic) nudge() {
	select {
	case t.wake <- struct{}{}:
	default: // it is awake
	}
}

// read is the one reader of the stream: it begins at the chunk in which the stream ends, and appends what comes. Where
// the database fails it tries again, ever more seldom, as long as the topic is there.
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
			slog.Warn("a stream could not be read; it is tried again", "stream", string(t.stream), "error", err)
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

// begin finds the end of the stream and reads the chunk in which it is.
func (t *topic) begin() (bool, error) {
	heads, err := t.hub.heads(t.ctx, t.stream, journal.Access)
	if err != nil {
		return false, err
	}
	t.hub.enter(heads)
	t.mu.Lock()
	clear(t.chunks) // what was read before it failed is read again
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

// catchUp reads to the end of the stream, and of who may see it.
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

// take appends what was read. Who may see it comes first, so that no follower sees an entry before it.
func (t *topic) take(entries []journal.Entry) {
	if t.hub.grants.behind(entries) {
		t.hub.GrantsChanged() // before anybody finds out, and asks who is asking
	}
	news := false
	for _, e := range entries {
		if e.Stream == journal.Access && t.hub.grants.note(e) {
			news = true
		}
		if narrows(e.Change) {
			t.hub.plans.clear()
			t.hub.narrowed.Add(1) // after that: who finds the new number finds no old plan
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

// skip goes on behind what was removed before this node could read it, as when it was cut off for longer than events are
// kept. Who has not seen all of it is told so.
func (t *topic) skip(upTo int64) {
	delete(t.chunks, chunkOf(upTo))
	t.last, t.trimmed = upTo, max(t.trimmed, upTo)
}

// chunkAt is the chunk with the entry after a number; it makes the one in which the stream goes on.
func (t *topic) chunkAt(after int64) *chunk {
	c, ok := t.chunks[chunkOf(after)]
	if !ok {
		c = newChunk(after)
		t.chunks[chunkOf(after)] = c
		t.makeRoom(chunkOf(after))
	}
	return c
}

// ring wakes every follower. What it pulls then is put up before: they come all at once, and would stand in line for the lock.
func (t *topic) ring() {
	rung := t.bell
	t.bell = make(chan struct{})
	t.putUp()
	close(rung)
	t.call()
}

// putUp puts up what is there now. It is called whenever that has changed, under the lock.
func (t *topic) putUp() {
	p := t.state()
	if c, ok := t.chunks[chunkOf(t.last-1)]; ok && t.last > 0 {
		p.chunk, p.entries = c, c.entries[:len(c.entries):len(c.entries)]
	}
	t.now.Store(&p)
}

// state is what holds for all followers.
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

// ringPictures wakes also those to whom a new entry alone is no news.
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

// progress returns the last entry of the stream, a channel that is closed on the next one, and whether the
// stream is lost.
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
	if upTo > t.last { // all that was not read yet: nothing more comes to go on with
		t.skip(upTo)
		t.ring()
		return
	}
	t.putUp()
}

// lose ends it if the database has begun another epoch.
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

// idle tells whether nobody has followed since a time. Views that nobody has followed since then are let go.
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
