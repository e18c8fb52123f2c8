package vi

import (
	"strconv"
	"strings"
)

// Vietnamese numbers have an optional dot between groups of three digits and a comma before the decimals:
// "3.085", "1083", "75,6". So "7.466" is always 7466, and "3.08" is invalid.

// ParseCount parses a Vietnamese non-negative integer: "3.085", "1083". Errors, of type Count: FORMAT
// ("3.08", "3,085", "1.0000", "01"), OVERFLOW.
func ParseCount(s string) (int64, error) {
	digits, ok := ungroupThousands(s)
	if !ok {
		return 0, newError("Count", ReasonFormat)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, newError("Count", ReasonOverflow)
	}
	return n, nil
}

// FormatCount formats an integer as Vietnamese does, grouped by dots: "3.085".
func FormatCount(n int64) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	if negative {
		return "-" + groupThousands(digits)
	}
	return groupThousands(digits)
}

// ReadDecimal parses a Vietnamese decimal: "75,6", "-1.234,50", ignoring white space around it. Errors: those
// of ParseDecimal.
func ReadDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(Clean(s), "-")
	whole, fraction, comma := strings.Cut(digits, ",")
	point, ok := ungroupThousands(whole)
	if !ok {
		return Decimal{}, newError("Decimal", ReasonFormat)
	}
	if comma {
		point += "." + fraction
	}
	if negative {
		point = "-" + point
	}
	return ParseDecimal(point)
}

// FormatDecimal formats a decimal as Vietnamese does, with the decimals stated: "1.234,50". ReadDecimal
// returns the same Decimal.
func FormatDecimal(d Decimal) string {
	digits, negative := strings.CutPrefix(d.String(), "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	text := groupThousands(whole)
	if pointed {
		text += "," + fraction
	}
	if negative {
		text = "-" + text
	}
	return text
}

// ungroupThousands removes the dots from an integer, and reports whether they were placed correctly.
func ungroupThousands(s string) (string, bool) {
	groups := strings.Split(s, ".")
	head := groups[0]
	if !allDigits(head) || head[0] == '0' && s != "0" || len(groups) > 1 && len(head) > 3 {
		return "", false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 || !allDigits(g) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func groupThousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}
