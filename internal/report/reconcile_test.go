package report_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"thidua/internal/gid"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// ratio returns a figure such as 1083/1466, 73.87%; an empty percentage means none.
func ratio(numerator, denominator int, percent string) report.Figure {
	f := report.Figure{Numerator: &numerator, Denominator: &denominator}
	if percent != "" {
		f.Value = decimalPtr(percent)
	}
	return f
}

func value(s string) report.Figure { return report.Figure{Value: decimalPtr(s)} }

// parts assigns the figures to the indicators 1, 2, 3 and so on.
func parts(figures ...report.Figure) []report.Part {
	var ps []report.Part
	for i, f := range figures {
		ps = append(ps, report.Part{Indicator: gid.ID(i + 1), Figure: f})
	}
	return ps
}

func boundedFigure(f report.Figure) report.Figure {
	f.Bounded = true
	return f
}

func showSum(s *report.SumCheck) string {
	if s == nil {
		return "-"
	}
	return fmt.Sprintf("%v-%v=%v", s.Stated, s.Summed, s.Difference)
}

func showAll(r report.Reconciliation) string {
	percent := "-"
	if p := r.Percent; p != nil {
		percent = fmt.Sprintf("%v/%v/%s", p.Stated, p.Computed, show(p.FromParts))
	}
	return fmt.Sprintf("%s %s %s missing %d %s", showSum(r.Numerator), showSum(r.Denominator), percent,
		r.Missing, r.Agreement)
}

func TestReconcile(t *testing.T) {
	preschool, primary := ratio(1083, 1466, "73.87"), ratio(868, 983, "88.3")
	lower, upper := ratio(1006, 1294, "77.74"), ratio(128, 253, "50.6")
	for name, c := range map[string]struct {
		how   report.Aggregation
		whole report.Figure
		parts []report.Part
		want  string
	}{
		"X01: the denominators lack 85": {
			report.AggregateRatioOfSums, ratio(3085, 4081, "75.6"), parts(preschool, primary, lower, upper),
			"3085-3085=0 4081-3996=85 75.6/75.6/77.2 missing [] DISAGREES",
		},
		"all agrees": {
			report.AggregateRatioOfSums, ratio(3, 4, "75.00"), parts(ratio(1, 2, ""), ratio(2, 2, "")),
			"3-3=0 4-4=0 75.00/75.00/75.00 missing [] AGREES",
		},
		"a part without numbers": {
			report.AggregateRatioOfSums, ratio(3085, 4081, "75.6"),
			parts(preschool, value("88.3"), lower, upper),
			"3085-2217=868 4081-3013=1068 75.6/75.6/- missing [2] AGREES",
		},
		"the percentage alone is wrong": {
			report.AggregateRatioOfSums, ratio(3085, 4081, "75.7"), nil,
			"- - 75.7/75.6/- missing [] DISAGREES",
		},
		"percentages are not summed": {
			report.AggregateRatioOfSums, value("75.6"), parts(value("73.87"), value("88.3")),
			"- - - missing [1 2] NOT_COMPARABLE",
		},
		"values": {
			report.AggregateSum, value("4256"), parts(value("296"), value("63.5")),
			"4256-359.5=3896.5 - - missing [] DISAGREES",
		},
		"a value is missing": {
			report.AggregateSum, value("4256"), parts(value("296"), report.Figure{}),
			"4256-296=3960 - - missing [2] NOT_COMPARABLE",
		},
		"no total": {
			report.AggregateSum, report.Figure{}, parts(value("296")), "- - - missing [] NOT_COMPARABLE",
		},
		"no parts": {
			report.AggregateSum, value("4256"), nil, "- - - missing [] NOT_COMPARABLE",
		},
		"a total that is only a bound": {
			report.AggregateSum, boundedFigure(value("2000000")), parts(value("1999000")),
			"2000000-1999000=1000 - - missing [] NOT_COMPARABLE",
		},
		"a part that is only a bound": {
			report.AggregateSum, value("3"), parts(value("1"), boundedFigure(value("1"))),
			"3-2=1 - - missing [] NOT_COMPARABLE",
		},
		"too large to be exact": {
			report.AggregateSum, value("1"), parts(value("9199999999999"), value("9199999999999")),
			"- - - missing [] NOT_COMPARABLE",
		},
		"what is not summed": {
			report.AggregateNone, value("7.46"), parts(value("7.37")), "- - - missing [] NOT_COMPARABLE",
		},
	} {
		if got := showAll(report.Reconcile(c.how, c.whole, c.parts)); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

func TestCheckPercent(t *testing.T) {
	for _, c := range []struct {
		figure report.Figure
		want   string
	}{
		{ratio(3085, 4081, "75.6"), "75.6 true"},
		{ratio(1083, 1466, "73.87"), "73.87 true"},
		{ratio(1083, 1466, "73.88"), "73.87 false"},
		{ratio(1, 8, "12.5"), "12.5 true"},
		{ratio(1, 8, "13"), "13 true"}, // a half goes up
		{ratio(1, 8, "12"), "13 false"},
		{ratio(4, 4, "100.00"), "100.00 true"},
		{ratio(1, 3, ""), "none"},
		{report.Figure{Value: decimalPtr("1")}, "none"},
	} {
		got := "none"
		if p := report.CheckPercent(c.figure); p != nil {
			got = fmt.Sprintf("%v %t", p.Computed, p.Agrees())
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.figure, got, c.want)
		}
	}
}

// The difference always is the total minus the sum of the parts that state theirs.
func TestReconcile_Difference(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) vi.Decimal {
		return vi.DecimalOf(rapid.Int64Range(-1e18, 1e18).Draw(t, "micros"), rapid.Uint8Range(0, 6).
			Draw(t, "scale"))
	})
	maybe := rapid.Ptr(some, true)
	rapid.Check(t, func(t *rapid.T) {
		stated := some.Draw(t, "stated")
		var ps []report.Part
		sum, given := new(big.Int), false
		for i, v := range rapid.SliceOfN(maybe, 0, 8).Draw(t, "parts") {
			ps = append(ps, report.Part{Indicator: gid.ID(i), Figure: report.Figure{Value: v}})
			if v != nil {
				sum.Add(sum, big.NewInt(v.Micros()))
				given = true
			}
		}
		r := report.Reconcile(report.AggregateSum, report.Figure{Value: &stated}, ps)
		if !given {
			if r.Numerator != nil {
				t.Fatal("a sum of nothing")
			}
			return
		}
		s := r.Numerator
		if s.Stated != stated || big.NewInt(s.Summed.Micros()).Cmp(sum) != 0 ||
			s.Stated.Micros()-s.Summed.Micros() != s.Difference.Micros() {
			t.Fatalf("%s, and the parts sum to %v millionths", showSum(s), sum)
		}
		if complete := len(r.Missing) == 0; complete &&
			(r.Agreement == report.Agrees) != (s.Difference.Micros() == 0) {
			t.Fatalf("%s: %s", showSum(s), r.Agreement)
		}
	})
}

