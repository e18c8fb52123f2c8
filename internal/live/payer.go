package live

import (
	"net/netip"
	"time"

	"thidua/internal/viewer"
)

// payer is a subscriber of a live query to whom refreshes are charged.
type payer struct {
	address netip.Prefix
	who     viewer.Viewer
	charge  func(viewer.Viewer) time.Duration
	index   int // in payers
}

// payers are those of one live query. A refresh is executed once for all of them and charged once, to each of
// them in turn. A payer without a sufficient balance is skipped; if none has one, the refresh waits.
type payers struct {
	all  []*payer
	turn int
}

// maxChargeAttempts is how many payers are tried before a refresh waits.
const maxChargeAttempts = 16

func (p *payers) add(added *payer) {
	added.index = len(p.all)
	p.all = append(p.all, added)
}

func (p *payers) remove(removed *payer) {
	last := len(p.all) - 1
	p.all[removed.index] = p.all[last]
	p.all[removed.index].index = removed.index
	p.all[last] = nil
	p.all = p.all[:last]
}

// charge charges a refresh to the next payer. It returns 0, or how long to wait until one of those that were
// tried can pay.
func (p *payers) charge() (wait time.Duration) {
	for range min(maxChargeAttempts, len(p.all)) {
		p.turn = (p.turn + 1) % len(p.all)
		next := p.all[p.turn]
		if next.charge == nil {
			return 0
		}
		after := next.charge(next.who)
		if after == 0 {
			return 0
		}
		if wait == 0 || after < wait {
			wait = after
		}
	}
	return wait
}
