package main

import (
	"fmt"
	"io"
	"time"
)

// scenario has the results for a number of subscribers.
type scenario struct {
	subscribers   int
	steady, burst map[string]roundResults
	memory        map[string]serverStats // of all idle subscribed connections
}

// resultTable is the printed report.
type resultTable struct {
	out      io.Writer
	settings []*scenario
	resumed  resumeResult
}

func (t *resultTable) print() {
	t.line(
		"| subscribers | server | deliveries/s | CPU/delivery | p50 | p99 | at saturation: deliveries/s | " +
			"CPU/delivery | KiB/connection, with holes | CPU/transaction | executions/event | statements/event |",
	)
	t.line("|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, s := range t.settings {
		for _, kind := range variants {
			t.variantRow(s, kind)
		}
	}
	t.line("\n| measure | to reach | reached | |\n|---|---|---|---|")
	for i, s := range t.settings {
		t.targetRow(fmt.Sprintf("server CPU per delivery, %d subscribers: of the baseline", s.subscribers),
			s.steady["thidua"].ratioTo(s.steady["baseline"], roundResult.cpuPerDelivery), 1.25, "%.2f")
		t.targetRow(fmt.Sprintf("server CPU per delivery, %d subscribers: of gqlgen", s.subscribers),
			s.steady["thidua"].ratioTo(s.steady["gqlgen"], roundResult.cpuPerDelivery), 0.1, "%.3f")
		t.targetRow(fmt.Sprintf("the same at saturation, %d subscribers: of the baseline's", s.subscribers),
			s.burst["thidua"].ratioTo(s.burst["baseline"], roundResult.cpuPerDelivery), 0.15, "%.3f")
		if i == 0 {
			t.targetRow(fmt.Sprintf("publish to socket, p99, %d subscribers: of the baseline", s.subscribers),
				s.steady["thidua"].ratioTo(s.steady["baseline"],
					func(r roundResult) float64 { return float64(r.p99) }), 1.5, "%.2f")
		}
		t.targetRow(fmt.Sprintf("KiB per idle subscribed connection of %d", s.subscribers),
			s.kib(s.memory["thidua"].Memory),
			11, "%.1f")
		t.targetRow("executions per event",
			s.perEvent("thidua", func(u serverStats) int64 { return u.Executions }), 1, "%.2f")
		t.targetRow("statements that read, per event",
			s.perEvent("thidua", func(u serverStats) int64 { return u.Reads }), 1, "%.2f")
	}
	t.targetRow(fmt.Sprintf("%d subscribers resume from %d events ago: statements, in %v", t.resumed.subscribers,
		t.resumed.back, t.resumed.lasted.Round(10*time.Millisecond)),
		float64(t.resumed.statements), 50, "%.0f")
	t.line("\nNo gap, no double, nothing out of order.")
}

func (t *resultTable) line(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// targetRow reports whether a figure meets its target at the displayed precision.
func (t *resultTable) targetRow(what string, figure, most float64, format string) {
	holds := "**does not hold**"
	if shown := fmt.Sprintf(format, figure); shown == fmt.Sprintf(format, most) || figure <= most {
		holds = "holds"
	}
	t.line("| %s | %v | "+format+" | %s |", what, most, figure, holds)
}

func (t *resultTable) variantRow(s *scenario, kind string) {
	perSecond := func(r roundResult) float64 { return r.deliveries / r.lasted.Seconds() }
	steady, burst := s.steady[kind], s.burst[kind]
	t.line("| %d | %s | %.0f | %.2f µs | %.1f ms | %.1f ms | %.0f | %.2f µs | %.1f, %.1f | %.0f µs | %s | %s |",
		s.subscribers, kind, median(steady, perSecond), median(steady, roundResult.cpuPerDelivery),
		milliseconds(median(steady, func(r roundResult) time.Duration { return r.p50 })),
		milliseconds(median(steady, func(r roundResult) time.Duration { return r.p99 })),
		median(burst, perSecond), median(burst, roundResult.cpuPerDelivery), s.kib(s.memory[kind].Memory),
		s.kib(s.memory[kind].InUse), median(steady, roundResult.cpuPerTransaction),
		s.formatPerEvent(kind, func(u serverStats) int64 { return u.Executions }),
		s.formatPerEvent(kind, func(u serverStats) int64 { return u.Reads }))
}

// kib returns the KiB per connection.
func (s *scenario) kib(all int64) float64 { return float64(all) / float64(s.subscribers) / 1024 }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }

// perEvent returns a figure per event of the steady rounds.
func (s *scenario) perEvent(kind string, figure func(serverStats) int64) float64 {
	of := s.steady[kind]
	used := of.sum(func(r roundResult) int64 { return figure(r.used) })
	return float64(used) / float64(of.sum(func(r roundResult) int64 { return int64(r.events) }))
}

func (s *scenario) formatPerEvent(kind string, figure func(serverStats) int64) string {
	switch {
	case kind == "baseline":
		return "-"
	case kind == "gqlgen" && figure(serverStats{Executions: 1}) == 1:
		return fmt.Sprint(s.subscribers) // gqlgen does not count them
	}
	return fmt.Sprintf("%.2f", s.perEvent(kind, figure))
}
