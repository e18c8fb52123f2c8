package main

import (
	"cmp"
	"net/http"
	"sync"
	"time"
)

// oneRowQuery is the cheap query with which another address measures its latency.
const oneRowQuery = `{ cluster(number: 2) { name } }`

// attackers is how many clients repeat an expensive operation at once.
const attackers = 8

// measureOperation executes an operation once, measures the CPU and memory that the server uses for it, and
// then repeats it from several connections of one address while another address measures its latency.
func (s *measuredServer) measureOperation(
	document string, duration time.Duration,
) (m measurement, err error) {
	before, err := s.post(http.DefaultClient, oneRowQuery, "")
	if err != nil {
		return m, err
	}
	var response graphqlResponse
	if m.cpu, m.peak, err = s.usageOf(func() error {
		response, err = s.post(http.DefaultClient, document, "")
		return err
	}); err != nil {
		return m, err
	}
	m.cost, m.responseBytes = before.remaining-response.remaining, len(response.body)
	m.outcome = cmp.Or(response.code(), "answered")
	if m.idleLatencies, err = s.measureLatencies(duration, nil); err != nil {
		return m, err
	}
	m.loadedLatencies, err = s.measureLatencies(duration, func() error {
		_, err := s.post(http.DefaultClient, document, "")
		return err
	})
	return m, err
}

// usageOf runs a function, and returns the CPU time that the server used meanwhile and by how many bytes its
// resident memory grew at the peak.
func (s *measuredServer) usageOf(run func() error) (cpu time.Duration, peak int64, err error) {
	if err := s.resetPeak(); err != nil {
		return 0, 0, err
	}
	memoryBefore, err := s.memory("VmRSS")
	if err != nil {
		return 0, 0, err
	}
	cpuBefore, err := s.cpu()
	if err != nil {
		return 0, 0, err
	}
	if err := run(); err != nil {
		return 0, 0, err
	}
	cpuAfter, err := s.cpu()
	if err != nil {
		return 0, 0, err
	}
	highest, err := s.memory("VmHWM")
	return cpuAfter - cpuBefore, max(0, highest-memoryBefore), err
}

// measureLatencies measures a one-row query from another address for a while, during which clients repeat a
// request; nil for none.
func (s *measuredServer) measureLatencies(duration time.Duration, repeat func() error) (all []time.Duration,
	err error) {
	done := make(chan struct{})
	var clients sync.WaitGroup
	if repeat != nil {
		for range attackers {
			clients.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						_ = repeat() // the server may close the connection of an attacker
					}
				}
			})
		}
	}
	for start := time.Now(); time.Since(start) < duration && err == nil; {
		sent := time.Now()
		_, err = s.post(s.otherClient, oneRowQuery, "")
		all = append(all, time.Since(sent))
		time.Sleep(5 * time.Millisecond)
	}
	close(done)
	clients.Wait()
	return all, err
}
