package vi

import (
	"cmp"
	"time"
)

// Earliest returns midnight UTC of the first possible day; false without a year or for the zero Date.
func (d Date) Earliest() (time.Time, bool) {
	if !d.hasYear() {
		return time.Time{}, false
	}
	year, month, day := d.parts()
	return midnightUTC(year, max(month, 1), max(day, 1)), true
}

// Latest returns midnight UTC at the start of the last possible day; false without a year or for the zero
// Date.
func (d Date) Latest() (time.Time, bool) {
	if !d.hasYear() {
		return time.Time{}, false
	}
	year, month, day := d.parts()
	if month == 0 {
		month = 12
	}
	if day == 0 {
		day = lastDayOfMonth(year, month)
	}
	return midnightUTC(year, month, day), true
}

// Compare orders dates by the earliest possible day, then the coarser first (2024, 2024-01, 2024-01-01),
// ignoring uncertainty. It returns false if either date has no year.
func (d Date) Compare(other Date) (int, bool) {
	a, okA := d.Earliest()
	b, okB := other.Earliest()
	if !okA || !okB {
		return 0, false
	}
	if c := a.Compare(b); c != 0 {
		return c, true
	}
	return cmp.Compare(len(d.body()), len(other.body())), true
}

// Before reports whether d is certainly earlier: every possible day of d is before every possible day of
// other. 2024-08 is not before 2024-08-19.
func (d Date) Before(other Date) bool {
	a, okA := d.Latest()
	b, okB := other.Earliest()
	return okA && okB && a.Before(b)
}

func (d Date) hasYear() bool {
	return !d.IsZero() && d.Precision() != PrecisionDayWithoutYear
}

func midnightUTC(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
