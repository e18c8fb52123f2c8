package scale

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"thidua/internal/vi"
)

// Size is how much there is of everything.
type Size struct {
	Units  int // departments, nine to a cluster
	Years  int // school years, from FirstYear
	Values int // figures, over all reports of units
}

// Country is the country before the mergers of 2025: its 63 departments, through ten school years.
var Country = Size{Units: 63, Years: 10, Values: 50_000}

const (
	// FirstYear is ten school years before the first that the record speaks of.
	FirstYear vi.SchoolYear = 2010
	// FirstCluster is the number of the first generated cluster, past all that there are.
	FirstCluster = 101
	perCluster   = 9
	periods      = 2 // reports of a unit in a year: interim and final
)

// Clusters is how many clusters the units make.
func (s Size) Clusters() int { return (s.Units + perCluster - 1) / perCluster }

// reports is how many reports of units there are.
func (s Size) reports() int { return s.Units * s.Years * periods }

// valuesOf is how many figures the nth report has: all nearly the same, and all together Values.
func (s Size) valuesOf(n int) int {
	each, more := s.Values/s.reports(), s.Values%s.reports()
	if n < more {
		return each + 1
	}
	return each
}

// indicators is how many are needed for the longest report.
func (s Size) indicators() int { return s.valuesOf(0) }

// years are the school years, the oldest first.
func (s Size) years() []vi.SchoolYear {
	var years []vi.SchoolYear
	for i := range s.Years {
		years = append(years, FirstYear+vi.SchoolYear(i))
	}
	return years
}

// members are the codes of the units of the nth cluster.
func (s Size) members(n int) []string {
	var codes []string
	for i := n * perCluster; i < min((n+1)*perCluster, s.Units); i++ {
		codes = append(codes, unitCode(i))
	}
	return codes
}

func unitCode(i int) string      { return fmt.Sprintf("mau-%02d", i+1) }
func indicatorCode(i int) string { return fmt.Sprintf("mau-chi-so-%02d", i+1) }

// chance is a sequence of numbers that hangs on the key alone.
func chance(key ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, key...)
	return rand.New(rand.NewPCG(h.Sum64(), 0))
}
