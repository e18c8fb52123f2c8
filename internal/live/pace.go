package live

import "time"

// During a burst the dispatcher pauses after each round, so that entries arriving meanwhile are read by one
// statement and sent in one write, and writers get CPU time. Single events are not delayed, nor is a backlog.
const (
	storm  = 4 // events delivered at once that count as a burst
	rested = 4 // duration of the pause, as a multiple of the delivery's
)

// throttle is when the stream may be read again. Its methods are called with the dispatcher's lock held.
type pace struct{ until time.Time }

// observe records that a round since began delivered up to told events to a subscription, and returns the
// start of the next round.
func (p *pace) took(began, now time.Time, told int, c *Config) time.Time {
	if told < storm || told >= c.Batch {
		return now
	}
	if p.until.Before(now) {
		p.until = now
	}
	p.until = p.until.Add(rested * now.Sub(began))
	if latest := now.Add(c.Paint); p.until.After(latest) { // no later than a snapshot
		p.until = latest
	}
	return now
}

// waitThrottle blocks until the stream may be read again.
func (t *topic) breathe() {
	u := &t.ushers
	for {
		u.mu.Lock()
		rest := time.Until(u.pace.until)
		u.mu.Unlock()
		if rest <= 0 {
			return
		}
		select {
		case <-t.ctx.Done():
			return
		case <-time.After(rest):
		}
	}
}
