package live

import (
	"slices"
	"sync"

	"thidua/internal/gid"
	"thidua/internal/journal"
)

// grants is whose grants have changed, as far as this node has read.
type grants struct {
	mu       sync.RWMutex
	last     int64             // number of the newest entry of the stream Access that was read
	epoch    int64             // in which it has that number; 0 before anything is known
	count    uint64            // of changes
	of       map[gid.ID]uint64 // the count at an account's last change
	sinceAll uint64            // the count before which everybody's may have changed
}

// mostAccounts is how many accounts are told apart.
const mostAccounts = 10_000

// seen is the number of the newest entry that was read.
func (g *grants) seen() int64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.last
}

// end is up to where changes were read.
func (g *grants) end() end {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return end{g.epoch, g.last}
}

// misses tells whether there are changes that nobody will read here: of another epoch, or removed before.
func (g *grants) misses(epoch, trimmed int64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.epoch != epoch || g.last < trimmed
}

// enter takes the number from which on changes are read in an epoch, and that anybody's may be others now: who is followed
// for already was asked for before it.
func (g *grants) enter(epoch, last int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.epoch != epoch || g.last < last {
		g.epoch, g.last = epoch, last
	}
	clear(g.of)
	g.count++
	g.sinceAll = g.count
}

// behind tells whether there is news in what was read.
func (g *grants) behind(entries []journal.Entry) bool {
	seen := g.seen()
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return e.Stream == journal.Access && e.Seq > seen })
}

// note takes note of an entry, and tells whether it is news.
func (g *grants) note(e journal.Entry) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if e.Seq <= g.last {
		return false
	}
	gap := e.Seq != g.last+1
	g.last = e.Seq
	g.count++
	changed, ok := e.Change.(journal.GrantsChanged)
	if gap || !ok || changed.Account == 0 || len(g.of) >= mostAccounts {
		clear(g.of)
		g.sinceAll = g.count
		return true
	}
	g.of[changed.Account] = g.count
	return true
}

// now is the count of changes.
func (g *grants) now() uint64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.count
}

// changed tells whether those of an account may have changed since a count.
func (g *grants) changed(account gid.ID, since uint64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.sinceAll > since || g.of[account] > since
}
