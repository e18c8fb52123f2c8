package main

import (
	"fmt"
	"slices"
	"time"
)

// measurement is the result of one round for an operation.
type measurement struct {
	outcome         string        // "answered", or the code of its first error
	cost            int           // units that its address was charged
	cpu             time.Duration // of the server for one execution, or per second of live queries
	peak            int64         // bytes by which resident memory grew
	responseBytes   int
	idleLatencies   []time.Duration // of another address, on the idle server
	loadedLatencies []time.Duration // the same while the operation is repeated
}

// summarize returns the columns of the table from the outcome on.
func summarize(all []measurement) string {
	var idle, loaded []time.Duration
	for _, m := range all {
		idle, loaded = append(idle, m.idleLatencies...), append(loaded, m.loadedLatencies...)
	}
	last := all[len(all)-1]
	return fmt.Sprintf("| %s | %d | %v | %.1f MiB | %d | %v / %v | %v / %v |", last.outcome, last.cost,
		medianOf(all, func(m measurement) time.Duration { return m.cpu }).Round(time.Millisecond),
		float64(medianOf(all, func(m measurement) int64 { return m.peak }))/(1<<20),
		last.responseBytes, latencyQuantile(idle, .5), latencyQuantile(idle, .99),
		latencyQuantile(loaded, .5), latencyQuantile(loaded, .99))
}

// medianOf returns the median of a figure of all measurements.
func medianOf[N int64 | time.Duration](all []measurement, figure func(measurement) N) N {
	figures := make([]N, len(all))
	for i, m := range all {
		figures[i] = figure(m)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

func latencyQuantile(latencies []time.Duration, q float64) time.Duration {
	if len(latencies) == 0 {
		return 0
	}
	slices.Sort(latencies)
	return latencies[int(q*float64(len(latencies)-1))].Round(10 * time.Microsecond)
}
