package live

import (
	"slices"
	"sync"

	"thidua/internal/gid"
	"thidua/internal/journal"
)

// grantTracker records which accounts' grants have changed, as far as this node has read.
type grants struct {
	mu       sync.RWMutex
	last     int64             // number of the newest change that was read
	epoch    int64             // of last; 0 before the first read
	count    uint64            // number of changes
	of       map[gid.ID]uint64 // revision of the last change by account
	sinceAll uint64            // revision up to which any account may have changed
}

// maxAccounts is the maximum number of accounts that are tracked individually.
const mostAccounts = 10_000

// lastRead returns the number of the newest change that was read.
func (g *grants) seen() int64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.last
}

// position returns the read position of the changes of grants.
func (g *grants) end() end {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return end{g.epoch, g.last}
}

// hasMissed reports whether there are changes that cannot be read: of another epoch, or removed before they
// were.
func (g *grants) misses(epoch, trimmed int64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.epoch != epoch || g.last < trimmed
}

// adoptEpoch sets the position from which changes are read in an epoch, and marks all accounts as changed:
// current viewers may have been read before it.
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

// hasNews reports whether the entries include changes that were not read before.
func (g *grants) behind(entries []journal.Entry) bool {
	seen := g.seen()
	return slices.ContainsFunc(entries, func(e journal.Entry) bool {
		return e.Stream == journal.Access && e.Seq > seen
	})
}

// recordChange records a change, and reports whether it was not read before.
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

// currentRevision returns the number of changes so far.
func (g *grants) now() uint64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.count
}

// changedSince reports whether the grants of an account may have changed since a revision.
func (g *grants) changed(account gid.ID, since uint64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.sinceAll > since || g.of[account] > since
}
