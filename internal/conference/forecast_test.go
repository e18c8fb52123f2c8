package conference_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	entconference "thidua/ent/conference"
	"thidua/internal/conference"
	"thidua/internal/floorqueue"
)

var eightOClock = time.Date(2025, 8, 19, 8, 0, 0, 0, time.UTC)

// minutesAfterEight returns a time relative to eight o'clock.
func minutesAfterEight(minutes int) time.Time {
	return eightOClock.Add(time.Duration(minutes) * time.Minute)
}

// parseClock parses an item: "30" is planned with 30 minutes, "?" without, "30 10-25" lasted from 8:10 to
// 8:25 without a pause, "30 10-" has been running since 8:10, "30 10- 5" also ran for 5 minutes before, and
// "30 10= 5" is paused.
func parseClock(t interface{ Fatalf(string, ...any) }, text string) (c conference.Clock) {
	var planned, times, spent string
	for i, word := range strings.Fields(text) {
		*[]*string{&planned, &times, &spent}[i] = word
	}
	minutes := func(s string) (n int) {
		if _, err := fmt.Sscan(s, &n); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return n
	}
	if planned != "?" {
		n := minutes(planned)
		c.PlannedMinutes = &n
	}
	if spent != "" {
		c.SpentSeconds = 60 * minutes(spent)
	}
	from, to, ran := strings.Cut(times, "-")
	if times == "" {
		return c
	}
	began := minutesAfterEight(minutes(strings.TrimSuffix(from, "=")))
	c.StartedAt = &began
	switch {
	case ran && to != "":
		ended := minutesAfterEight(minutes(to))
		c.EndedAt = &ended
		c.SpentSeconds += int(ended.Sub(began) / time.Second)
	case ran:
		c.ResumedAt = &began
	}
	return c
}

// formatForecast returns a forecast as text: start and end of each item in minutes after eight,
// then the end and the delay.
func formatForecast(f conference.Forecast) string {
	minutes := func(t *time.Time) string {
		if t == nil {
			return "?"
		}
		return fmt.Sprint(t.Sub(eightOClock).Minutes())
	}
	var b strings.Builder
	for _, e := range f.Items {
		fmt.Fprintf(&b, "%s-%s", minutes(e.StartsAt), minutes(e.EndsAt))
		if e.OverrunSeconds != nil && *e.OverrunSeconds > 0 {
			fmt.Fprintf(&b, "!%d", *e.OverrunSeconds/60)
		}
		b.WriteString(" ")
	}
	delay := "?"
	if f.DelaySeconds != nil {
		delay = fmt.Sprintf("%+d", *f.DelaySeconds/60)
	}
	return fmt.Sprintf("%s| %s %s", b.String(), minutes(f.EndsAt), delay)
}

