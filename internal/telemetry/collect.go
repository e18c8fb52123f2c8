package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"

	"thidua/internal/live"
	"thidua/internal/store"
)

// poolCollector collects the statistics of the connection pools.
type pools func() []store.Pool

func (pools) Describe(to chan<- *prometheus.Desc) {
	for _, m := range []metric{connections, connectionsMax, waits, waited} {
		to <- m.desc()
	}
}

func (stats pools) Collect(to chan<- prometheus.Metric) {
	for _, s := range stats() {
		to <- connections.at(float64(s.InUse), s.Name, "used")
		to <- connections.at(float64(s.Idle), s.Name, "idle")
		to <- connectionsMax.at(float64(s.MaxOpenConnections), s.Name)
		to <- waits.at(float64(s.WaitCount), s.Name)
		to <- waited.at(s.WaitDuration.Seconds(), s.Name)
	}
}

// documentCollector collects the statistics of the guard's document cache.
type documents func() (hits, misses uint64)

func (documents) Describe(to chan<- *prometheus.Desc) { to <- documentsFound.desc() }

func (counts documents) Collect(to chan<- prometheus.Metric) {
	hits, misses := counts()
	to <- documentsFound.at(float64(hits), "hit")
	to <- documentsFound.at(float64(misses), "miss")
}

// liveCollector collects the statistics of sockets and subscriptions.
type watchers func() (open int, carried live.Stats)

func (watchers) Describe(to chan<- *prometheus.Desc) {
	for _, m := range []metric{watchersOpen, following, streams, liveMessages, liveEntries, liveRuns, refreshes,
		liveQueries, liveEvents, liveReads} {
		to <- m.desc()
	}
}

func (stats watchers) Collect(to chan<- prometheus.Metric) {
	open, s := stats()
	to <- watchersOpen.at(float64(open))
	to <- following.at(float64(s.Followers))
	to <- streams.at(float64(s.Topics))
	to <- liveMessages.at(float64(s.Messages))
	to <- liveEntries.at(float64(s.Entries))
	to <- liveRuns.at(float64(s.Executions))
	to <- refreshes.at(float64(s.Refreshes))
	to <- liveQueries.at(float64(s.LiveQueries))
	to <- liveEvents.at(float64(s.EventDocuments))
	to <- liveReads.at(float64(s.Statements))
}
