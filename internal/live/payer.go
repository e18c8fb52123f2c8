package live

import (
	"net/netip"
	"time"

	"thidua/internal/viewer"
)

// payer is the follower of a live query as whoever pays for refreshes.
type payer struct {
	address netip.Prefix
	who     viewer.Viewer
	charge  func(viewer.Viewer) time.Duration
	index   int // in payers
}

// payers are those of one live query. Each refresh is executed once for all of them, and is paid for once: by each in turn.
// Whoever cannot pay is passed over; where nobody can the refresh waits until somebody does.
type payers struct {
	all  []*payer
	turn int
}

// mostAsked is how many are asked to pay before a refresh waits.
const mostAsked = 16

func (p *payers) add(one *payer) {
	one.index = len(p.all)
	p.all = append(p.all, one)
}

func (p *payers) remove(one *payer) {
	last := len(p.all) - 1
	p.all[one.index] = p.all[last]
	p.all[one.index].index = one.index
	p.all[last] = nil
	p.all = p.all[:last]
}

// charge has the next one pay. It returns 0, or after how long the first of those who were asked can.
func (p *payers) charge() (wait time.Duration) {
	for range min(mostAsked, len(p.all)) {
		p.turn = (p.turn + 1) % len(p.all)
		one := p.all[p.turn]
		if one.charge == nil {
			return 0
		}
		after := one.charge(one.who)
		if after == 0 {
			return 0
		}
		if wait == 0 || after < wait {
			wait = after
		}
	}
	return wait
}
