package live

import (
	"context"
	"log/slog"
	"time"

	"thidua/internal/fault"
	"thidua/internal/journal"
)

// errEpochEnded ends the subscriptions of a previous epoch.
var errEpochEnded = fault.PositionLost.With("reason", "RESTORED")

// topicState is a snapshot of a topic, immutable once it is published: the bounds of the stream, the entries
// of one chunk, and a signal that is closed when subscriptions have to read a newer snapshot.
type topicState struct {
	entries         []journal.Entry
	chunk           *chunk
	base            journal.Position // of the beginning of the stream
	last            int64
	trimmed         int64
	epochEnded      bool
	heartbeatNumber int64
	heartbeatAt     time.Time
	signal          <-chan struct{}
}

// positionAt returns the position after an entry.
func (s *topicState) positionAt(seq int64) journal.Position {
	position := s.base
	position.Seq = seq
	return position
}

// entriesAfter returns at most n entries after a sequence number, and false if they are in another chunk.
func (s *topicState) entriesAfter(seq int64, n int) ([]journal.Entry, bool, error) {
	switch {
	case s.epochEnded:
		return nil, true, errEpochEnded
	case seq < s.trimmed:
		return nil, true, fault.PositionLost.With("reason", "NOT_KEPT")
	case seq >= s.last:
		return nil, true, nil
	case s.chunk == nil || chunkIndex(seq) != chunkIndex(s.chunk.first-1) || seq+1 < s.chunk.first:
		return nil, false, nil
	}
	from := min(seq+1-s.chunk.first, int64(len(s.entries)))
	return s.entries[from:min(from+int64(n), int64(len(s.entries)))], true, nil
}

// readAfter returns the state with at most n entries after a sequence number. A chunk that is not cached is
// read once for all callers, which block until then.
func (t *topic) readAfter(ctx context.Context, seq int64, n int) (topicState, error) {
	for {
		if err := t.ctx.Err(); err != nil && !t.state.Load().epochEnded { // the hub is closed
			return topicState{}, err
		}
		state := *t.state.Load()
		var here bool
		var err error
		if state.entries, here, err = state.entriesAfter(seq, n); here {
			return state, err
		}
		t.mu.Lock()
		state = t.buildStateAt(seq)
		if state.entries, here, err = state.entriesAfter(seq, n); here {
			t.mu.Unlock()
			return state, err
		}
		loaded, running := t.loading[chunkIndex(seq)]
		if !running {
			loaded = make(chan struct{})
			t.loading[chunkIndex(seq)] = loaded
		}
		t.mu.Unlock()
		if !running {
			go t.loadChunk(chunkIndex(seq), loaded)
		}
		select {
		case <-ctx.Done():
			return state, ctx.Err()
		case <-loaded:
		}
	}
}

// buildStateAt returns the state with the chunk of the entry after a sequence number, if that is cached. The
// lock is held.
func (t *topic) buildStateAt(seq int64) topicState {
	state := t.buildState()
	if c, ok := t.chunks[chunkIndex(seq)]; ok {
		state.chunk, state.entries = c, c.entries
	}
	return state
}

// readCached is readAfter without blocking. It returns false if entries have to be read, or on an error.
func (t *topic) readCached(seq int64, n int) (*topicState, []journal.Entry, bool) {
	state := t.state.Load()
	entries, cached, err := state.entriesAfter(seq, n)
	if !cached {
		t.mu.Lock()
		old := t.buildStateAt(seq)
		t.mu.Unlock()
		state = &old
		entries, cached, err = state.entriesAfter(seq, n)
	}
	return state, entries, cached && err == nil
}

// loadChunk reads an old chunk.
func (t *topic) loadChunk(index int64, loaded chan struct{}) {
	defer close(loaded)
	from := index * chunkLen
	t.mu.Lock()
	from = max(from, t.trimmed)
	t.mu.Unlock()
	after := journal.StreamSeq{Stream: t.stream, Seq: from}
	entries, err := t.hub.readSince(t.ctx, int((index+1)*chunkLen-from), after)
	if err != nil {
		select { // delay the retries of those that wait
		case <-t.ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.loading, index)
	if err != nil {
		slog.Warn("reading stream failed, retrying", "stream", string(t.stream), "err", err)
		return
	}
	c := newChunk(from)
	for _, e := range entries {
		if e.Seq == c.first+int64(len(c.entries)) {
			c.add(e)
		}
	}
	lastLoaded := c.first + int64(len(c.entries)) - 1
	if len(c.entries) == 0 || lastLoaded < min((index+1)*chunkLen, t.last) { // trimmed meanwhile
		t.trimmed = max(t.trimmed, min((index+1)*chunkLen, t.last))
		t.publishState()
		return
	}
	t.hub.counts.entries.Add(int64(len(c.entries)))
	t.chunks[index] = c
	t.evictChunks(index)
}

// maxChunks is the maximum number of cached chunks of a stream.
const maxChunks = 32

// evictChunks evicts the oldest chunks, except for the newest one of the stream and the one that was just
// read.
func (t *topic) evictChunks(except int64) {
	for len(t.chunks) > maxChunks {
		oldest := int64(-1)
		for n := range t.chunks {
			if n != except && n != chunkIndex(t.last) && (oldest < 0 || n < oldest) {
				oldest = n
			}
		}
		if oldest < 0 {
			return
		}
		delete(t.chunks, oldest)
	}
}
