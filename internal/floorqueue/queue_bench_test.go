package floorqueue_test

import (
	"testing"
	"time"

	"thidua/internal/floorqueue"
	"thidua/internal/gid"
)

// BenchmarkOrder orders 500 requests of 126 units at 63 sites, as at the national review.
func BenchmarkOrder(b *testing.B) {
	waiting, spoken := make([]floorqueue.WaitingRequest, 500), floorqueue.SecondsByParty{}
	for i := range waiting {
		unit, site := gid.ID(1+i%126), gid.ID(1001+i%63)
		waiting[i] = floorqueue.WaitingRequest{
			ID: gid.ID(5000 + i), Precedence: precedences[i%len(precedences)], Unit: unit, Site: site,
			RequestedAt: time.Unix(int64(i), 0), Allotted: 60 * (1 + i%5),
		}
		spoken[unit], spoken[site] = i*7%600, i*11%900
	}
	waiting[250].Place = 3
	b.ReportAllocs()
	for b.Loop() {
		floorqueue.Order(waiting, floorqueue.SpeakingTime{Used: spoken}, floorqueue.Quota{Unit: 600, Site: 1200})
	}
}
