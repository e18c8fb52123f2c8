package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"

	"thidua/internal/live"
	"thidua/internal/store"
)

// poolCollector collects the statistics of the connection pools.
type poolCollector func() []store.Pool

func (poolCollector) Describe(to chan<- *prometheus.Desc) {
	for _, m := range []metric{sqlConnections, sqlConnectionsMax, sqlConnectionWaits,
		sqlConnectionWaitSeconds} {
		to <- m.desc()
	}
}

func (c poolCollector) Collect(to chan<- prometheus.Metric) {
	for _, s := range c() {
		to <- sqlConnections.constMetric(float64(s.InUse), s.Name, "used")
		to <- sqlConnections.constMetric(float64(s.Idle), s.Name, "idle")
		to <- sqlConnectionsMax.constMetric(float64(s.MaxOpenConnections), s.Name)
		to <- sqlConnectionWaits.constMetric(float64(s.WaitCount), s.Name)
		to <- sqlConnectionWaitSeconds.constMetric(s.WaitDuration.Seconds(), s.Name)
	}
}

// documentCollector collects the statistics of the guard's document cache.
type documentCollector func() (hits, misses uint64)

func (documentCollector) Describe(to chan<- *prometheus.Desc) { to <- documentLookups.desc() }

func (c documentCollector) Collect(to chan<- prometheus.Metric) {
	hits, misses := c()
	to <- documentLookups.constMetric(float64(hits), "hit")
	to <- documentLookups.constMetric(float64(misses), "miss")
}

// liveCollector collects the statistics of sockets and subscriptions.
type liveCollector func() (open int, carried live.Stats)

func (liveCollector) Describe(to chan<- *prometheus.Desc) {
	for _, m := range []metric{openWatchers, liveSubscriptions, liveStreams, liveMessages, liveEntries,
		liveExecutions, refreshes,
		liveQueries, liveEvents, liveReads} {
		to <- m.desc()
	}
}

func (c liveCollector) Collect(to chan<- prometheus.Metric) {
	open, s := c()
	to <- openWatchers.constMetric(float64(open))
	to <- liveSubscriptions.constMetric(float64(s.Subscriptions))
	to <- liveStreams.constMetric(float64(s.Topics))
	to <- liveMessages.constMetric(float64(s.Messages))
	to <- liveEntries.constMetric(float64(s.Entries))
	to <- liveExecutions.constMetric(float64(s.Executions))
	to <- refreshes.constMetric(float64(s.Refreshes))
	to <- liveQueries.constMetric(float64(s.LiveQueries))
	to <- liveEvents.constMetric(float64(s.EventDocuments))
	to <- liveReads.constMetric(float64(s.Statements))
}
