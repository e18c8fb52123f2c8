package view

import (
	"thidua/ent"
	"thidua/internal/vi"
)

// TrendPoint is a figure of a trend with its change since the previous one. What compares the two is nil for
// the first figure.
type TrendPoint struct {
	SchoolYear     vi.SchoolYear
	IndicatorValue *ent.IndicatorValue
	Since          *vi.SchoolYear
	RankChange     *int
	ValueChange    *vi.Decimal
	PercentChange  *vi.Decimal

	// Previous is the figure with which this one is compared.
	Previous *ent.IndicatorValue

	siblings *[]*TrendPoint
}

// SetTrendSiblings makes the points of trends siblings of each other.
func SetTrendSiblings(trends []*Trend) {
	siblings := &[]*TrendPoint{}
	for _, t := range trends {
		for _, p := range t.Points {
			*siblings, p.siblings = append(*siblings, p), siblings
		}
	}
}

// Siblings returns the points that were read together with this one, including itself.
func (p *TrendPoint) Siblings() []*TrendPoint { return *p.siblings }
