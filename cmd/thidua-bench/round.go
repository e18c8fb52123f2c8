package main

import (
	"cmp"
	"slices"
	"time"
)

// roundResult is the result of one server for some events.
type roundResult struct {
	deliveries float64
	lasted     time.Duration
	used       serverStats // during the round
	events     int
	p50, p99   time.Duration
}

// cpuPerDelivery returns the CPU time of a delivery in microseconds. It includes reading the journal and
// rendering, but not the transaction, which costs the same for any number of subscribers and often runs on
// another node.
func (r roundResult) cpuPerDelivery() float64 {
	return float64((r.used.CPU - r.used.Publishing).Nanoseconds()) / 1e3 / r.deliveries
}

// cpuPerTransaction returns the CPU time of an event's transaction in microseconds.
func (r roundResult) cpuPerTransaction() float64 {
	return float64(r.used.Publishing.Nanoseconds()) / 1e3 / float64(r.events)
}

// measure publishes n events, waits until all subscribers have received them, and returns the result.
func (c *subscribers) measure(n, batch, rate int) (r roundResult, err error) {
	p, first := c.server, c.server.published
	before, err := p.stats(false)
	if err != nil {
		return r, err
	}
	c.timed.Store(rate > 0)
	defer c.timed.Store(false)
	began := time.Now()
	if err := p.publish(n, batch, rate); err != nil {
		return r, err
	}
	if err := c.waitAll(); err != nil {
		return r, err
	}
	r.lasted = time.Since(began)
	after, err := p.stats(false)
	if err != nil {
		return r, err
	}
	r.events, r.deliveries, r.used = n, float64(n*len(c.all)), after.minus(before)
	if rate == 0 {
		return r, nil
	}
	var commits []int64
	if err := p.getJSON(&commits, "/commits?after=%d", first); err != nil {
		return r, err
	}
	latencies := c.latencies(commits)
	r.p50, r.p99 = quantile(latencies, .5), quantile(latencies, .99)
	return r, nil
}

func (s serverStats) minus(before serverStats) serverStats {
	return serverStats{
		s.CPU - before.CPU, s.Publishing - before.Publishing, s.Memory - before.Memory,
		s.InUse - before.InUse,
		s.Executions - before.Executions, s.Reads - before.Reads,
		s.Polls - before.Polls, s.Statements - before.Statements}
}

// roundResults are the results of one server in one scenario.
type roundResults []roundResult

// median returns the median of a figure of all rounds.
func median[T cmp.Ordered](of roundResults, figure func(roundResult) T) T {
	var all []T
	for _, r := range of {
		all = append(all, figure(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// ratioTo returns the median of the ratios of two servers in each round, because other load varies between
// rounds.
func (of roundResults) ratioTo(others roundResults, figure func(roundResult) float64) float64 {
	var ratios []float64
	for i := range min(len(of), len(others)) {
		ratios = append(ratios, figure(of[i])/figure(others[i]))
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// sum returns the sum of a figure of all rounds.
func (of roundResults) sum(figure func(roundResult) int64) (n int64) {
	for _, r := range of {
		n += figure(r)
	}
	return n
}
