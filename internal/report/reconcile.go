package report

import (
	"strconv"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Aggregation is how figures of parts are combined, with the values of Indicator.aggregation.
type Aggregation string

// The aggregations.
const (
	AggregateSum         Aggregation = "SUM"           // values are summed
	AggregateRatioOfSums Aggregation = "RATIO_OF_SUMS" // numerators and denominators are summed separately
	AggregateNone        Aggregation = "NONE"          // cannot be aggregated
)

// Figure is what a report states of an indicator; nil if not stated. Bounded marks bounds and approximations
// ("gần 2 triệu"), whose sums need not agree.
type Figure struct {
	Numerator, Denominator *int
	Value                  *vi.Decimal
	Bounded                bool
}

// Part is a partial indicator with its figure; the zero Figure if the report states none.
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

// combine returns the agreement after one more comparison.
func (a Agreement) combine(agrees bool) Agreement {
	if !agrees || a == Disagrees {
		return Disagrees
	}
	return Agrees
}

// Reconciliation compares a stated figure with its parts. It corrects nothing: it shows the stated value, the
// value computed from the parts, and the difference.
type Reconciliation struct {
	// Missing lists the parts that do not state the summed number, in the given order.
	Missing     []gid.ID
	Numerator   *SumCheck     // numerators of a ratio, the values of anything else
	Denominator *SumCheck     // nil unless it is a ratio
	Percent     *PercentCheck // nil unless it is a ratio and the whole states all three
	Agreement   Agreement
}

// SumCheck compares a stated total with the sum of the parts that state theirs.
type SumCheck struct {
	Stated     vi.Decimal
	Summed     vi.Decimal
	Difference vi.Decimal // Stated - Summed
}

// PercentCheck compares a stated percentage with the computed one, rounded half up to the stated scale.
type PercentCheck struct {
	Stated    vi.Decimal
	Computed  vi.Decimal  // from the stated numerator and denominator
	FromParts *vi.Decimal // from the sums of the parts; nil if a part is missing
}

// Agrees reports whether the stated and the computed percentage are equal.
func (p PercentCheck) Agrees() bool { return p.Stated.Cmp(p.Computed) == 0 }

// Reconcile compares a whole with its parts. A sum is nil if the whole or all parts omit the number, or if it
// overflows. Sums with missing or bounded parts are returned but do not count for Agreement, because they
// need not agree.
func Reconcile(how Aggregation, whole Figure, parts []Part) Reconciliation {
	r := Reconciliation{Agreement: NotComparable}
	counts := !whole.Bounded
	for _, p := range parts {
		if !p.Figure.statesInputsFor(how) {
			r.Missing = append(r.Missing, p.Indicator)
		}
		counts = counts && !p.Figure.Bounded
	}
	switch how {
	case AggregateSum:
		r.Numerator = checkSum(whole, parts, func(f Figure) *vi.Decimal { return f.Value })
	case AggregateRatioOfSums:
		r.Numerator = checkSum(whole, parts, func(f Figure) *vi.Decimal { return intToDecimal(f.Numerator) })
		r.Denominator = checkSum(whole, parts,
			func(f Figure) *vi.Decimal { return intToDecimal(f.Denominator) })
		r.Percent = CheckPercent(whole)
	}
	if r.Percent != nil {
		r.Percent.FromParts = r.percentFromParts(r.Percent.Stated.Scale())
		if !whole.Bounded {
			r.Agreement = r.Agreement.combine(r.Percent.Agrees())
		}
	}
	if counts && len(r.Missing) == 0 {
		for _, sum := range []*SumCheck{r.Numerator, r.Denominator} {
			if sum != nil {
				r.Agreement = r.Agreement.combine(sum.Difference.Micros() == 0)
			}
		}
	}
	return r
}

// CheckPercent compares a stated percentage with its numerator and denominator. It returns nil if one of the
// three is not stated.
func CheckPercent(f Figure) *PercentCheck {
	if f.Value == nil || f.Numerator == nil || f.Denominator == nil {
		return nil
	}
	computed, err := vi.Percent(int64(*f.Numerator), int64(*f.Denominator), f.Value.Scale())
	if err != nil { // not representable as a percentage
		return nil
	}
	return &PercentCheck{Stated: *f.Value, Computed: computed}
}

func (f Figure) statesInputsFor(how Aggregation) bool {
	switch how {
	case AggregateSum:
		return f.Value != nil
	case AggregateRatioOfSums:
		return f.Numerator != nil && f.Denominator != nil
	}
	return true
}

func checkSum(whole Figure, parts []Part, number func(Figure) *vi.Decimal) *SumCheck {
	stated := number(whole)
	var summed vi.Decimal
	some := false
	for _, p := range parts {
		n := number(p.Figure)
		if n == nil {
			continue
		}
		// a + b as a - (-b), because Sub detects overflow.
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

// percentFromParts returns the percentage of the summed parts; nil if a part is missing.
func (r Reconciliation) percentFromParts(scale uint8) *vi.Decimal {
	if r.Numerator == nil || r.Denominator == nil || len(r.Missing) > 0 {
		return nil
	}
	percent, err := vi.Percent(r.Numerator.Summed.Micros(), r.Denominator.Summed.Micros(), scale)
	if err != nil {
		return nil
	}
	return &percent
}

func intToDecimal(n *int) *vi.Decimal {
	if n == nil {
		return nil
	}
	d, err := vi.ParseDecimal(strconv.Itoa(*n))
	if err != nil {
		return nil
	}
	return &d
}
