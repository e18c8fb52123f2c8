package live

import "time"

// In a storm of events the ushers rest after a round, so that what comes meanwhile is read by one statement and goes in one
// write, and they who make the storm have the time to. Single events are told as they come, and a backlog at once.
const (
	storm  = 4 // events told at a time, from which on it is one
	rested = 4 // how much longer they rest than they took
)

// pace is when the ushers may go again. Its methods are called under their lock.
type pace struct{ until time.Time }

// took notes that an usher told somebody so many events since it began, and gives the time from which its next ones count.
func (p *pace) took(began, now time.Time, told int, c *Config) time.Time {
	if told < storm || told >= c.Batch {
		return now
	}
	if p.until.Before(now) {
		p.until = now
	}
	p.until = p.until.Add(rested * now.Sub(began))
	if latest := now.Add(c.Paint); p.until.After(latest) { // no later than a view that is painted
		p.until = latest
	}
	return now
}

// breathe waits until the ushers may go again.
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
