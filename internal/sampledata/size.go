package sampledata

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"thidua/internal/vi"
)

// Size is the amount of generated data.
type Size struct {
	Units  int // departments, nine in a cluster
	Years  int // school years, from FirstYear
	Values int // figures in all reports of units
}

// Country is the size of the country before the mergers of 2025: 63 departments, ten school years.
var Country = Size{Units: 63, Years: 10, Values: 50_000}

const (
	// FirstYear is ten school years before the first one of the record.
	FirstYear vi.SchoolYear = 2010
	// FirstCluster is the number of the first generated cluster, above all real ones.
	FirstCluster    = 101
	unitsPerCluster = 9
	periodsPerYear  = 2 // reports of a unit in a year: interim and final
)

// ClusterCount returns the number of clusters of the units.
func (s Size) ClusterCount() int { return (s.Units + unitsPerCluster - 1) / unitsPerCluster }

// reportCount returns the number of reports of units.
func (s Size) reportCount() int { return s.Units * s.Years * periodsPerYear }

// valueCount returns the number of figures of the nth report; the counts differ by at most one and add up to
// Values.
func (s Size) valueCount(n int) int {
	each, more := s.Values/s.reportCount(), s.Values%s.reportCount()
	if n < more {
		return each + 1
	}
	return each
}

// indicatorCount returns the number of indicators that the longest report needs.
func (s Size) indicatorCount() int { return s.valueCount(0) }

// schoolYears returns the school years, the oldest first.
func (s Size) schoolYears() []vi.SchoolYear {
	var years []vi.SchoolYear
	for i := range s.Years {
		years = append(years, FirstYear+vi.SchoolYear(i))
	}
	return years
}

// memberCodes returns the codes of the units of the nth cluster.
func (s Size) memberCodes(n int) []string {
	var codes []string
	for i := n * unitsPerCluster; i < min((n+1)*unitsPerCluster, s.Units); i++ {
		codes = append(codes, unitCode(i))
	}
	return codes
}

func unitCode(i int) string      { return fmt.Sprintf("mau-%02d", i+1) }
func indicatorCode(i int) string { return fmt.Sprintf("mau-chi-so-%02d", i+1) }

// seededRand returns a random sequence that depends on the key only.
func seededRand(key ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, key...)
	return rand.New(rand.NewPCG(h.Sum64(), 0))
}
