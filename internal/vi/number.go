package vi

import (
	"strconv"
	"strings"
)

// Vietnamese writes numbers with a dot between groups of three digits, which
// may be left out, and a comma before the decimals: "3.085", "1083", "75,6".
// So "7.466" alone is always 7466, and "3.08" is nothing.

// ParseCount reads a count as Vietnamese writes it, 0 or above: "3.085",
// "1083". Refusals, of type Count: FORMAT ("3.08", "3,085", "1.0000", "01"),
// OVERFLOW.
func ParseCount(s string) (int64, error) {
	digits, ok := ungroup(s)
	if !ok {
		return 0, refuse("Count", ReasonFormat)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, refuse("Count", ReasonOverflow)
	}
	return n, nil
}

// FormatCount writes a count as Vietnamese does, grouped by dots: "3.085".
func FormatCount(n int64) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	if negative {
		return "-" + group(digits)
	}
	return group(digits)
}

// ReadDecimal reads a decimal as Vietnamese writes it: "75,6", "-1.234,50".
// White space around it does not matter. Refusals are those of ParseDecimal.
func ReadDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(Clean(s), "-")
	whole, fraction, comma := strings.Cut(digits, ",")
	point, ok := ungroup(whole)
	if !ok {
		return Decimal{}, refuse("Decimal", ReasonFormat)
	}
	if comma {
		point += "." + fraction
	}
	if negative {
		point = "-" + point
	}
	return ParseDecimal(point)
}

// FormatDecimal writes a decimal as Vietnamese does, with the decimals it was
// stated with: "1.234,50". ReadDecimal gives the same Decimal back.
func FormatDecimal(d Decimal) string {
	digits, negative := strings.CutPrefix(d.String(), "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	text := group(whole)
	if pointed {
		text += "," + fraction
	}
	if negative {
		text = "-" + text
	}
	return text
}

// ungroup takes the dots out of a whole number, and tells whether they all
// stood where they may.
func ungroup(s string) (string, bool) {
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

func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}
