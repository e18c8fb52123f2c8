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
func HeldOrder(heldOn vi.Date, year vi.SchoolYear, isFinal bool) string {
	first, second := strconv.Itoa(year.Start()), strconv.Itoa(year.Start()+1)
	if heldOn.IsZero() {
		return second + "-08-31"
	}
	if day, ok := heldOn.Earliest(); ok {
		return day.Format(time.DateOnly)
	}
	// Only XXXX-MM-DD remains. It stays text, because a 29 February sorts correctly in any year.
	day := heldOn.String()[len("XXXX"):len("XXXX-MM-DD")]
	if !isFinal && day >= "-08" {
		return first + day
	}
	return second + day
}
