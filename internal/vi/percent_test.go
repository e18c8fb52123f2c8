package vi

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestCheckPercent(t *testing.T) {
	for _, c := range []struct {
		numerator, denominator int64
		scale                  uint8
		want, reason           string
	}{
		{3085, 4081, 1, "75.6", ""}, // the figures of cluster 5, 2022-2023
		{3085, 4081, 4, "75.5942", ""},
		{1083, 1466, 2, "73.87", ""},
		{868, 983, 1, "88.3", ""},
		{1006, 1294, 2, "77.74", ""},
		{128, 253, 1, "50.6", ""},
		{1, 8, 2, "12.50", ""},
		{1, 8, 0, "13", ""}, // half goes up
		{3, 8, 0, "38", ""},
		{-1, 8, 0, "-13", ""},
		{0, 5, 2, "0.00", ""},
		{-1, 1000000, 1, "0.0", ""},
		{5, 4, 0, "125", ""},
		{1, math.MaxInt64, 6, "0.000000", ""},
		{math.MaxInt64, math.MaxInt64, 6, "100.000000", ""},
		{math.MinInt64, math.MaxInt64, 2, "-100.00", ""},
		{1, 0, 2, "", ReasonDenominator},
		{1, -3, 2, "", ReasonDenominator},
		{1, 3, 7, "", ReasonTooManyDecimals},
		{91_999_999_999, 1, 0, "9199999999900", ""},
		{92_000_000_000, 1, 0, "", ReasonOverflow},
		{math.MaxInt64, 1, 0, "", ReasonOverflow},
		{math.MinInt64, 1, 0, "", ReasonOverflow},
	} {
		got, err := Percent(c.numerator, c.denominator, c.scale)
		if r := reasonOf(t, err); r != c.reason || r == "" && got.String() != c.want {
			t.Errorf("Percent(%d, %d, %d) = %s, %q; want %s, %q", c.numerator, c.denominator, c.scale, got,
				r, c.want, c.reason)
		}
	}
}

// The percentage is within half a unit of its last decimal, rounded half up.
func TestPercent_RoundsHalfUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, math.MaxInt64).Draw(t, "numerator")
		d := rapid.Int64Range(1, math.MaxInt64).Draw(t, "denominator")
		scale := rapid.Uint8Range(0, MaxScale).Draw(t, "scale")
		got, err := Percent(n, d, scale)
		if err != nil {
			if n/d < limitUnits/100-1 {
				t.Fatalf("Percent(%d, %d, %d): %v", n, d, scale, err)
			}
			return
		}
		exact := new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(100, 1))
		exact.Quo(exact, big.NewRat(d, 1))
		rounded := big.NewRat(got.Micros(), microsPerUnit)
		off := new(big.Rat).Sub(rounded, exact)
		half := big.NewRat(1, 2*powerOf10(scale))
		if off.Cmp(half) > 0 || off.Cmp(new(big.Rat).Neg(half)) <= 0 {
			t.Fatalf("Percent(%d, %d, %d) = %s, off by %s", n, d, scale, got, off)
		}
	})
}
