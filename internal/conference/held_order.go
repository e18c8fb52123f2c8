package conference

import (
	"strconv"
	"time"

	"thidua/internal/vi"
)

// HeldOrder returns the earliest day on which a conference can have been held, as YYYY-MM-DD, by which
// conferences are sorted; without any date, the last day of the school year under review.
//
// A day without a year gets its year from the school year: August to December lie in its first calendar
// year, and January to July in the second. A final review looks back on the whole school year, so all its
// days lie in the second: that of 2023-2024 on 17 August was held in 2024.
func HeldOrder(held vi.Date, of vi.SchoolYear, final bool) string {
	first, second := strconv.Itoa(of.Start()), strconv.Itoa(of.Start()+1)
	if held.IsZero() {
		return second + "-08-31"
	}
	if day, ok := held.Earliest(); ok {
		return day.Format(time.DateOnly)
	}
	// Only XXXX-MM-DD remains. It stays text, because a 29 February sorts correctly in any year.
	day := held.String()[len("XXXX"):len("XXXX-MM-DD")]
	if !final && day >= "-08" {
		return first + day
	}
	return second + day
}
