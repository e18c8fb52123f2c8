package conference

import (
	"time"

	"thidua/ent/site"
)

// Times since the last heartbeat after which the link of a site is lagging and lost. A screen sends a
// heartbeat every five seconds, so that two may be lost.
const (
	LaggingAfter = 12 * time.Second
	LostAfter    = 30 * time.Second
)

// LinkAt returns the link of a site whose last heartbeat came at heard, and since when it is so. The latter
// does not depend on when it is computed, so that all nodes agree.
func LinkAt(heard, now time.Time) (site.Link, time.Time) {
	switch silent := now.Sub(heard); {
	case silent >= LostAfter:
		return site.LinkLost, heard.Add(LostAfter)
	case silent >= LaggingAfter:
		return site.LinkLagging, heard.Add(LaggingAfter)
	}
	return site.LinkConnected, heard
}
