package report

import (
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
	Subjects    int // distinct pairs of subject and school year
	Scopes      int // distinct scopes
	SchoolYears int // distinct school years
	Exact       int // figures with an exact value
	Ratios      int // figures with numerator and denominator
	// Of figures with an exact value: their sum, in millionths, and the most decimals of one.
	Sum   int64
	Scale uint8
	// Of figures with numerator and denominator.
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
		sum := vi.DecimalOf(g.Sum, g.Scale)
		a.Sum = &sum
		return a
	}
	percent, err := vi.Percent(g.Numerator, g.Denominator, percentScale)
	if err != nil {
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
	case g.Scopes > 1:
		return ObstacleSeveralScopes
	case g.SchoolYears > 1 && g.Kind != indicator.KindMedal: // medals of several years are different medals
		return ObstacleSeveralSchoolYears
	case g.Subjects < g.Figures:
		return ObstacleSeveralReports
	case basedOn == 0:
		return ObstacleNothingStated
	}
	return ""
}
