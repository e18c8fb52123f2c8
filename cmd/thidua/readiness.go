package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// How long the results of health checks are reused, so that frequent requests of /readyz do not load the
// database.
const (
	readResultTTL  = time.Second
	writeResultTTL = 5 * time.Second
	checkTimeout   = 2 * time.Second
)

// maxInconclusive is how long inconclusive checks keep the last result valid: transactions that last longer
// keep requests from writing, too.
const maxInconclusive = 10 * time.Second

// readiness answers /readyz: whether a load balancer should send requests to this node.
type readiness struct {
	draining      func() bool
	reads, writes *healthCheck
}

// newReadiness returns a readiness that checks the database with the functions ready and writable.
func newReadiness(draining func() bool, ready, writable func(context.Context) error) *readiness {
	return &readiness{draining, &healthCheck{run: ready, ttl: readResultTTL},
		&healthCheck{run: writable, ttl: writeResultTTL, ignore: isInconclusive}}
}

// healthResponse is the body of a response.
type healthResponse struct {
	// ok; degraded: reads work but writes do not; or unavailable
	Status     string            `json:"status"`
	Component  string            `json:"component,omitempty"` // the unhealthy one: server, reads or writes
	Code       string            `json:"code,omitempty"`      // of its error
	Remedy     string            `json:"remedy,omitempty"`
	Components map[string]string `json:"components,omitempty"` // ok or a code, by component
}

// ServeHTTP responds with 200 if requests can be served, and otherwise with 503 and the unhealthy component.
// A node that can read but not write is ready only for ?mode=read.
func (rd *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mode := r.URL.Query().Get("mode")
	if mode != "" && mode != "read" && mode != "write" {
		transport.WriteError(w, r, fault.BadParameter.With("parameter", "mode"))
		return
	}
	if rd.draining() {
		writeHealth(w, http.StatusServiceUnavailable,
			newUnhealthy("unavailable", "server", fault.ShuttingDown))
		return
	}
	if err := rd.reads.result(); err != nil {
		writeHealth(w, http.StatusServiceUnavailable, newUnhealthy("unavailable", "reads", err))
		return
	}
	err := rd.writes.result()
	if err == nil {
		writeHealth(w, http.StatusOK,
			healthResponse{Status: "ok", Components: map[string]string{"reads": "ok", "writes": "ok"}})
		return
	}
	status, answer := http.StatusServiceUnavailable, newUnhealthy("degraded", "writes", err)
	if mode == "read" {
		status = http.StatusOK
	}
	answer.Components = map[string]string{"reads": "ok", "writes": answer.Code}
	writeHealth(w, status, answer)
}

// newUnhealthy returns the response for a component that failed.
func newUnhealthy(status, component string, err error) healthResponse {
	h := healthResponse{Status: status, Component: component, Code: string(fault.Internal.Code())}
	if known, ok := fault.FromError(err); ok {
		h.Code, h.Remedy = string(known.Code()), known.Remedy()
	}
	return h
}

func writeHealth(w http.ResponseWriter, status int, h healthResponse) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(h) // the client may have disconnected
}

// healthCheck caches the result of a check for its TTL. One check runs at a time; meanwhile callers get the
// last result, or wait for the first one.
type healthCheck struct {
	run    func(context.Context) error
	ttl    time.Duration
	ignore func(error) bool // reports results that keep the last one valid for maxInconclusive; nil for none

	mu      sync.Mutex
	at      time.Time     // of the last check; zero for none
	settled time.Time     // when the last check began whose result was not ignored
	err     error         // the last result
	running chan struct{} // closed when the current check ends; nil for none
}

func (c *healthCheck) result() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		switch {
		case !c.at.IsZero() && (time.Since(c.at) < c.ttl || c.running != nil):
			return c.err
		case c.running == nil:
			c.check()
			return c.err
		}
		running := c.running
		c.mu.Unlock()
		<-running
		c.mu.Lock()
	}
}

// check runs the check. It is called with the mutex held, and holds it when it returns.
func (c *healthCheck) check() {
	running := make(chan struct{})
	c.running = running
	c.mu.Unlock()
	began := time.Now()
	if c.at.IsZero() {
		c.settled = began
	}
	// Many requests share the result, so none of them may cancel the check.
	ctx, cancel := context.WithTimeout(context.Background(), checkTimeout)
	err := c.run(ctx)
	cancel()
	c.mu.Lock()
	switch {
	case c.ignore == nil || !c.ignore(err):
		c.err, c.settled = err, began
	case time.Since(c.settled) >= maxInconclusive:
		c.err = err
	}
	c.at, c.running = time.Now(), nil
	close(running)
}

// isInconclusive reports whether a check failed because other transactions held the lock for too long.
func isInconclusive(err error) bool {
	return errors.Is(err, fault.DatabaseLocked) || errors.Is(err, fault.Timeout) ||
		errors.Is(err, context.DeadlineExceeded)
}
