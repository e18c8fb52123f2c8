package conference

import (
	"math"
	"time"
)

// instant is a moment as both databases hold it.
func instant(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC().Truncate(time.Microsecond)
	return &utc
}

// utc is a time as the journal keeps it, wherever the database says that it is.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(t.UTC())
}

// elapsed is the time on a clock up to now, in whole seconds: what it showed when it last stood, and what went by since it runs.
func elapsed(spent int, running *time.Time, now time.Time) int {
	if running == nil || now.Before(*running) { // clocks of two nodes differ
		return spent
	}
	return bounded(spent + seconds(now.Sub(*running)))
}

// seconds are a time in whole seconds, as far as the API's Int goes.
func seconds(d time.Duration) int { return bounded(int(d.Round(time.Second) / time.Second)) }

// bounded is a number of seconds as far as the API's Int goes, which is 68 years: a conference that was planned long ago and
// never held is as late as that.
func bounded(seconds int) int { return max(math.MinInt32, min(seconds, math.MaxInt32)) }

// after is now, or the beginning of what two nodes, whose clocks differ, began and ended.
func after(began, now time.Time) time.Time {
	if now.Before(began) {
		return began
	}
	return now
}
