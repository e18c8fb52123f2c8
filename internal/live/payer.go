package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"thidua/internal/viewer"
)

// payer is the part of a subscription that executions are charged to.
type payer struct {
	viewer viewer.Viewer
	index  int // in payers, guarded by their lock
}

// payers are the subscriptions of one view. An execution is shared by all of them and charged to one, in
// turn. A payer without a sufficient balance is skipped; if none has one, the execution waits.
type payers struct {
	mu      sync.Mutex
	all     []*Subscription
	turn    int
	changed chan struct{} // closed when a payer is added or the last one removed; nil if nobody waits
}

// maxChargeAttempts is the maximum number of payers that are tried before an execution waits.
const maxChargeAttempts = 16

// chargeInterval is the maximum time that an execution waits while there are payers that were not tried.
const chargeInterval = time.Second

// errNoPayer ends the wait for a payment when the last payer has left.
var errNoPayer = errors.New("live: no payer left")

// add adds a payer and returns how many there are.
func (p *payers) add(s *Subscription) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.payer.index = len(p.all)
	p.all = append(p.all, s)
	p.signal()
	return len(p.all)
}

// remove removes a payer and returns how many are left.
func (p *payers) remove(s *Subscription) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.all) - 1
	p.all[s.payer.index] = p.all[last]
	p.all[last].payer.index = s.payer.index
	p.all[last] = nil
	p.all = p.all[:last]
	if last == 0 {
		p.all = nil
		p.signal()
	}
	return last
}

func (p *payers) signal() {
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// tryCharge charges an execution to the next payer and reports whether one has paid. If not, it returns how
// long to wait until one of those that were tried can pay, and a channel that is closed when a payer is added
// or the last one has left.
func (p *payers) tryCharge() (paid bool, wait time.Duration, changed <-chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		return false, 0, nil, errNoPayer
	}
	for range min(maxChargeAttempts, len(p.all)) {
		p.turn = (p.turn + 1) % len(p.all)
		next := p.all[p.turn]
		if next.request.Charge == nil {
			return true, 0, nil, nil
		}
		after := next.request.Charge(next.payer.viewer)
		if after == 0 {
			return true, 0, nil, nil
		}
		if wait == 0 || after < wait {
			wait = after
		}
	}
	if len(p.all) > maxChargeAttempts {
		wait = min(wait, chargeInterval)
	}
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return false, wait, p.changed, nil
}

// chargeWait blocks until a payer has paid for an execution. It returns the error of the context, or
// errNoPayer.
func (p *payers) chargeWait(ctx context.Context) error {
	for {
		paid, wait, changed, err := p.tryCharge()
		if paid || err != nil {
			return err
		}
		pause := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		case <-changed:
			pause.Stop()
		case <-pause.C:
		}
	}
}
