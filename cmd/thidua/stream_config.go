package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/idempotency"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// StreamConfig configures subscriptions and the journal.
type StreamConfig struct {
	Heartbeat   time.Duration `env:"THIDUA_HEARTBEAT" default:"15s" help:"Interval of heartbeats on an event stream without events."`
	JournalKeep time.Duration `env:"THIDUA_JOURNAL_KEEP" default:"168h" help:"How long subscriptions can resume from events; 0 to keep all. Events of conferences are always kept, for replays."`

	MaxLiveQueries           int `env:"THIDUA_MAX_LIVE_QUERIES" default:"1000" placeholder:"N" help:"Maximum number of distinct live queries on a node and, counted separately, of distinct documents of event subscriptions; 0 for no limit. One address can use at most as many as are still free."`
	MaxLiveQueriesPerAddress int `env:"THIDUA_MAX_LIVE_QUERIES_PER_ADDRESS" default:"200" placeholder:"N" help:"The same from one address or IPv6 /64 network; 0 for no limit, such as behind a proxy."`
	MaxLiveQueriesPerAccount int `env:"THIDUA_MAX_LIVE_QUERIES_PER_ACCOUNT" default:"100" placeholder:"N" help:"The same of one account; 0 for no limit."`
	RefreshPercent           int `env:"THIDUA_REFRESH_PERCENT" default:"50" placeholder:"N" help:"CPU time for refreshing live queries on a node, in percent of one core; beyond it they are refreshed less often."`
}

func (c StreamConfig) validate() error {
	switch {
	case c.Heartbeat < time.Second:
		return fault.BadConfig.With("setting", "--heartbeat", "reason", "it must be at least 1s")
	case c.MaxLiveQueries < 0 || c.MaxLiveQueriesPerAddress < 0 || c.MaxLiveQueriesPerAccount < 0:
		return fault.BadConfig.With("setting", "--max-live-queries", "reason",
			"none of its limits may be negative; 0 means no limit")
	case c.RefreshPercent < 1 || c.RefreshPercent > 10_000:
		return fault.BadConfig.With("setting", "--refresh-percent", "reason", "it must be from 1 to 10000")
	case c.JournalKeep != 0 && c.JournalKeep < time.Minute:
		return fault.BadConfig.With("setting", "--journal-keep", "reason",
			"it must be at least 1m, or 0 to keep all events")
	}
	return nil
}

// startHubAndJobs starts the subscription hub and background jobs of a store. The function that it returns
// stops them.
func (c StreamConfig) startHubAndJobs(ctx context.Context, s *store.Store) (*live.Hub, func(), error) {
	if err := journal.EnsureEpoch(ctx, s); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h := live.NewFromStore(ctx, s, live.Config{
		HeartbeatInterval: c.Heartbeat, OnGrantsChanged: account.InvalidateCache,
		RefreshShare: float64(c.RefreshPercent) / 100,
		LiveQueries: live.ViewLimits{
			Node: c.MaxLiveQueries, PerAddress: c.MaxLiveQueriesPerAddress,
			PerAccount: c.MaxLiveQueriesPerAccount,
		},
	})
	var running sync.WaitGroup
	running.Go(func() { trimLoop(ctx, s, c.JournalKeep) })
	running.Go(func() {
		conference.MonitorLinks(viewer.NewContext(ctx, viewer.Operator()), s,
			linkCheckInterval)
	})
	running.Go(func() {
		conference.RunSnapshotLoop(viewer.NewContext(ctx, viewer.Operator()), s,
			snapshotInterval)
	})
	return h, func() { cancel(); running.Wait(); h.Close() }, nil
}

// linkCheckInterval is how often the links of sites are checked.
const linkCheckInterval = 2 * time.Second

// snapshotInterval is how often missing snapshots of conferences are created.
const snapshotInterval = 5 * time.Second

// trimInterval is the maximum interval between deletions of old rows.
const trimInterval = time.Hour

// trimLoop periodically deletes expired idempotency keys and, unless they are kept forever, old events.
func trimLoop(ctx context.Context, s *store.Store, keep time.Duration) {
	every := trimInterval
	if keep > 0 {
		every = min(every, keep)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if keep > 0 {
			gone, err := journal.Trim(ctx, s, time.Now().Add(-keep))
			logTrimmed(ctx, "events", gone, err)
		}
		gone, err := idempotency.Trim(ctx, s, time.Now().Add(-idempotency.Retention))
		logTrimmed(ctx, "idempotency keys", gone, err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func logTrimmed(ctx context.Context, what string, gone int, err error) {
	if err != nil && ctx.Err() == nil {
		slog.Warn("retention failed", "what", what, "err", err)
	} else if gone > 0 {
		slog.Info("retention: deleted old rows", "what", what, "count", gone)
	}
}
