package store

import (
	"context"
	"slices"
	"sync"
)

// Everything is the topic that stands for all of them: something may have been missed, look everywhere.
const Everything = "*"

// Ring says under a Tx that whoever waits for a topic has something to look at once the Tx is committed, on this node and
// on every other of the same database. It is a hint and no more: it may be lost between nodes, so who waits also looks by
// itself now and then. A topic is a short word without a space or a comma.
func Ring(ctx context.Context, topic string) {
	t := current(ctx)
	if t == nil {
		panic("store: Ring without a Tx")
	}
	rung := Carried(ctx, func() *ringing { return &ringing{} })
	if rung.topics == nil {
		s := t.store
		AfterCommit(ctx, func() { s.bells.ring(rung.topics); s.bells.tell(rung.topics) })
	}
	if !slices.Contains(rung.topics, topic) {
		rung.topics = append(rung.topics, topic)
	}
}

type ringing struct{ topics []string }

// OnRing has fn called with the topics that were rung, here or on another node, until the context ends; it must return
// at once. The first call begins to listen to other nodes.
func (s *Store) OnRing(ctx context.Context, fn func(topics []string)) {
	s.bells.add(ctx, fn)
	if nodes, ok := s.source.(interface{ listen(*bells) }); ok {
		s.bells.once.Do(func() { nodes.listen(&s.bells) })
	}
}

// bells are who waits on this node, and the way to the others.
type bells struct {
	once sync.Once
	mu   sync.Mutex
	fns  []*func([]string)
	// pending is what other nodes are to be told; nil without other nodes.
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

// ring wakes who waits on this node.
func (b *bells) ring(topics []string) {
	b.mu.Lock()
	fns := b.fns
	b.mu.Unlock()
	for _, fn := range fns {
		(*fn)(topics)
	}
}

// tell leaves word for the other nodes. It never waits: what is not sent yet is sent together.
func (b *bells) tell(topics []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pending == nil {
		return
	}
	for _, t := range topics {
		b.pending[t] = struct{}{}
	}
	select {
	case b.bell <- struct{}{}:
	default: // it rings already
	}
}

// told takes what is to be sent.
func (b *bells) told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	topics := make([]string, 0, len(b.pending))
	for t := range b.pending {
		topics = append(topics, t)
	}
	clear(b.pending)
	return topics
}

func (b *bells) close() {
	if b.stop != nil {
		b.stop()
	}
}
