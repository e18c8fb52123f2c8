package conference_test

import (
	"testing"
	"time"

	"thidua/internal/conference"
	"thidua/internal/gid"
)

// BenchmarkOrder orders 500 requests of 126 units at 63 sites, as in the national conference.
func BenchmarkOrder(b *testing.B) {
	waiting, spoken := make([]conference.WaitingRequest, 500), conference.SecondsByParty{}
	for i := range waiting {
		unit, site := gid.ID(1+i%126), gid.ID(1001+i%63)
		waiting[i] = conference.WaitingRequest{
			ID: gid.ID(5000 + i), Kind: floorKinds[i%len(floorKinds)], Unit: unit, Site: site,
			At: time.Unix(int64(i), 0), Allotted: 60 * (1 + i%5),
		}
		spoken[unit], spoken[site] = i*7%600, i*11%900
	}
	waiting[250].Place = 3
	b.ReportAllocs()
	for b.Loop() {
		conference.Order(waiting, conference.SpeakingTime{Used: spoken}, conference.Quota{Unit: 600, Site: 1200})
	}
}
