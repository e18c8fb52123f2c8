package vi

import (
	"cmp"
	"time"
)

// Earliest is midnight UTC of the first day the date may mean; false where
// the date states no year or is zero.
func (d Date) Earliest() (time.Time, bool) {
	if !d.hasYear() {
		return time.Time{}, false
	}
	year, month, day := d.parts()
	return midnight(year, max(month, 1), max(day, 1)), true
}

// Latest is midnight UTC of the last day the date may mean (the day's start,
// not its end); false where the date states no year or is zero.
func (d Date) Latest() (time.Time, bool) {
	if !d.hasYear() {
		return time.Time{}, false
	}
	year, month, day := d.parts()
	if month == 0 {
		month = 12
	}
	if day == 0 {
		day = lastDay(year, month)
	}
	return midnight(year, month, day), true
}

// Compare orders dates for lists: by the earliest day, and from the same day
// the coarser first (2024, 2024-01, 2024-01-01). Being uncertain makes no
// difference. It is false where either date has no year: those have no order.
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

// Before tells whether d is certainly earlier: every day that d may mean lies
// before every day that other may mean. 2024-08 is not before 2024-08-19.
func (d Date) Before(other Date) bool {
	a, okA := d.Latest()
	b, okB := other.Earliest()
	return okA && okB && a.Before(b)
}

func (d Date) hasYear() bool {
	return !d.IsZero() && d.Precision() != PrecisionDayWithoutYear
}

func midnight(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
