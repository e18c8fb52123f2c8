package main

import (
	"net/http"
	"sync"
	"time"
)

// oneRow is what another address asks for meanwhile.
const oneRow = `{ cluster(number: 2) { name } }`

// attackers is how many clients repeat an expensive operation at once.
const attackers = 8

// measure executes an operation once, counting what the server uses for it, and then repeats it from several connections of one
// address while another address measures its own latency.
func (s *measuredServer) measure(document string, lasts time.Duration) (m measurement, err error) {
	before, err := s.post(http.DefaultClient, oneRow, "")
	if err != nil {
		return m, err
	}
	if err := s.resetPeak(); err != nil {
		return m, err
	}
	resident, err := s.resident("VmRSS")
	if err != nil {
		return m, err
	}
	cpu, err := s.cpu()
	if err != nil {
		return m, err
	}
	a, err := s.post(http.DefaultClient, document, "")
	if err != nil {
		return m, err
	}
	used, err := s.cpu()
	if err != nil {
		return m, err
	}
	peak, err := s.resident("VmHWM")
	if err != nil {
		return m, err
	}
	m = measurement{
		outcome: "answered", price: before.remaining - a.remaining, cpu: used - cpu, peak: max(0, peak-resident),
		answered: len(a.body),
	}
	if code := a.code(); code != "" {
		m.outcome = code
	}
	if m.alone, err = s.latencies(lasts, nil); err != nil {
		return m, err
	}
	m.along, err = s.latencies(lasts, func() error {
		_, err := s.post(http.DefaultClient, document, "")
		return err
	})
	return m, err
}

// latencies measures a one-row query again and again from another address, while clients repeat something.
func (s *measuredServer) latencies(lasts time.Duration, repeat func() error) (took []time.Duration, err error) {
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
						_ = repeat() // the server may well close the connection of an attacker
					}
				}
			})
		}
	}
	for began := time.Now(); time.Since(began) < lasts && err == nil; {
		asked := time.Now()
		_, err = s.post(s.others, oneRow, "")
		took = append(took, time.Since(asked))
		time.Sleep(5 * time.Millisecond)
	}
	close(done)
	clients.Wait()
	return took, err
}
