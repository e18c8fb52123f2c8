package conference

import (
	"slices"
	"time"

	"thidua/ent/conference"
)

// Clock is the plan of an agenda item and the time spent on it.
type Clock struct {
	PlannedMinutes *int // nil if not specified
	StartedAt      *time.Time
	EndedAt        *time.Time
	SpentSeconds   int        // until its clock was last started
	ResumedAt      *time.Time // nil while the clock is paused
}

// Timetable is the agenda of a conference.
type Timetable struct {
	State   conference.State
	StartAt *time.Time // planned start of the session; nil if not specified
	Items   []Clock    // in order
}

// Forecast is the forecast of a timetable at a moment. Fields are nil if they are unknown.
type Forecast struct {
	Items        []ItemForecast // as in the timetable
	EndsAt       *time.Time
	DelaySeconds *int // relative to the plan, clamped to 32 bits
}

// ItemForecast is when an item was, or is likely to be, dealt with.
type ItemForecast struct {
	PlannedStartAt *time.Time
	StartsAt       *time.Time
	EndsAt         *time.Time
	ElapsedSeconds *int // nil if it was not started
	OverrunSeconds *int // nil if it was not started or has no planned duration
}

// Elapsed returns the time spent on the item until now, without breaks, in whole seconds.
func (c Clock) Elapsed(now time.Time) int { return elapsedSeconds(c.SpentSeconds, c.ResumedAt, now) }

func (c Clock) isRunning() bool { return c.StartedAt != nil && c.EndedAt == nil }

// remaining returns how much longer the item is likely to take; false if its duration is not planned.
func (c Clock) remaining(now time.Time) (time.Duration, bool) {
	if c.PlannedMinutes == nil {
		return 0, false
	}
	return max(0, plannedDuration(c)-time.Duration(c.Elapsed(now))*time.Second), true
}

func plannedDuration(item Clock) time.Duration {
	return time.Duration(*item.PlannedMinutes) * time.Minute
}

// Forecast returns when each item is likely to be dealt with. Ended items keep their times, in
// whatever order they were dealt with. The current item takes the rest of its planned time; items that
// were not started follow in order with all of theirs. Nothing that has not ended ends before now, so
// an overrun delays all that follows.
func (t Timetable) Forecast(now time.Time) Forecast {
	out := Forecast{Items: make([]ItemForecast, len(t.Items))}
	end := t.StartAt
	for i, item := range t.Items {
		forecast := &out.Items[i]
		forecast.PlannedStartAt, end = end, addPlanned(end, item)
		forecast.StartsAt, forecast.EndsAt = item.StartedAt, item.EndedAt
		if item.StartedAt == nil {
			continue
		}
		elapsed := item.Elapsed(now)
		forecast.ElapsedSeconds = &elapsed
		if item.PlannedMinutes != nil {
			overrun := max(0, elapsed-int(plannedDuration(item)/time.Second))
			forecast.OverrunSeconds = &overrun
		}
	}
	out.EndsAt = t.forecastRemaining(out.Items, now)
	if end != nil && out.EndsAt != nil {
		late := wholeSeconds(out.EndsAt.Sub(*end))
		out.DelaySeconds = &late
	}
	return out
}

// forecastRemaining fills in the items that have not ended, and returns when the last one ends.
func (t Timetable) forecastRemaining(items []ItemForecast, now time.Time) *time.Time {
	if t.State == conference.StateClosed || t.State == conference.StateCancelled || len(items) == 0 {
		return latestEnd(t.Items)
	}
	startsAt := t.remainingStart(now)
	forecastItem := func(i int) {
		if items[i].StartsAt == nil {
			items[i].StartsAt = startsAt
		}
		remaining, isPlanned := t.Items[i].remaining(now)
		if startsAt != nil && isPlanned {
			end := startsAt.Add(remaining)
			startsAt, items[i].EndsAt = &end, &end
		} else {
			startsAt = nil
		}
	}
	if i := slices.IndexFunc(t.Items, Clock.isRunning); i >= 0 {
		forecastItem(i)
	}
	for i, item := range t.Items {
		if item.StartedAt == nil {
			forecastItem(i)
		}
	}
	return startsAt
}

// remainingStart returns when the next item starts: now, or when the session starts; nil if that is unknown.
func (t Timetable) remainingStart(now time.Time) *time.Time {
	begun := slices.ContainsFunc(t.Items, func(item Clock) bool { return item.StartedAt != nil })
	switch {
	case t.State == conference.StatePostponed:
		return nil
	case begun || t.State == conference.StateInSession || t.State == conference.StateOnBreak ||
		t.StartAt != nil && t.StartAt.Before(now):
		return &now
	}
	return t.StartAt
}

// latestEnd returns when the last of the ended items ended; nil if none has.
func latestEnd(items []Clock) (end *time.Time) {
	for _, item := range items {
		if item.EndedAt != nil && (end == nil || item.EndedAt.After(*end)) {
			end = item.EndedAt
		}
	}
	return end
}

// addPlanned adds the planned duration of an item to t; nil if either is unknown.
func addPlanned(t *time.Time, item Clock) *time.Time {
	if t == nil || item.PlannedMinutes == nil {
		return nil
	}
	end := t.Add(plannedDuration(item))
	return &end
}
