package main

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// crowd is all who watch one server.
type crowd struct {
	server *process
	all    []*watcher
	faults faults
	timed  atomic.Bool
}

// dialers are how many connect at once.
const dialers = 32

// gather opens the sockets of n watchers who have seen a number of events and follow from a position, and waits for nothing.
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

// patience is how long watchers may take until they have seen everything.
const patience = 60 * time.Second

// await waits until all have seen all that the server was told to publish.
func (c *crowd) await() error {
	want, until := int64(c.server.made), time.Now().Add(patience)
	for _, w := range c.all {
		for w.last.Load() < want {
			if err := c.faults.err(); err != nil {
				return fmt.Errorf("%s: %w", c.server.kind, err)
			}
			if time.Now().After(until) {
				return fmt.Errorf("%s: a watcher has seen %d of %d events in %v", c.server.kind, w.last.Load(), want, patience)
			}
			time.Sleep(2 * time.Millisecond)
		}
	}
	if err := c.faults.err(); err != nil {
		return fmt.Errorf("%s: %w", c.server.kind, err)
	}
	return nil
}

// leave cuts all connections off.
func (c *crowd) leave() {
	for _, w := range c.all {
		w.cut()
	}
}

// taken is how long it took from the commit of each event to each watcher, in order of length.
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
