package graph_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/internal/storetest/proxy"
)

// connectionCounts are the numbers of connections that are compared: the default of before, and that of
// now.
var connectionCounts = []string{"4", "16"}

// networkRoundTrip is how far away the database is in the second half of the benchmark: in another zone of a
// data centre.
const networkRoundTrip = 730 * time.Microsecond

// BenchmarkConnections asks the three queries of BenchmarkScale with few and with many connections to
// PostgreSQL, by its socket and by a network whose round trips take their time.
//
//	go test -run '^$' -bench Connections ./graph
func BenchmarkConnections(b *testing.B) {
	url, bearer := scaleDatabase(b)
	network, far := proxy.New(b, url)
	network.SetDelay(networkRoundTrip / 2) // in each direction
	var out strings.Builder
	fmt.Fprintf(
		&out,
		"%d clients, %d rounds of %v\n| database | query | %s connections | %s connections | ratio | p50 | p50 "+
			"|\n|---|---|---|---|---|---|---|\n",
		scaleClients, roundCount(), scaleLasts, connectionCounts[0], connectionCounts[1],
	)
	for b.Loop() { // once: it takes longer than any -benchtime
		for _, way := range []struct{ name, url string }{{"socket", url},
			{networkRoundTrip.String() + " away", far}} {
			var servers []string
			for _, n := range connectionCounts {
				servers = append(servers, startScale(b, way.url, scaleConnections+"="+n))
			}
			for _, query := range scaleQueries {
				few, many := new(measurement), new(measurement)
				for range roundCount() {
					few.round(b, servers[0], "/whole", scaleBody(query), bearer)
					many.round(b, servers[1], "/whole", scaleBody(query), bearer)
				}
				ratio := medianRatio(many.perRound, few.perRound)
				fmt.Fprintf(
					&out, "| %s | %s | %.0f/s | %.0f/s | %.2f | %v | %v |\n", way.name, query, median(few.perRound),
					median(many.perRound), ratio, few.quantile(.5).Round(10*time.Microsecond),
					many.quantile(.5).Round(10*time.Microsecond),
				)
				b.ReportMetric(ratio, strings.ReplaceAll(way.name, " ", "-")+"-"+query)
			}
		}
	}
	fmt.Print("\n", out.String()) // b.Log would cut it short
}