// A stated percentage agrees exactly if the true one rounds to it, half up: if it is in [stated - ½u, stated
// + ½u), where u is one unit of the last stated decimal.
func TestCheckPercent_RoundsHalfUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(1, 1<<31-1).Draw(t, "denominator")
		n := rapid.IntRange(0, min(1<<31-1, 100*d)).Draw(t, "numerator") // a Decimal holds 10 000 percent
		scale := rapid.Uint8Range(0, 6).Draw(t, "scale")
		stated, err := vi.Percent(int64(n), int64(d), scale)
		if err != nil {
			t.Fatal(err)
		}
		off := rapid.Int64Range(-2, 2).Draw(t, "units off")
		unit := int64(1)
		for range 6 - scale {
			unit *= 10
		}
		stated = vi.DecimalOf(stated.Micros()+off*unit, scale)
		p := report.CheckPercent(report.Figure{Numerator: &n, Denominator: &d, Value: &stated})
		true100 := big.NewRat(int64(n), 1)
		true100.Mul(true100, big.NewRat(100_000_000, int64(d))) // in millionths of a percent
		low := big.NewRat(2*stated.Micros()-unit, 2)
		high := big.NewRat(2*stated.Micros()+unit, 2)
		if want := true100.Cmp(low) >= 0 && true100.Cmp(high) < 0; p.Agrees() != want {
			t.Fatalf("%d of %d is stated as %v: agrees %t, want %t", n, d, stated, p.Agrees(), want)
		}
	})
}
