package conference

import (
	"math"
	"time"
)

// truncateToMicros returns a time in UTC with the precision that both databases store.
func truncateToMicros(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC().Truncate(time.Microsecond)
	return &utc
}

// utcPtr returns a time in UTC, as the journal stores it, whatever zone the database returned.
func utcPtr(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(t.UTC())
}

// elapsedSeconds returns the time on a clock in seconds: what it showed when it was paused last, plus the
// time since it was resumed; resumedAt is nil if it is paused.
func elapsedSeconds(spent int, resumedAt *time.Time, now time.Time) int {
	if resumedAt == nil || now.Before(*resumedAt) { // clock skew between nodes
		return spent
	}
	return clampInt32(spent + wholeSeconds(now.Sub(*resumedAt)))
}

// wholeSeconds returns a duration in seconds, rounded and clamped to the API's Int.
func wholeSeconds(d time.Duration) int { return clampInt32(int(d.Round(time.Second) / time.Second)) }

// clampInt32 clamps seconds to the API's Int, which is 68 years: a conference that was planned long ago and
// never held is as late as that.
func clampInt32(seconds int) int { return max(math.MinInt32, min(seconds, math.MaxInt32)) }

// laterOf returns the later of two times: now can precede earlier events through clock skew between nodes.
func laterOf(earliest, now time.Time) time.Time {
	if now.Before(earliest) {
		return earliest
	}
	return now
}
