package report

import (
	"math"
	"strconv"

	"thidua/ent/indicator"
	"thidua/internal/vi"
)

// Scope is of whom a figure is.
type Scope string

// The scopes, with the values of IndicatorValueScope.
const (
	ScopeUnit    Scope = "UNIT"
	ScopeCluster Scope = "CLUSTER"
	ScopeNation  Scope = "NATION" // stated by the Ministry's report
)

// Obstacle is a reason for which figures cannot be combined into one.
type Obstacle string

// The obstacles, with the values of AggregationObstacle.
const (
	ObstacleRank               Obstacle = "RANK"
	ObstacleNoWeights          Obstacle = "NO_WEIGHTS"
	ObstacleSeveralScopes      Obstacle = "SEVERAL_SCOPES"
	ObstacleSeveralSchoolYears Obstacle = "SEVERAL_SCHOOL_YEARS"
	ObstacleSeveralReports     Obstacle = "SEVERAL_REPORTS"
	ObstacleNothingStated      Obstacle = "NOTHING_STATED"
	ObstacleTooLarge           Obstacle = "TOO_LARGE"
)

// FigureGroup counts and sums figures of one indicator, as a database can in one statement.
type FigureGroup struct {
	Kind        indicator.Kind
	Aggregation indicator.Aggregation
	Figures     int // all figures
	Subjects    int // distinct units and clusters
	Exact       int // figures with an exact value
	Ratios      int // exact figures with numerator and denominator
	// Whether the figures are of several scopes, and of several school years.
	SeveralScopes, SeveralSchoolYears bool
	// Of figures with an exact value: the sums of their units and of their millionths, and the most decimals of
	// one.
	SumUnits, SumMicros int64
	Scale               uint8
	// Of exact figures with numerator and denominator.
	Numerator, Denominator int64
}

// Aggregate is what the figures of a group amount to. Sum, or Numerator, Denominator and Percent, are nil if
// an obstacle forbids them, and for indicators of another kind.
type Aggregate struct {
	BasedOn, Missing       int // figures
	Sum                    *vi.Decimal
	Numerator, Denominator *int
	Percent                *vi.Decimal
	Obstacle               Obstacle // "" if there is none
}

// percentScale is the number of decimals of a computed percentage.
const percentScale = 2

// Aggregate combines the figures of the group by the rule of its indicator: counts are summed, ratios are
// ratios of sums, and nothing else is combined. Figures that count something twice are not combined either.
func (g FigureGroup) Aggregate() Aggregate {
	a := Aggregate{BasedOn: g.Exact}
	isRatio := g.Aggregation == indicator.AggregationRatioOfSums
	if isRatio {
		a.BasedOn = g.Ratios
	}
	a.Missing = g.Figures - a.BasedOn
	if a.Obstacle = g.obstacle(a.BasedOn); a.Obstacle != "" {
		return a
	}
	if !isRatio {
		// a + b as a - (-b), because Sub detects overflow.
		units, err := vi.ParseDecimal(strconv.FormatInt(g.SumUnits, 10))
		sum, err2 := units.Sub(vi.DecimalOf(-g.SumMicros, g.Scale))
		if err != nil || err2 != nil {
			a.Obstacle = ObstacleTooLarge
			return a
		}
		a.Sum = &sum
		return a
	}
	percent, err := vi.Percent(g.Numerator, g.Denominator, percentScale)
	if err != nil || max(g.Numerator, g.Denominator) > math.MaxInt32 {
		a.Obstacle = ObstacleTooLarge
		return a
	}
	numerator, denominator := int(g.Numerator), int(g.Denominator)
	a.Numerator, a.Denominator, a.Percent = &numerator, &denominator, &percent
	return a
}

// obstacle returns the first reason for which the figures cannot be combined; "" if there is none.
func (g FigureGroup) obstacle(basedOn int) Obstacle {
	switch {
	case g.Kind == indicator.KindRank:
		return ObstacleRank
	case g.Aggregation == indicator.AggregationNone:
		return ObstacleNoWeights
	case g.SeveralScopes:
		return ObstacleSeveralScopes
	case g.SeveralSchoolYears:
		return ObstacleSeveralSchoolYears
	case g.Subjects < g.Figures:
		return ObstacleSeveralReports
	case basedOn == 0:
		return ObstacleNothingStated
	}
	return ""
}
