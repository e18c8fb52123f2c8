package main

import (
	"fmt"
	"io"
	"time"
)

// scenario has the results for a number of subscribers.
type setting struct {
	watchers      int
	steady, burst map[string]rounds
	memory        map[string]stats // of all idle subscribed connections
}

// resultTable is the printed report.
type table struct {
	out      io.Writer
	settings []*setting
	resumed  resumed
}

func (t *table) print() {
	t.line("| watchers | way | deliveries/s | CPU/delivery | p50 | p99 | at saturation: deliveries/s | CPU/delivery | KiB/connection, with holes | CPU/transaction | executions/event | statements/event |")
	t.line("|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, s := range t.settings {
		for _, kind := range ways {
			t.way(s, kind)
		}
	}
	t.line("\n| measure | to reach | reached | |\n|---|---|---|---|")
	for i, s := range t.settings {
		t.row(fmt.Sprintf("server CPU per delivery, %d watchers: of limit", s.watchers),
			s.steady["ours"].against(s.steady["limit"], round.each), 1.25, "%.2f")
		t.row(fmt.Sprintf("server CPU per delivery, %d watchers: of stock", s.watchers),
			s.steady["ours"].against(s.steady["stock"], round.each), 0.1, "%.3f")
		t.row(fmt.Sprintf("the same at saturation, %d watchers: of limit's", s.watchers),
			s.burst["ours"].against(s.burst["limit"], round.each), 0.15, "%.3f")
		if i == 0 {
			t.row(fmt.Sprintf("publish to socket, p99, %d watchers: of limit", s.watchers),
				s.steady["ours"].against(s.steady["limit"],
					func(r round) float64 { return float64(r.p99) }), 1.5, "%.2f")
		}
		t.row(fmt.Sprintf("KiB per idle subscribed connection of %d", s.watchers), s.kib(s.memory["ours"].Memory),
			11, "%.1f")
		t.row("executions per event", s.per("ours", func(u stats) int64 { return u.Executions }), 1, "%.2f")
		t.row("statements that read, per event", s.per("ours", func(u stats) int64 { return u.Reads }), 1, "%.2f")
	}
	t.row(fmt.Sprintf("%d watchers come back from %d events ago: statements, in %v", t.resumed.watchers,
		t.resumed.back, t.resumed.lasted.Round(10*time.Millisecond)),
		float64(t.resumed.statements), 50, "%.0f")
	t.line("\nNo gap, no double, nothing out of order.")
}

func (t *table) line(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// targetRow reports whether a figure meets its target at the displayed precision.
func (t *table) row(what string, figure, most float64, format string) {
	holds := "**does not hold**"
	if shown := fmt.Sprintf(format, figure); shown == fmt.Sprintf(format, most) || figure <= most {
		holds = "holds"
	}
	t.line("| %s | %v | "+format+" | %s |", what, most, figure, holds)
}

func (t *table) way(s *setting, kind string) {
	perSecond := func(r round) float64 { return r.deliveries / r.lasted.Seconds() }
	steady, burst := s.steady[kind], s.burst[kind]
	t.line("| %d | %s | %.0f | %.2f µs | %.1f ms | %.1f ms | %.0f | %.2f µs | %.1f, %.1f | %.0f µs | %s | %s |",
		s.watchers, kind, median(steady, perSecond), median(steady, round.each),
		ms(median(steady, func(r round) time.Duration { return r.p50 })),
		ms(median(steady, func(r round) time.Duration { return r.p99 })),
		median(burst, perSecond), median(burst, round.each), s.kib(s.memory[kind].Memory),
		s.kib(s.memory[kind].InUse), median(steady, round.publishing),
		s.perEvent(kind, func(u stats) int64 { return u.Executions }),
		s.perEvent(kind, func(u stats) int64 { return u.Reads }))
}

// kib returns the KiB per connection.
func (s *setting) kib(all int64) float64 { return float64(all) / float64(s.watchers) / 1024 }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }

// perEvent returns a figure per event of the steady rounds.
func (s *setting) per(kind string, figure func(stats) int64) float64 {
	of := s.steady[kind]
	return float64(of.sum(func(r round) int64 { return figure(r.used) })) / float64(of.sum(func(r round) int64 { return int64(r.events) }))
}

func (s *setting) perEvent(kind string, figure func(stats) int64) string {
	switch {
	case kind == "limit":
		return "-"
	case kind == "stock" && figure(stats{Executions: 1}) == 1:
		return fmt.Sprint(s.watchers) // gqlgen does not count them
	}
	return fmt.Sprintf("%.2f", s.per(kind, figure))
}
