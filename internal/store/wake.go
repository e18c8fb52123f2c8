package store

import (
	"context"
	"slices"
	"sync"
)

// AllChannels stands for all channels: notifications may have been lost, so subscribers check everything.
const Everything = "*"

// Notify notifies the subscribers of a channel after the Tx has committed, on this node and on all others of
// the database. It is only a hint, which may be lost between nodes, so subscribers also poll. A channel name
// contains no spaces and no commas. It panics without a Tx.
func Ring(ctx context.Context, name string) {
	t := current(ctx)
	if t == nil {
		panic("store: Ring without a Tx")
	}
	pending := Carried(ctx, func() *ringing { return &ringing{} })
	if pending.topics == nil {
		s := t.store
		AfterCommit(ctx, func() { s.bells.ring(pending.topics); s.bells.tell(pending.topics) })
	}
	if !slices.Contains(pending.topics, name) {
		pending.topics = append(pending.topics, name)
	}
}

type ringing struct{ topics []string }

// OnNotify calls fn with the channels that were notified, on this node or another, until ctx ends. fn must
// not block. The first call starts listening to other nodes.
func (s *Store) OnRing(ctx context.Context, fn func(channels []string)) {
	s.bells.add(ctx, fn)
	if nodes, ok := s.source.(interface{ listen(*bells) }); ok {
		s.bells.once.Do(func() { nodes.listen(&s.bells) })
	}
}

// notifier holds the subscribers of this node and the pending cross-node notifications.
type bells struct {
	once sync.Once
	mu   sync.Mutex
	fns  []*func([]string)
	// pending has the channels to send to other nodes; nil without other nodes.
	pending map[string]struct{}
	bell    chan struct{}
	stop    func()
}

func (b *bells) add(ctx context.Context, fn func([]string)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fns = append(slices.Clone(b.fns), &fn)
	context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.fns = slices.DeleteFunc(slices.Clone(b.fns), func(f *func([]string)) bool { return f == &fn })
	})
}

// notifyLocal calls the subscribers of this node.
func (b *bells) ring(channels []string) {
	b.mu.Lock()
	fns := b.fns
	b.mu.Unlock()
	for _, fn := range fns {
		(*fn)(channels)
	}
}

// queueRemote queues channels for other nodes without blocking. Channels that are queued meanwhile are sent
// together.
func (b *bells) tell(channels []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pending == nil {
		return
	}
	for _, t := range channels {
		b.pending[t] = struct{}{}
	}
	select {
	case b.bell <- struct{}{}:
	default: // a wake-up is already pending
	}
}

// takePending returns the queued channels and clears the queue.
func (b *bells) told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	channels := make([]string, 0, len(b.pending))
	for t := range b.pending {
		channels = append(channels, t)
	}
	clear(b.pending)
	return channels
}

func (b *bells) close() {
	if b.stop != nil {
		b.stop()
	}
}
