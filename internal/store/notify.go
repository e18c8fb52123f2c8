package store

import (
	"context"
	"slices"
	"sync"
)

// AllChannels stands for all channels: notifications may have been lost, so subscribers check everything.
const AllChannels = "*"

// Notify notifies the subscribers of a channel after the transaction has committed, on this node and on all
// others of the database. It is only a hint, which may be lost between nodes, so subscribers also poll. A
// channel name contains no spaces and no commas.
func (t *Tx) Notify(name string) {
	pending := TxValue(t, func() *pendingChannels { return &pendingChannels{} })
	if pending.names == nil {
		s := t.store
		t.AfterCommit(func() { s.notifier.notifyLocal(pending.names); s.notifier.queueRemote(pending.names) })
	}
	if !slices.Contains(pending.names, name) {
		pending.names = append(pending.names, name)
	}
}

type pendingChannels struct{ names []string }

// OnNotify calls fn with the channels that were notified, on this node or another, until ctx ends. fn must
// not block. The first call starts listening to other nodes.
func (s *Store) OnNotify(ctx context.Context, fn func(channels []string)) {
	s.notifier.subscribe(ctx, fn)
	if nodes, ok := s.source.(interface{ listen(*notifier) }); ok {
		s.notifier.listenOnce.Do(func() { nodes.listen(&s.notifier) })
	}
}

// notifier holds the subscribers of this node and the pending cross-node notifications.
type notifier struct {
	listenOnce sync.Once
	mu         sync.Mutex
	callbacks  []*func([]string)
	// pending has the channels to send to other nodes; nil without other nodes.
	pending map[string]struct{}
	wakeup  chan struct{}
	stop    func()
}

func (n *notifier) subscribe(ctx context.Context, fn func([]string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.callbacks = append(slices.Clone(n.callbacks), &fn)
	context.AfterFunc(ctx, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.callbacks = slices.DeleteFunc(slices.Clone(n.callbacks),
			func(f *func([]string)) bool { return f == &fn })
	})
}

// notifyLocal calls the subscribers of this node.
func (n *notifier) notifyLocal(channels []string) {
	n.mu.Lock()
	fns := n.callbacks
	n.mu.Unlock()
	for _, fn := range fns {
		(*fn)(channels)
	}
}

// queueRemote queues channels for other nodes without blocking. Channels that are queued meanwhile are sent
// together.
func (n *notifier) queueRemote(channels []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.pending == nil {
		return
	}
	for _, t := range channels {
		n.pending[t] = struct{}{}
	}
	select {
	case n.wakeup <- struct{}{}:
	default: // a wake-up is already pending
	}
}

// takePending returns the queued channels and clears the queue.
func (n *notifier) takePending() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	channels := make([]string, 0, len(n.pending))
	for t := range n.pending {
		channels = append(channels, t)
	}
	clear(n.pending)
	return channels
}

func (n *notifier) close() {
	if n.stop != nil {
		n.stop()
	}
}
