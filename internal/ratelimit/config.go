package ratelimit

import (
	"fmt"

	"thidua/internal/fault"
)

// MaxCost is the largest configurable rate, burst and cost.
const MaxCost = 1 << 40

// Rates limit the cost of operations over time, in the units of guard.Limits.Cost: a unit is about a
// microsecond of CPU. The struct tags define command-line flags, as those of guard.Limits. By default an
// address may use a fifth of a core continuously, and ten seconds of a core at once: enough for a hall of
// hundreds of people behind one address to load its screens. An account may use several addresses, so its
// bucket is larger.
type Rates struct {
	Address      int `default:"200000" env:"ADDRESS" help:"Cost per second that an address may use, in the units of --limit-cost: 200000 is a fifth of a core. An IPv6 /64 counts as one address. 0 for no limit."`
	AddressBurst int `default:"10000000" env:"ADDRESS_BURST" help:"Largest burst of cost of an address: the capacity of its bucket."`
	Account      int `default:"400000" env:"ACCOUNT" help:"Cost per second that an account may use, from all its addresses. 0 for no limit."`
	AccountBurst int `default:"20000000" env:"ACCOUNT_BURST" help:"Largest burst of cost of an account: the capacity of its bucket."`
	Request      int `default:"250" env:"REQUEST" help:"Minimum cost per request, charged to the client address before authentication."`
}

// Validate returns BAD_CONFIG for rates that would allow no request.
func (r Rates) Validate() error {
	refuse := func(flag, format string, args ...any) error {
		return fault.BadConfig.With("setting", flag, "reason", fmt.Sprintf(format, args...))
	}
	if r.Request < 1 || r.Request > MaxCost {
		return refuse("--rate-request", "it must be from 1 to %d", MaxCost)
	}
	for _, b := range []struct {
		flag        string
		rate, burst int
	}{{"--rate-address", r.Address, r.AddressBurst}, {"--rate-account", r.Account, r.AccountBurst}} {
		if b.rate < 0 || b.rate > MaxCost {
			return refuse(b.flag, "it must be from 1 to %d, or 0 for no limit", MaxCost)
		}
		if b.rate > 0 && (b.burst < r.Request || b.burst > MaxCost) {
			return refuse(b.flag+"-burst",
				"it must be from %d, the cost of a request (--rate-request), to %d",
				r.Request, MaxCost)
		}
	}
	return nil
}
