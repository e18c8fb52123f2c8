package main

import (
	"fmt"
	"slices"
	"time"
)

// measurement is what one round found out about an operation.
type measurement struct {
	outcome      string        // "answered", or the code that it was refused with
	price        int           // what the rate limit of its address was charged
	cpu          time.Duration // of the server, for one execution; for live queries, of a second
	peak         int64         // bytes by which resident memory grew above what it was before
	answered     int           // bytes of the response
	alone, along []time.Duration
}

// summarize is the rest of a row of the table.
func summarize(all []measurement) string {
	var alone, along []time.Duration
	for _, m := range all {
		alone, along = append(alone, m.alone...), append(along, m.along...)
	}
	last := all[len(all)-1]
	return fmt.Sprintf("| %s | %d | %v | %.1f MiB | %d | %v / %v | %v / %v |", last.outcome, last.price,
		medianOf(all, func(m measurement) time.Duration { return m.cpu }).Round(time.Millisecond),
		float64(medianOf(all, func(m measurement) int64 { return m.peak }))/(1<<20),
		last.answered, latencyQuantile(alone, .5), latencyQuantile(alone, .99), latencyQuantile(along, .5), latencyQuantile(along, .99))
}

// medianOf is the median of a figure.
func medianOf[N int64 | time.Duration](all []measurement, figure func(measurement) N) N {
	figures := make([]N, len(all))
	for i, m := range all {
		figures[i] = figure(m)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

func latencyQuantile(took []time.Duration, q float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[int(q*float64(len(took)-1))].Round(10 * time.Microsecond)
}
