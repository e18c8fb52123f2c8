package main

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// subscribers are all subscribers of one server.
type crowd struct {
	server *process
	all    []*watcher
	faults faults
	timed  atomic.Bool
}

// connectConcurrency is how many sockets are opened concurrently.
const dialers = 32

// openSubscribers opens n sockets that resume from a position after seen events. It does not wait for events.
func gather(p *process, n int, seen int, position string) (*crowd, error) {
	c := &crowd{server: p, all: make([]*watcher, n)}
	_, _, err := spread(dialers, n, func(i int) error {
		w := &watcher{seen: &c.faults, timed: &c.timed}
		w.last.Store(int64(seen))
		if err := w.open(p, position); err != nil {
			return err
		}
		c.all[i] = w
		go w.watch()
		return nil
	})
	return c, err
}

// receiveTimeout limits how long subscribers may take to receive all events.
const patience = 60 * time.Second

// waitAll waits until all subscribers have received all events that the server was told to publish.
func (c *crowd) await() error {
	want, until := int64(c.server.made), time.Now().Add(patience)
	for _, w := range c.all {
		for w.last.Load() < want {
			if err := c.faults.err(); err != nil {
				return fmt.Errorf("%s: %w", c.server.kind, err)
			}
			if time.Now().After(until) {
				return fmt.Errorf("%s: a subscriber received %d of %d events in %v",
					c.server.kind, w.last.Load(), want, patience)
			}
			time.Sleep(2 * time.Millisecond)
		}
	}
	if err := c.faults.err(); err != nil {
		return fmt.Errorf("%s: %w", c.server.kind, err)
	}
	return nil
}

// disconnectAll cuts all connections.
func (c *crowd) leave() {
	for _, w := range c.all {
		w.cut()
	}
}

// latencies returns the sorted times from the commit of each event to each subscriber.
func (c *crowd) taken(commits []int64) []time.Duration {
	var took []time.Duration
	for _, w := range c.all {
		for i, at := range w.times {
			took = append(took, time.Duration(at-commits[i]))
		}
		w.times = w.times[:0]
	}
	slices.Sort(took)
	return took
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[int(q*float64(len(sorted)-1))]
}
