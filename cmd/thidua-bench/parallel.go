package main

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// runParallel calls do n times from a number of goroutines, each of which stops at its first error. It
// returns how long each call took.
func runParallel(hands, n int, do func(i int) error) (latencies []time.Duration, lasted time.Duration,
	err error) {
	latencies = make([]time.Duration, n)
	failed := make([]error, hands)
	var next atomic.Int64
	var running sync.WaitGroup
	began := time.Now()
	for h := range hands {
		running.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && failed[h] == nil; i = next.Add(1) - 1 {
				at := time.Now()
				failed[h] = do(int(i))
				latencies[i] = time.Since(at)
			}
		})
	}
	running.Wait()
	return latencies, time.Since(began), errors.Join(failed...)
}