func TestForecast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		state entconference.State
		now   int // minutes after eight, the planned start
		items []string
		want  string
	}{
		{"as planned", "PLANNED", -60, []string{"10", "30", "20"}, "0-10 10-40 40-60 | 60 +0"},
		{"not started in time", "OPEN", 15, []string{"10", "30", "20"}, "15-25 25-55 55-75 | 75 +15"},
		{"in session without a current item", "IN_SESSION", 5, []string{"10", "30"}, "5-15 15-45 | 45 +5"},
		{"on time", "IN_SESSION", 12, []string{"10 0-10", "30 10-", "20"}, "0-10 10-40 40-60 | 60 +0"},
		{"early", "IN_SESSION", 5, []string{"10 0-4", "30 4-", "20"}, "0-4 4-34 34-54 | 54 -6"},
		{"overrun", "IN_SESSION", 50, []string{"10 0-10", "30 10-", "20"}, "0-10 10-50!10 50-70 | 70 +10"},
		{"on a break", "ON_BREAK", 40, []string{"10 0-10", "30 10= 5", "20"}, "0-10 10-65 65-85 | 85 +25"},
		{"after a break", "IN_SESSION", 50, []string{"10 0-10", "30 40- 5", "20"},
			"0-10 40-65 65-85 | 85 +25"},
		{"out of order", "IN_SESSION", 30, []string{"10", "30 20-", "20 0-20"}, "50-60 20-50 0-20 | 60 +0"},
		{"started again", "IN_SESSION", 35, []string{"10 30- 10", "30 10-30", "20"},
			"30-35!5 10-30 35-55 | 55 -5"},
		{"all items ended", "IN_SESSION", 70, []string{"10 0-10", "30 10-40"}, "0-10 10-40 | 70 +30"},
		{"current item without duration", "IN_SESSION", 12, []string{"10 0-10", "? 10-", "20"},
			"0-10 10-? ?-? | ? ?"},
		{"next item without duration", "IN_SESSION", 12, []string{"10 0-10", "30 10-", "?", "5"},
			"0-10 10-40 40-? ?-? | ? ?"},
		{"ended item without duration", "IN_SESSION", 30, []string{"? 0-25", "30 25-"}, "0-25 25-55 | 55 ?"},
		{"closed", "CLOSED", 500, []string{"10 0-12", "30", "20 12-70"}, "0-12!2 ?-? 12-70!38 | 70 +10"},
		{"closed without a started item", "CLOSED", 500, []string{"10"}, "?-? | ? ?"},
		{"cancelled", "CANCELLED", -60, []string{"10"}, "?-? | ? ?"},
		{"postponed", "POSTPONED", -60, []string{"10"}, "?-? | ? ?"},
		{"without an agenda", "IN_SESSION", 5, nil, "| ? ?"},
		{"with a clock that is behind", "IN_SESSION", 8, []string{"30 10-"}, "10-38 | 38 +8"},
	} {
		table := conference.Timetable{State: c.state, StartAt: &eightOClock}
		for _, text := range c.items {
			table.Items = append(table.Items, parseClock(t, text))
		}
		if got := formatForecast(table.Forecast(minutesAfterEight(c.now))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Without a planned start nothing is forecast until the session starts.
func TestForecast_NoPlannedStart(t *testing.T) {
	t.Parallel()
	table := conference.Timetable{
		State: "OPEN",
		Items: []conference.Clock{parseClock(t, "10"), parseClock(t, "30")},
	}
	eq(t, "open", formatForecast(table.Forecast(eightOClock)), "?-? ?-? | ? ?")
	table.State = "IN_SESSION"
	f := table.Forecast(minutesAfterEight(5))
	eq(t, "in session", formatForecast(f), "5-15 15-45 | 45 ?")
	if f.Items[0].PlannedStartAt != nil {
		t.Errorf("planned for %v", f.Items[0].PlannedStartAt)
	}
}

func TestForecast_PlannedStarts(t *testing.T) {
	t.Parallel()
	table := conference.Timetable{
		State: "IN_SESSION", StartAt: &eightOClock, Items: []conference.Clock{
			parseClock(t, "10 3-20"), parseClock(t, "?"), parseClock(t, "30"),
		},
	}
	f := table.Forecast(minutesAfterEight(25))
	if a, b, c := f.Items[0].PlannedStartAt, f.Items[1].PlannedStartAt,
		f.Items[2].PlannedStartAt; !a.Equal(eightOClock) || !b.Equal(minutesAfterEight(10)) || c != nil {
		t.Errorf("planned for %v, %v, %v", a, b, c)
	}
	eq(t, "spent", *f.Items[0].ElapsedSeconds, 17*60)
}

// drawTimetable returns a random timetable that commands could have made, with all
// durations planned, and now.
func drawTimetable(t *rapid.T) (table conference.Timetable, running int, now time.Time) {
	table.State = rapid.SampledFrom([]entconference.State{"PLANNED", "OPEN", "IN_SESSION", "ON_BREAK"}).
		Draw(t, "state")
	table.StartAt, running = &eightOClock, -1
	now = minutesAfterEight(rapid.IntRange(-100, 100).Draw(t, "now"))
	for i := range rapid.IntRange(1, 8).Draw(t, "items") {
		minutes := rapid.IntRange(1, 60).Draw(t, "minutes")
		c := conference.Clock{PlannedMinutes: &minutes}
		began := minutesAfterEight(rapid.IntRange(-200, 100).Draw(t, "began"))
		switch kind := rapid.SampledFrom([]string{"to come", "over", "running"}).Draw(t, "kind"); {
		case kind == "to come" || began.After(now) || table.State == "PLANNED" || table.State == "OPEN":
		case kind == "over" || running >= 0:
			ended := began.Add(now.Sub(began) / 2)
			c.StartedAt, c.EndedAt, c.SpentSeconds = &began, &ended, rapid.IntRange(0, 9000).Draw(t, "spent")
		default:
			c.StartedAt, c.SpentSeconds, running = &began, rapid.IntRange(0, 9000).Draw(t, "spent"), i
			if table.State == "IN_SESSION" {
				c.ResumedAt = &began
			}
		}
		table.Items = append(table.Items, c)
	}
	return table, running, now
}

// For any order of items: what has not ended ends no earlier than now, and the items to come follow each
// other without gap or overlap, the last one at the end of the conference; ended items stay; and the
// forecast is deterministic.
func TestForecast_AnyAgenda(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, running, now := drawTimetable(t)
		f := table.Forecast(now)
		last := now
		if table.State == "PLANNED" || table.State == "OPEN" {
			last = *f.Items[0].StartsAt
		}
		follows := func(i int) {
			if e := f.Items[i]; e.EndsAt.Before(now) || e.EndsAt.Before(last) ||
				i != running && !e.StartsAt.Equal(last) {
				t.Fatalf("item %d lasts from %v to %v, after %v", i, e.StartsAt, e.EndsAt, last)
			}
			last = *f.Items[i].EndsAt
		}
		if running >= 0 {
			follows(running)
		}
		for i, c := range table.Items {
			switch e := f.Items[i]; {
			case c.StartedAt == nil:
				follows(i)
			case c.EndedAt != nil &&
				(e.StartsAt != c.StartedAt || e.EndsAt != c.EndedAt || *e.ElapsedSeconds != c.SpentSeconds):
				t.Fatalf("ended item %d: %+v", i, e)
			}
		}
		if !f.EndsAt.Equal(last) {
			t.Fatalf("it ends at %v, the last item at %v", f.EndsAt, last)
		}
		if again := table.Forecast(now); formatForecast(again) != formatForecast(f) {
			t.Fatalf("%s, repeated %s", formatForecast(f), formatForecast(again))
		}
	})
}

