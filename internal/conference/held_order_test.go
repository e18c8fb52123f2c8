package conference_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/internal/conference"
	"thidua/internal/vi"
)

func TestHeldOrder(t *testing.T) {
	const interim, final = false, true
	for _, c := range []struct {
		held  string
		final bool
		want  string
	}{
		{"2024-08-19", final, "2024-08-19"},
		{"2024-08-17?", final, "2024-08-17"},
		{"2024-08", final, "2024-08-01"},
		{"2024", final, "2024-01-01"},
		{"XXXX-08-17", final, "2024-08-17"},
		{"XXXX-08-17?", final, "2024-08-17"},
		{"XXXX-07-01", final, "2024-07-01"},
		{"XXXX-10-05", final, "2024-10-05"},
		{"XXXX-03-21", interim, "2024-03-21"},
		{"XXXX-01-01", interim, "2024-01-01"},
		{"XXXX-07-31", interim, "2024-07-31"},
		{"XXXX-08-01", interim, "2023-08-01"},
		{"XXXX-12-31", interim, "2023-12-31"},
		{"XXXX-02-29", interim, "2024-02-29"},
		{"", final, "2024-08-31"},
		{"", interim, "2024-08-31"},
		{"2019-05-01", interim, "2019-05-01"}, // a full date is taken as it is
	} {
		var held vi.Date
		if err := held.UnmarshalText([]byte(c.held)); err != nil {
			t.Fatal(err)
		}
		if got := conference.HeldOrder(held, 2023, c.final); got != c.want {
			t.Errorf("%q, final %t: %s, want %s", c.held, c.final, got, c.want)
		}
	}
}

// A day without a year lies in the school year, or for a final review in its second calendar year.
func TestHeldOrder_DayWithoutYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := vi.SchoolYear(rapid.IntRange(int(vi.FirstSchoolYear), int(vi.LastSchoolYear)).Draw(t, "year"))
		month, day := rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")
		final := rapid.Bool().Draw(t, "final")
		text := time.Date(1, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format("XXXX-01-02")
		held, err := vi.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.DateOnly, conference.HeldOrder(held, year, final))
		if err != nil || int(at.Month()) != month || at.Day() != day {
			t.Fatalf("%s became %v, %v", text, at, err)
		}
		first := time.Date(year.Start(), 8, 1, 0, 0, 0, 0, time.UTC)
		if final {
			first = time.Date(year.Start()+1, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		if at.Before(first) || !at.Before(first.AddDate(1, 0, 0)) {
			t.Fatalf("%s of %v, final %t, became %v", text, year, final, at)
		}
	})
}
