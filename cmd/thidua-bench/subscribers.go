package main

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// subscribers are all subscribers of one server.
type subscribers struct {
	server *serverProcess
	all    []*subscriber
	faults deliveryFaults
	timed  atomic.Bool
}

// connectConcurrency is how many sockets are opened concurrently.
const connectConcurrency = 32

// openSubscribers opens n sockets that resume from a position after seen events. It does not wait for events.
func openSubscribers(p *serverProcess, n int, seen int, position string) (*subscribers, error) {
	c := &subscribers{server: p, all: make([]*subscriber, n)}
	_, _, err := runParallel(connectConcurrency, n, func(i int) error {
		w := &subscriber{seen: &c.faults, timed: &c.timed}
		w.last.Store(int64(seen))
		if err := w.open(p, position); err != nil {
			return err
		}
		c.all[i] = w
		go w.readLoop()
		return nil
	})
	return c, err
}

// receiveTimeout limits how long subscribers may take to receive all events.
const receiveTimeout = 60 * time.Second

// waitAll waits until all subscribers have received all events that the server was asked to publish.
func (c *subscribers) waitAll() error {
	want, until := int64(c.server.published), time.Now().Add(receiveTimeout)
	for _, w := range c.all {
		for w.last.Load() < want {
			if err := c.faults.err(); err != nil {
				return fmt.Errorf("%s: %w", c.server.kind, err)
			}
			if time.Now().After(until) {
				return fmt.Errorf("%s: a subscriber received %d of %d events in %v",
					c.server.kind, w.last.Load(), want, receiveTimeout)
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
func (c *subscribers) disconnectAll() {
	for _, w := range c.all {
		w.disconnect()
	}
}

// latencies returns the sorted times from the commit of each event to each subscriber.
func (c *subscribers) latencies(commits []int64) []time.Duration {
	var samples []time.Duration
	for _, w := range c.all {
		for i, at := range w.times {
			samples = append(samples, time.Duration(at-commits[i]))
		}
		w.times = w.times[:0]
	}
	slices.Sort(samples)
	return samples
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[int(q*float64(len(sorted)-1))]
}
