package live

import "time"

// During a burst the reader of the stream pauses after each round of the dispatcher, so that entries arriving
// meanwhile are read by one statement and sent in one write, and writers get CPU time. Single events are not
// delayed, nor is a backlog.
const (
	burstThreshold = 4 // events delivered at once that count as a burst
	backoffFactor  = 4 // duration of the pause, as a multiple of the delivery's
)

// readBackoff is the backoff of the reader during bursts: the time at which the stream may next be read. Its
// methods are called with the dispatcher's lock held.
type readBackoff struct{ pausedUntil time.Time }

// recordRound records a round that started at a time and delivered a number of events, and returns the start
// of the next round.
func (b *readBackoff) recordRound(startedAt, now time.Time, delivered int, c *Config) time.Time {
	if delivered < burstThreshold || delivered >= c.BatchSize {
		return now
	}
	if b.pausedUntil.Before(now) {
		b.pausedUntil = now
	}
	b.pausedUntil = b.pausedUntil.Add(backoffFactor * now.Sub(startedAt))
	if latest := now.Add(c.SnapshotInterval); b.pausedUntil.After(latest) { // no later than a snapshot
		b.pausedUntil = latest
	}
	return now
}

// waitReadBackoff blocks until the stream may be read again.
func (t *topic) waitReadBackoff() {
	d := &t.dispatcher
	for {
		d.mu.Lock()
		rest := time.Until(d.readBackoff.pausedUntil)
		d.mu.Unlock()
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
