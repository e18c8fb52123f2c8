package live

import (
	"slices"
	"sync"

	"thidua/internal/gid"
	"thidua/internal/journal"
)

// grantTracker records which accounts' grants have changed, as far as this node has read.
type grantTracker struct {
	mu           sync.RWMutex
	last         int64             // sequence number of the newest change that was read
	epoch        int64             // of last; 0 before the first read
	revision     uint64            // number of changes
	changedAt    map[gid.ID]uint64 // revision of the last change by account
	allChangedAt uint64            // revision up to which any account may have changed
}

// maxAccounts is the maximum number of accounts that are tracked individually.
const maxAccounts = 10_000

// lastRead returns the sequence number of the newest change that was read.
func (g *grantTracker) lastRead() int64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.last
}

// position returns the read position of the changes of grants.
func (g *grantTracker) position() readPosition {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return readPosition{g.epoch, g.last}
}

// hasMissed reports whether there are changes that cannot be read: of another epoch, or removed before they
// were.
func (g *grantTracker) hasMissed(epoch, trimmed int64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.epoch != epoch || g.last < trimmed
}

// adoptEpoch sets the position from which changes are read in an epoch, and marks all accounts as changed:
// current viewers may have been read before it.
func (g *grantTracker) adoptEpoch(epoch, last int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.epoch != epoch || g.last < last {
		g.epoch, g.last = epoch, last
	}
	clear(g.changedAt)
	g.revision++
	g.allChangedAt = g.revision
}

// hasUnreadChange reports whether the entries include changes that were not read before.
func (g *grantTracker) hasUnreadChange(entries []journal.Entry) bool {
	seen := g.lastRead()
	return slices.ContainsFunc(entries, func(e journal.Entry) bool {
		return e.Stream == journal.AccessChanges && e.Seq > seen
	})
}

// recordChange records a change, and reports whether it was not read before.
func (g *grantTracker) recordChange(e journal.Entry) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if e.Seq <= g.last {
		return false
	}
	gap := e.Seq != g.last+1
	g.last = e.Seq
	g.revision++
	changed, ok := e.Change.(journal.GrantsChanged)
	if gap || !ok || changed.Account == 0 || len(g.changedAt) >= maxAccounts {
		clear(g.changedAt)
		g.allChangedAt = g.revision
		return true
	}
	g.changedAt[changed.Account] = g.revision
	return true
}

// currentRevision returns the number of changes so far.
func (g *grantTracker) currentRevision() uint64 {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.revision
}

// changedSince reports whether the grants of an account may have changed since a revision.
func (g *grantTracker) changedSince(account gid.ID, since uint64) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.allChangedAt > since || g.changedAt[account] > since
}
