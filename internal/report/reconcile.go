package report

import (
	"strconv"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Aggregation is how figures of parts make the figure of the whole, in the spelling of Indicator.aggregation.
type Aggregation string

// The aggregations.
const (
	AggregateSum         Aggregation = "SUM"           // values are summed
	AggregateRatioOfSums Aggregation = "RATIO_OF_SUMS" // numerators and denominators are summed apart
	AggregateNotAtAll    Aggregation = "NONE"          // nothing can be summed
)

// Figure is what a report states of an indicator; nil for what it does not state. Bounded says that the numbers are not
// the exact ones ("gần 2 triệu"), so that a sum need not agree with them.
type Figure struct {
	Numerator, Denominator *int
	Value                  *vi.Decimal
	Bounded                bool
}

// Part is one of the indicators that make up a whole, with its figure; the zero Figure where the report states none.
type Part struct {
	Indicator gid.ID
	Figure    Figure
}

// Agreement is the result of comparing a figure with the other figures of a report.
type Agreement string

// The agreements.
const (
	Agrees        Agreement = "AGREES"         // all comparisons agree
	Disagrees     Agreement = "DISAGREES"      // at least one comparison differs
	NotComparable Agreement = "NOT_COMPARABLE" // there was nothing to compare
)

// with returns the agreement with one more comparison.
func (a Agreement) with(agrees bool) Agreement {
	if !agrees || a == Disagrees {
		return Disagrees
	}
	return Agrees
}

// Reconciliation is a stated figure beside its parts. Nothing in it is repaired: it shows what is stated, what the
// parts give, and the difference.
type Reconciliation struct {
	Missing     []gid.ID      // indicators of the parts that do not state what is summed, in the order given
	Numerator   *SumCheck     // numerators of a ratio, the values of anything else
	Denominator *SumCheck     // nil unless it is a ratio
	Percent     *PercentCheck // nil unless it is a ratio and the whole states all three
	Agreement   Agreement
}

// SumCheck is a stated total beside the sum of the parts that state theirs.
type SumCheck struct {
	Stated     vi.Decimal
	Summed     vi.Decimal
	Difference vi.Decimal // Stated - Summed
}

// PercentCheck is a stated percentage beside what it should be, half up to as many decimals as stated.
type PercentCheck struct {
	Stated    vi.Decimal
	Computed  vi.Decimal  // from the stated numerator and denominator
	FromParts *vi.Decimal // from the sums of the parts; nil where a part is missing
}

// Agrees tells whether the percentage is that of the stated numerator and denominator.
func (p PercentCheck) Agrees() bool { return p.Stated.Cmp(p.Computed) == 0 }

// Reconcile holds a whole against its parts. A sum is nil where the whole or all parts leave the number out, and where
// it is too large to be exact. Sums that lack a part, or are of numbers that are only bounds, are shown; but since they
// need not agree, they do not count for Agreement.
func Reconcile(how Aggregation, whole Figure, parts []Part) Reconciliation {
	r := Reconciliation{Agreement: NotComparable}
	counts := !whole.Bounded
	for _, p := range parts {
		if !p.Figure.states(how) {
			r.Missing = append(r.Missing, p.Indicator)
		}
		counts = counts && !p.Figure.Bounded
	}
	switch how {
	case AggregateSum:
		r.Numerator = sum(whole, parts, func(f Figure) *vi.Decimal { return f.Value })
	case AggregateRatioOfSums:
		r.Numerator = sum(whole, parts, func(f Figure) *vi.Decimal { return decimal(f.Numerator) })
		r.Denominator = sum(whole, parts, func(f Figure) *vi.Decimal { return decimal(f.Denominator) })
		r.Percent = CheckPercent(whole)
	}
	if r.Percent != nil {
		r.Percent.FromParts = r.ofParts(r.Percent.Stated.Scale())
		if !whole.Bounded {
			r.Agreement = r.Agreement.with(r.Percent.Agrees())
		}
	}
	if counts && len(r.Missing) == 0 {
		for _, sum := range []*SumCheck{r.Numerator, r.Denominator} {
			if sum != nil {
				r.Agreement = r.Agreement.with(sum.Difference.Micros() == 0)
			}
		}
	}
	return r
}

// CheckPercent holds a stated percentage against the stated numerator and denominator: nil where one of them is not
// stated.
func CheckPercent(f Figure) *PercentCheck {
	if f.Value == nil || f.Numerator == nil || f.Denominator == nil {
		return nil
	}
	computed, err := vi.Percent(int64(*f.Numerator), int64(*f.Denominator), f.Value.Scale())
	if err != nil { // no percentage that can be stated
		return nil
	}
	return &PercentCheck{Stated: *f.Value, Computed: computed}
}

func (f Figure) states(how Aggregation) bool {
	switch how {
	case AggregateSum:
		return f.Value != nil
	case AggregateRatioOfSums:
		return f.Numerator != nil && f.Denominator != nil
	}
	return true
}

func sum(whole Figure, parts []Part, number func(Figure) *vi.Decimal) *SumCheck {
	stated := number(whole)
	var summed vi.Decimal
	some := false
	for _, p := range parts {
		n := number(p.Figure)
		if n == nil {
			continue
		}
		// a + b is a - (-b); Sub is the one that looks out for numbers too large.
		s, err := summed.Sub(vi.DecimalOf(-n.Micros(), n.Scale()))
		if err != nil {
			return nil
		}
		summed, some = s, true
	}
	if stated == nil || !some {
		return nil
	}
	difference, err := stated.Sub(summed)
	if err != nil {
		return nil
	}
	return &SumCheck{Stated: *stated, Summed: summed, Difference: difference}
}

// ofParts is the percentage that the sums of the parts give, nil where they are not known.
func (r Reconciliation) ofParts(scale uint8) *vi.Decimal {
	if r.Numerator == nil || r.Denominator == nil || len(r.Missing) > 0 {
		return nil
	}
	percent, err := vi.Percent(r.Numerator.Summed.Micros(), r.Denominator.Summed.Micros(), scale)
	if err != nil {
		return nil
	}
	return &percent
}

func decimal(n *int) *vi.Decimal {
	if n == nil {
		return nil
	}
	d, err := vi.ParseDecimal(strconv.Itoa(*n))
	if err != nil {
		return nil
	}
	return &d
}
