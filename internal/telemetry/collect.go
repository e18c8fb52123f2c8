package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"

	"thidua/internal/store"
)

// pools reads the pools of connections when it is asked.
type pools struct {
	stats                         func() []store.Pool
	open, most, waits, waitedDesc *prometheus.Desc
}

func newPools(stats func() []store.Pool) pools {
	return pools{stats, connections.desc(), connectionsMax.desc(), waits.desc(), waited.desc()}
}

func (p pools) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{p.open, p.most, p.waits, p.waitedDesc} {
		to <- d
	}
}

func (p pools) Collect(to chan<- prometheus.Metric) {
	gauge, counter := prometheus.GaugeValue, prometheus.CounterValue
	for _, s := range p.stats() {
		to <- prometheus.MustNewConstMetric(p.open, gauge, float64(s.InUse), s.Name, "used")
		to <- prometheus.MustNewConstMetric(p.open, gauge, float64(s.Idle), s.Name, "idle")
		to <- prometheus.MustNewConstMetric(p.most, gauge, float64(s.MaxOpenConnections), s.Name)
		to <- prometheus.MustNewConstMetric(p.waits, counter, float64(s.WaitCount), s.Name)
		to <- prometheus.MustNewConstMetric(p.waitedDesc, counter, s.WaitDuration.Seconds(), s.Name)
	}
}

// documents reads how often the guard knew a document.
type documents struct {
	counts func() (hits, misses uint64)
}

func (documents) Describe(to chan<- *prometheus.Desc) { to <- documentsFound.desc() }

func (d documents) Collect(to chan<- prometheus.Metric) {
	hits, misses := d.counts()
	to <- prometheus.MustNewConstMetric(documentsFound.desc(), prometheus.CounterValue, float64(hits), "hit")
	to <- prometheus.MustNewConstMetric(documentsFound.desc(), prometheus.CounterValue, float64(misses), "miss")
}
