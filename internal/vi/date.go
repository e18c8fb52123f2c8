package vi

import (
	"strconv"
	"strings"
	"time"
)

// Date is a calendar day with the precision of its source, in a subset of EDTF (ISO 8601-2): "2024-08-19",
// "2024-08", "2024", or "XXXX-08-17" (a day without a year), each followed by "?" if it was inferred. It
// holds its canonical text, so == compares dates. The zero Date means no date.
type Date struct{ text string }

// DatePrecision is the precision of a Date.
type DatePrecision string

// The precisions of a Date.
const (
	PrecisionDay            DatePrecision = "DAY"
	PrecisionMonth          DatePrecision = "MONTH"
	PrecisionYear           DatePrecision = "YEAR"
	PrecisionDayWithoutYear DatePrecision = "DAY_WITHOUT_YEAR"
)

// Values lists every precision, coarsest last, for ent.
func (DatePrecision) Values() []string {
	return []string{
		string(PrecisionDay), string(PrecisionDayWithoutYear),
		string(PrecisionMonth), string(PrecisionYear),
	}
}

// dateForms are the accepted formats; '0' stands for any ASCII digit.
var dateForms = [...]struct {
	form      string
	precision DatePrecision
}{
	{"0000-00-00", PrecisionDay},
	{"0000-00", PrecisionMonth},
	{"0000", PrecisionYear},
	{"XXXX-00-00", PrecisionDayWithoutYear},
}

// ParseDate parses the canonical text only; years are 0001 to 9999. Errors: FORMAT, OUT_OF_RANGE (year 0000),
// NO_SUCH_MONTH, NO_SUCH_DAY.
func ParseDate(s string) (Date, error) {
	d := Date{text: s}
	precision := d.Precision()
	if precision == "" {
		return Date{}, newError("Date", ReasonFormat)
	}
	year, month, day := d.parts()
	if precision == PrecisionDayWithoutYear {
		year = 2000 // a leap year, to allow 29 February
	}
	switch {
	case year == 0:
		return Date{}, newError("Date", ReasonOutOfRange)
	case precision != PrecisionYear && (month < 1 || month > 12):
		return Date{}, newError("Date", ReasonNoSuchMonth)
	case len(d.body()) == len("0000-00-00") && (day < 1 || day > lastDayOfMonth(year, month)):
		return Date{}, newError("Date", ReasonNoSuchDay)
	}
	return d, nil
}

// String returns the canonical text, "" for the zero Date.
func (d Date) String() string { return d.text }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d.text == "" }

// Uncertain reports whether the date was inferred rather than stated.
func (d Date) Uncertain() bool { return strings.HasSuffix(d.text, "?") }

// Precision returns the precision; "" for the zero Date.
func (d Date) Precision() DatePrecision {
	for _, s := range dateForms {
		if matchesForm(d.body(), s.form) {
			return s.precision
		}
	}
	return ""
}

func (d Date) body() string { return strings.TrimSuffix(d.text, "?") }

// parts returns the numbers in the text, 0 for missing ones.
func (d Date) parts() (year, month, day int) {
	var n [3]int
	for i, part := range strings.Split(d.body(), "-") {
		n[i], _ = strconv.Atoi(part) // "XXXX" gives 0, as intended
	}
	return n[0], n[1], n[2]
}

func matchesForm(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(form) {
		digit := '0' <= s[i] && s[i] <= '9'
		if form[i] == '0' && !digit || form[i] != '0' && s[i] != form[i] {
			return false
		}
	}
	return true
}

func lastDayOfMonth(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
