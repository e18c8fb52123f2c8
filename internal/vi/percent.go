package vi

import "math/big"

// Percent returns numerator/denominator as a percentage with scale decimals, computed exactly and rounded
// half up (away from zero if negative): 3085 of 4081 with 1 decimal is 75.6. Errors: DENOMINATOR (not
// positive), TOO_MANY_DECIMALS (scale above six), OVERFLOW.
func Percent(numerator, denominator int64, scale uint8) (Decimal, error) {
	switch {
	case denominator <= 0:
		return Decimal{}, newError("Percent", ReasonDenominator)
	case scale > MaxScale:
		return Decimal{}, newError("Percent", ReasonTooManyDecimals)
	}
	// round(n·100·10^scale / d) = floor((2·|n|·100·10^scale + d) / 2d), in big.Int because the product
	// overflows int64 long before n does.
	n := big.NewInt(numerator)
	d := big.NewInt(denominator)
	n.Abs(n).Mul(n, big.NewInt(2*100*powerOf10(scale))).Add(n, d)
	n.Quo(n, d.Lsh(d, 1))
	n.Mul(n, big.NewInt(powerOf10(MaxScale-scale)))
	if numerator < 0 {
		n.Neg(n)
	}
	if n.CmpAbs(big.NewInt(limitMicros)) >= 0 {
		return Decimal{}, newError("Percent", ReasonOverflow)
	}
	return Decimal{micros: n.Int64(), scale: scale}, nil
}
