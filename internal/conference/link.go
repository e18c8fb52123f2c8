package conference

import (
	"time"

	"thidua/ent/site"
)

// How long after its last heartbeat a site's connection is no longer good, and how long after it there is none. A screen sends
// one every five seconds: two may be lost on the way.
const (
	LaggingAfter = 12 * time.Second
	LostAfter    = 30 * time.Second
)

// LinkAt is how a site is connected at a moment, and since when, where its last heartbeat came at heard. Since when does not
// hang on who finds out, or how late: every node says the same.
func LinkAt(heard, now time.Time) (site.Link, time.Time) {
	switch silent := now.Sub(heard); {
	case silent >= LostAfter:
		return site.LinkLost, heard.Add(LostAfter)
	case silent >= LaggingAfter:
		return site.LinkLagging, heard.Add(LaggingAfter)
	}
	return site.LinkConnected, heard
}
