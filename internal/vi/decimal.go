package vi

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// MaxScale is the maximum number of decimals of a Decimal.
const MaxScale = 6

const (
	microsPerUnit = 1_000_000
	// limitUnits bounds parsed numbers: |x| < 9.2e12, so that x in millionths fits an int64 with room to
	// spare.
	limitUnits  = 9_200_000_000_000
	limitMicros = limitUnits * microsPerUnit
)

// Decimal is an exact decimal: an integer number of millionths, and the number of decimals stated. 7.4 and
// 7.40 are the same number (Cmp returns 0) stated differently (== is false). The zero Decimal is 0.
type Decimal struct {
	micros int64
	scale  uint8
}

// ParseDecimal parses plain point notation such as "-12.50": no exponent, plus, grouping, leading zeros or
// minus zero. Errors: FORMAT, TOO_MANY_DECIMALS (more than six), OVERFLOW (absolute value not below 9.2e12).
func ParseDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	switch {
	case !allDigits(whole), len(whole) > 1 && whole[0] == '0', pointed && !allDigits(fraction):
		return Decimal{}, newError("Decimal", ReasonFormat)
	case len(fraction) > MaxScale:
		return Decimal{}, newError("Decimal", ReasonTooManyDecimals)
	}
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || units >= limitUnits {
		return Decimal{}, newError("Decimal", ReasonOverflow)
	}
	// At most six digits, padded to exactly six: Atoi cannot fail.
	parts, _ := strconv.Atoi(fraction + strings.Repeat("0", MaxScale-len(fraction)))
	micros := units*microsPerUnit + int64(parts)
	if negative {
		if micros == 0 {
			return Decimal{}, newError("Decimal", ReasonFormat)
		}
		micros = -micros
	}
	return Decimal{micros: micros, scale: uint8(len(fraction))}, nil
}

// DecimalOf returns the decimal of a number of millionths with scale decimals, as stored in two columns. A
// scale that would hide digits is raised to show them; a scale above six is reduced to six.
func DecimalOf(micros int64, scale uint8) Decimal {
	scale = min(scale, MaxScale)
	for micros%powerOf10(MaxScale-scale) != 0 {
		scale++
	}
	return Decimal{micros: micros, scale: scale}
}

// Micros returns the number in millionths.
func (d Decimal) Micros() int64 { return d.micros }

// Scale returns the number of decimals stated, 0 to 6.
func (d Decimal) Scale() uint8 { return d.scale }

// String returns plain point notation with exactly Scale decimals.
func (d Decimal) String() string {
	sign, abs := "", uint64(d.micros)
	if d.micros < 0 {
		sign, abs = "-", -abs // in uint64, where the smallest int64 has an absolute value
	}
	whole, rest := abs/microsPerUnit, abs%microsPerUnit
	if d.scale == 0 {
		return fmt.Sprintf("%s%d", sign, whole)
	}
	return fmt.Sprintf("%s%d.%0*d", sign, whole, int(d.scale), rest/uint64(powerOf10(MaxScale-d.scale)))
}

// Cmp compares the numbers regardless of scale: -1, 0 or +1.
func (d Decimal) Cmp(other Decimal) int { return cmp.Compare(d.micros, other.micros) }

// Sub returns d minus other, with the larger of the two scales. Error: OVERFLOW.
func (d Decimal) Sub(other Decimal) (Decimal, error) {
	r := d.micros - other.micros
	wrapped := (d.micros < 0) != (other.micros < 0) && (r < 0) != (d.micros < 0)
	if wrapped || r <= -limitMicros || r >= limitMicros {
		return Decimal{}, newError("Decimal", ReasonOverflow)
	}
	return Decimal{micros: r, scale: max(d.scale, other.scale)}, nil
}

func powerOf10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// allDigits reports whether s is not empty and consists of ASCII digits.
func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
