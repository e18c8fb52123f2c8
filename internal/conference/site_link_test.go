package conference_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/site"
	"thidua/internal/conference"
)

func TestLinkAt(t *testing.T) {
	heard := time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		silent, since time.Duration
		link          site.Link
	}{
		{-time.Second, 0, "CONNECTED"}, {0, 0, "CONNECTED"}, {12*time.Second - 1, 0, "CONNECTED"},
		{12 * time.Second, 12 * time.Second, "LAGGING"}, {30*time.Second - 1, 12 * time.Second, "LAGGING"},
		{30 * time.Second, 30 * time.Second, "LOST"}, {time.Hour, 30 * time.Second, "LOST"},
	} {
		link, since := conference.LinkAt(heard, heard.Add(c.silent))
		if link != c.link || !since.Equal(heard.Add(c.since)) {
			t.Errorf("after %v the link is %s since %v", c.silent, link, since.Sub(heard))
		}
	}
}

// A quorum is the smallest number of delegates that reaches the percentage.
func TestQuorumOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent, invited := rapid.IntRange(1, 100).Draw(t, "percent"), rapid.IntRange(0, 100_000).
			Draw(t, "invited")
		present := rapid.IntRange(0, invited).Draw(t, "present")
		q := conference.QuorumOf(percent, invited, present)
		if 100*q.Needed < percent*invited || q.Needed > 0 && 100*(q.Needed-1) >= percent*invited ||
			q.Needed > invited {
			t.Fatalf("%d percent of %d is %d", percent, invited, q.Needed)
		}
		if q.Met() != (invited > 0 && 100*present >= percent*invited) {
			t.Fatalf("%+v is met: %v", q, q.Met())
		}
	})
}