// A later forecast puts nothing earlier; and while the current item overruns, or the conference is on a
// break, all that is to come is delayed by as much as time passes.
func TestForecast_OverrunDelaysRemaining(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, running, now := drawTimetable(t)
		wait := time.Duration(rapid.IntRange(0, 7200).Draw(t, "wait")) * time.Second
		f, later := table.Forecast(now), table.Forecast(now.Add(wait))
		moves := table.State == "ON_BREAK" || running >= 0 && overrunSeconds(f.Items[running]) > 0
		for i, c := range table.Items {
			if c.EndedAt != nil {
				continue
			}
			by := later.Items[i].EndsAt.Sub(*f.Items[i].EndsAt)
			if by < 0 || by > wait || moves && by != wait {
				t.Fatalf("item %d moved by %v in %v", i, by, wait)
			}
		}
		if by := time.Duration(*later.DelaySeconds-*f.DelaySeconds) * time.Second; by < 0 ||
			moves && by != wait {
			t.Fatalf("the delay grew by %v in %v", by, wait)
		}
	})
}

// Seconds never exceed the API's Int, however long ago something was planned or started.
func TestForecast_SecondsFitInt32(t *testing.T) {
	long, minutes := eightOClock.AddDate(-80, 0, 0), 30
	for _, c := range []struct {
		start, now time.Time
		want       int
	}{{long, eightOClock, math.MaxInt32}, {eightOClock, long, math.MinInt32},
		{eightOClock.AddDate(-300, 0, 0), eightOClock, math.MaxInt32}, {minutesAfterEight(-60), eightOClock,
			3600}} {
		table := conference.Timetable{
			State: "IN_SESSION", StartAt: &c.start, Items: []conference.Clock{{PlannedMinutes: &minutes}},
		}
		if f := table.Forecast(c.now); *f.DelaySeconds != c.want {
			t.Errorf("from %v to %v: delay %d, want %d", c.start, c.now, *f.DelaySeconds, c.want)
		}
	}
	running := conference.Clock{
		PlannedMinutes: &minutes, StartedAt: &long, ResumedAt: &long, SpentSeconds: 60,
	}
	f := conference.Timetable{State: "IN_SESSION",
		Items: []conference.Clock{running}}.Forecast(eightOClock).Items[0]
	eq(t, "elapsed", *f.ElapsedSeconds, math.MaxInt32)
	eq(t, "overrun", *f.OverrunSeconds, math.MaxInt32-60*minutes)
	turn := conference.Turn{Unit: 1, Site: 2, Speaker: "A", Seconds: math.MaxInt32}
	turns := []conference.Turn{turn, turn}
	for _, by := range []conference.TotalGrouping{conference.TotalByUnit, conference.TotalBySite,
		conference.TotalBySpeaker} {
		eq(t, string(by), conference.SumTurns(turns, by)[0].Seconds, math.MaxInt32)
	}
	place := floorqueue.Order([]floorqueue.WaitingRequest{{ID: 1, Unit: 1, Site: 2}},
		conference.SpeakingTimeOf(turns),
		floorqueue.Quota{})[0]
	eq(t, "speaking time of the unit", place.UnitSpoken, math.MaxInt32)
	eq(t, "speaking time of the site", place.SiteSpoken, math.MaxInt32)
}

// overrunSeconds returns the overrun of an item, or 0 if it is unknown.
func overrunSeconds(e conference.ItemForecast) int {
	if e.OverrunSeconds == nil {
		return 0
	}
	return *e.OverrunSeconds
}
