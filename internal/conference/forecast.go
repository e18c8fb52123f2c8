package conference

import (
	"slices"
	"time"

	"thidua/ent/conference"
)

// Clock is what is known of an item of an agenda and its time.
type Clock struct {
	PlannedMinutes *int // nil where nobody said
	StartedAt      *time.Time
	EndedAt        *time.Time
	SpentSeconds   int        // until its clock was last set to run
	ResumedAt      *time.Time // since when it runs; nil while it stands
}

// Timetable is an agenda with the conference whose it is.
type Timetable struct {
	State   conference.State
	StartAt *time.Time // when the session was to begin; nil where nobody said
	Items   []Clock    // in their order
}

// Forecast is a timetable as of a moment. What is nil is not known.
type Forecast struct {
	Items        []Expected // as in the timetable
	EndsAt       *time.Time
	DelaySeconds *int // how much later than planned that is, as far as the API's Int goes
}

// Expected is when an item was, or is likely to be, dealt with.
type Expected struct {
	PlannedStartAt *time.Time
	StartsAt       *time.Time
	EndsAt         *time.Time
	ElapsedSeconds *int // nil where it was not started
	OverrunSeconds *int // nil where it was not started, or no minutes are planned
}

// Elapsed is the time spent on the item up to now, breaks left out, in whole seconds.
func (c Clock) Elapsed(now time.Time) int { return elapsed(c.SpentSeconds, c.ResumedAt, now) }

func (c Clock) running() bool { return c.StartedAt != nil && c.EndedAt == nil }

// rest is how much longer the item is likely to take; false where nobody planned it.
func (c Clock) rest(now time.Time) (time.Duration, bool) {
	if c.PlannedMinutes == nil {
		return 0, false
	}
	return max(0, minutesOf(c)-time.Duration(c.Elapsed(now))*time.Second), true
}

func minutesOf(c Clock) time.Duration { return time.Duration(*c.PlannedMinutes) * time.Minute }

// Forecast tells when each item is likely to be dealt with. What has ended is over, in whatever order it was dealt with, and
// keeps its times. The current item takes what is left of its minutes, those that were not started follow in their order
// with all of theirs, and nothing that is not over ends before now: who takes longer moves all that is to come.
func (t Timetable) Forecast(now time.Time) Forecast {
	out := Forecast{Items: make([]Expected, len(t.Items))}
	end := t.StartAt
	for i, c := range t.Items {
		e := &out.Items[i]
		e.PlannedStartAt, end = end, plus(end, c)
		e.StartsAt, e.EndsAt = c.StartedAt, c.EndedAt
		if c.StartedAt == nil {
			continue
		}
		elapsed := c.Elapsed(now)
		e.ElapsedSeconds = &elapsed
		if c.PlannedMinutes != nil {
			overrun := max(0, elapsed-int(minutesOf(c)/time.Second))
			e.OverrunSeconds = &overrun
		}
	}
	out.EndsAt = t.follow(out.Items, now)
	if end != nil && out.EndsAt != nil {
		late := seconds(out.EndsAt.Sub(*end))
		out.DelaySeconds = &late
	}
	return out
}

// follow fills in what is to come, one item after the other, and gives when the last one ends.
func (t Timetable) follow(items []Expected, now time.Time) *time.Time {
	if t.State == conference.StateClosed || t.State == conference.StateCancelled || len(items) == 0 {
		return latest(t.Items)
	}
	at := t.from(now)
	take := func(i int) {
		if items[i].StartsAt == nil {
			items[i].StartsAt = at
		}
		rest, known := t.Items[i].rest(now)
		if at != nil && known {
			end := at.Add(rest)
			at, items[i].EndsAt = &end, &end
		} else {
			at = nil
		}
	}
	if i := slices.IndexFunc(t.Items, Clock.running); i >= 0 {
		take(i)
	}
	for i, c := range t.Items {
		if c.StartedAt == nil {
			take(i)
		}
	}
	return at
}

// from is when what is to come begins: now, or when the session does; nil where nobody knows.
func (t Timetable) from(now time.Time) *time.Time {
	begun := slices.ContainsFunc(t.Items, func(c Clock) bool { return c.StartedAt != nil })
	switch {
	case t.State == conference.StatePostponed:
		return nil
	case begun || t.State == conference.StateInSession || t.State == conference.StateOnBreak || t.StartAt != nil && t.StartAt.Before(now):
		return &now
	}
	return t.StartAt
}

// latest is when the last of the items ended; nil where none did.
func latest(items []Clock) (end *time.Time) {
	for _, c := range items {
		if c.EndedAt != nil && (end == nil || c.EndedAt.After(*end)) {
			end = c.EndedAt
		}
	}
	return end
}

// plus is a time after all that is planned for an item; nil where one of both is not known.
func plus(t *time.Time, c Clock) *time.Time {
	if t == nil || c.PlannedMinutes == nil {
		return nil
	}
	end := t.Add(minutesOf(c))
	return &end
}
