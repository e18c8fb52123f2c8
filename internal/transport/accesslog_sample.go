package transport

import (
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// A request that is rejected by a limit costs less than the line that reports it, and a flood must not fill
// the disk. So only some of these requests are logged in each interval: a few of each address, so that the
// flood of one does not hide others, and at most as many of all.
const (
	rejectedLogInterval = time.Second
	rejectedPerAddress  = 5
	maxRejectedLogged   = 50
)

// rejectedLog counts the logged requests that were rejected by limits, and those that were not logged; their
// number is logged at the end of the interval. The zero value is ready to use.
type rejectedLog struct {
	mu         sync.Mutex
	since      time.Time // of the interval
	logged     int
	addresses  map[netip.Prefix]int // logged requests of each
	suppressed int
}

// isRejectedByLimit reports whether a limit rejected the request, before or instead of its operation.
func (ri *RequestInfo) isRejectedByLimit() bool {
	return ri.LimitName != "" || ri.Status == http.StatusTooManyRequests
}

// admits reports whether a request is logged.
func (l *rejectedLog) admits(e *RequestInfo) bool {
	if !e.isRejectedByLimit() {
		return true
	}
	address, now := networkOf(e.Address), time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= rejectedLogInterval && l.suppressed == 0 {
		l.since, l.logged = now, 0
		clear(l.addresses)
	}
	if l.logged < maxRejectedLogged && l.addresses[address] < rejectedPerAddress {
		if l.addresses == nil {
			l.addresses = map[netip.Prefix]int{}
		}
		l.logged++
		l.addresses[address]++
		return true
	}
	if l.suppressed++; l.suppressed == 1 {
		time.AfterFunc(max(l.since.Add(rejectedLogInterval).Sub(now), 0), l.report)
	}
	return false
}

// report ends the interval and logs how many requests were not logged in it.
func (l *rejectedLog) report() {
	l.mu.Lock()
	suppressed := l.suppressed
	l.since, l.logged, l.suppressed = time.Now(), 0, 0
	clear(l.addresses)
	l.mu.Unlock()
	slog.Info("requests rejected by limits were not logged", "count", suppressed)
}
