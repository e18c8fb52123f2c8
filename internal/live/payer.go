package live

import (
	"context"
	"errors"
	"sync"
	"time"

	"thidua/internal/viewer"
)

// payer is what makes a subscriber one of those to whom the executions of a view are charged.
type payer struct {
	who   viewer.Viewer
	index int // in payers, under their lock
}

// payers are the subscribers of one view. What the view shows is executed once for all of them, and each
// execution is charged once, to each of them in turn. A payer without a sufficient balance is skipped; if none
// has one, the execution waits.
type payers struct {
	mu      sync.Mutex
	all     []*Follower
	turn    int
	changed chan struct{} // closed when a payer is added or the last one is removed; nil while nobody waits
}

// maxChargeAttempts is how many payers are tried before an execution waits.
const maxChargeAttempts = 16

// chargeInterval is how long an execution waits at most if there are payers that were not tried.
const chargeInterval = time.Second

// errNoPayer ends the wait for a payment when the last payer is gone.
var errNoPayer = errors.New("live: nobody is left to pay")

// add adds a payer and returns how many there are.
func (p *payers) add(f *Follower) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	f.payer.index = len(p.all)
	p.all = append(p.all, f)
	p.signal()
	return len(p.all)
}

// remove removes a payer and returns how many are left.
func (p *payers) remove(f *Follower) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.all) - 1
	p.all[f.payer.index] = p.all[last]
	p.all[last].payer.index = f.payer.index
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

// charge charges an execution to the next payer and reports whether one has paid. If not, it returns how long
// to wait until one of those that were tried can pay, and a channel that is closed when there are other payers
// or none.
func (p *payers) charge() (paid bool, wait time.Duration, changed <-chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		return false, 0, nil, errNoPayer
	}
	for range min(maxChargeAttempts, len(p.all)) {
		p.turn = (p.turn + 1) % len(p.all)
		next := p.all[p.turn]
		if next.ask.Charge == nil {
			return true, 0, nil, nil
		}
		after := next.ask.Charge(next.payer.who)
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

// pay blocks until a payer has paid for an execution. Its error is that of the context, or errNoPayer.
func (p *payers) pay(ctx context.Context) error {
	for {
		paid, wait, changed, err := p.charge()
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
