package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

func (t *conferenceLoad) print(out io.Writer, results map[bool]conferenceRounds) {
	line := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	audience := map[bool]string{false: "none", true: fmt.Sprintf("%d subscribers, %d screens", t.Subscribers,
		t.Screens)}
	line(
		"| subscribers | commands/s | baseline transactions/s | of the baseline | CPU/command | baseline p50 | " +
			"p99 |\n|---|---|---|---|---|---|---|",
	)
	for _, watched := range []bool{false, true} {
		of := results[watched]
		line(
			"| %s | %.0f | %.0f | **%.2f** | %.2f ms | %.1f ms | %.1f ms |",
			audience[watched],
			medianOfRounds(of, conferenceRound.perSecond),
			medianOfRounds(of, conferenceRound.baselinePerSecond),
			medianOfRounds(of, func(r conferenceRound) float64 { return r.perSecond() / r.baselinePerSecond() }),
			medianOfRounds(of, conferenceRound.cpu),
			medianOfRounds(of, func(r conferenceRound) float64 { return milliseconds(r.baseline.P50) }),
			medianOfRounds(of, func(r conferenceRound) float64 { return milliseconds(r.baseline.P99) }),
		)
	}
	line(
		"\n| command | a round | p50, p99 without subscribers | p50, p99 with all subscribers |\n|---|---|---|---|",
	)
	for _, kind := range commandKinds {
		cells := map[bool]string{}
		for watched, of := range results {
			cells[watched] = fmt.Sprintf("%.1f ms, %.1f ms", medianOfRounds(of, latencyQuantileOf(kind, .5)),
				medianOfRounds(of, latencyQuantileOf(kind, .99)))
		}
		line("| %s | %d | %s | %s |", kind, len(results[true][0].latenciesOf(kind)), cells[false],
			cells[true])
	}
	line("\n| from the transaction's beginning | p50 | p99 |\n|---|---|---|")
	for _, to := range []struct {
		whom      string
		latencies func(conferenceRound) []time.Duration
	}{
		{"to an event at a subscriber", func(r conferenceRound) []time.Duration { return r.events }},
		{"to a request in a screen's view of the floor",
			func(r conferenceRound) []time.Duration { return r.snapshots }},
	} {
		at := func(q float64) float64 {
			return medianOfRounds(results[true],
				func(r conferenceRound) float64 { return milliseconds(quantile(to.latencies(r), q)) })
		}
		line("| %s | %.1f ms | %.1f ms |", to.whom, at(.5), at(.99))
	}
	run := results[true][0]
	line(
		"\n%d commands a round, %.1f statements each; %d at once. Every subscriber received %d events once and "+
			"in order, every screen shows all.",
		len(run.commands), float64(run.baseline.Statements)/float64(run.baseline.Scripts), t.Clients,
		t.Sites+t.Roll+t.Floor,
	)
}

func (r conferenceRound) perSecond() float64 { return float64(len(r.commands)) / r.lasted.Seconds() }

func (r conferenceRound) baselinePerSecond() float64 {
	return float64(r.baseline.Scripts) / r.baseline.Lasted.Seconds()
}

// cpu returns the server's CPU time per command and its deliveries, in milliseconds.
func (r conferenceRound) cpu() float64 { return milliseconds(r.used.CPU) / float64(len(r.commands)) }

// latenciesOf returns the sorted durations of the commands of a kind.
func (r conferenceRound) latenciesOf(kind string) (latencies []time.Duration) {
	for _, v := range r.commands {
		if v.kind == kind {
			latencies = append(latencies, v.latency)
		}
	}
	slices.Sort(latencies)
	return latencies
}

func latencyQuantileOf(kind string, q float64) func(conferenceRound) float64 {
	return func(r conferenceRound) float64 { return milliseconds(quantile(r.latenciesOf(kind), q)) }
}

// medianOfRounds returns the median of a figure of all rounds.
func medianOfRounds(of conferenceRounds, figure func(conferenceRound) float64) float64 {
	var all []float64
	for _, r := range of {
		all = append(all, figure(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}
