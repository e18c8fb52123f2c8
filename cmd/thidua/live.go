package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/once"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Live is how what happens is told.
type Live struct {
	Heartbeat   time.Duration `env:"THIDUA_HEARTBEAT" default:"15s" help:"How often an event stream tells that it is alive, if nothing else happens."`
	JournalKeep time.Duration `env:"THIDUA_JOURNAL_KEEP" default:"168h" help:"How long events are kept for those who come back; 0 for ever. Those of conferences always are: they are replayed."`

	MaxLiveQueries           int `env:"THIDUA_MAX_LIVE_QUERIES" default:"1000" placeholder:"N" help:"Different live queries on a node at a time and, counted separately, different documents of event subscriptions; 0 for any number. Identical documents of viewers with the same rights count once; the events of two conferences are two documents."`
	MaxLiveQueriesPerAddress int `env:"THIDUA_MAX_LIVE_QUERIES_PER_ADDRESS" default:"200" placeholder:"N" help:"Different live queries and, counted separately, documents of event subscriptions from one address, or one IPv6 network of 64 bits; 0 for any number, as behind a proxy."`
	MaxLiveQueriesPerAccount int `env:"THIDUA_MAX_LIVE_QUERIES_PER_ACCOUNT" default:"100" placeholder:"N" help:"Different live queries and, counted separately, documents of event subscriptions of one account; 0 for any number."`
	RefreshPercent           int `env:"THIDUA_REFRESH_PERCENT" default:"50" placeholder:"N" help:"Share of one core, in percent, that refreshing live queries may take on a node; beyond it they are refreshed less often."`
}

func (l Live) validate() error {
	switch {
	case l.Heartbeat < time.Second:
		return fault.BadConfig.With("setting", "--heartbeat", "reason", "it must be 1s or more")
	case l.MaxLiveQueries < 0 || l.MaxLiveQueriesPerAddress < 0 || l.MaxLiveQueriesPerAccount < 0:
		return fault.BadConfig.With("setting", "--max-live-queries", "reason", "none of its limits may be negative; 0 is any number")
	case l.RefreshPercent < 1 || l.RefreshPercent > 10_000:
		return fault.BadConfig.With("setting", "--refresh-percent", "reason", "it must be from 1 to 10000")
	case l.JournalKeep != 0 && l.JournalKeep < time.Minute:
		return fault.BadConfig.With("setting", "--journal-keep", "reason", "it must be 1m or more, or 0 for ever")
	}
	return nil
}

// hub carries the journal of a store to watchers until the function that it returns is called.
func (l Live) hub(ctx context.Context, s *store.Store) (*live.Hub, func(), error) {
	if err := journal.Begin(ctx, s); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h := live.Over(ctx, s, live.Config{
		Beat: l.Heartbeat, GrantsChanged: account.Changed, RefreshShare: float64(l.RefreshPercent) / 100,
		LiveQueries: live.LiveQueryLimits{
			Node: l.MaxLiveQueries, PerAddress: l.MaxLiveQueriesPerAddress, PerAccount: l.MaxLiveQueriesPerAccount,
		},
	})
	var running sync.WaitGroup
	running.Go(func() { trim(ctx, s, l.JournalKeep) })
	running.Go(func() { conference.WatchLinks(viewer.With(ctx, viewer.Operator()), s, linksEvery) })
	running.Go(func() { conference.KeepSnapshots(viewer.With(ctx, viewer.Operator()), s, snapshotInterval) })
	return h, func() { cancel(); running.Wait(); h.Close() }, nil
}

// linksEvery is how often it is looked which sites fell silent.
const linksEvery = 2 * time.Second

// snapshotInterval is how often missing snapshots of conferences are made.
const snapshotInterval = 5 * time.Second

// trimEvery is how often what is old is removed, at the least.
const trimEvery = time.Hour

// trim removes keys of idempotency, and events, unless these are kept for ever, that are no longer to be kept, now and then.
func trim(ctx context.Context, s *store.Store, keep time.Duration) {
	every := trimEvery
	if keep > 0 {
		every = min(every, keep)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if keep > 0 {
			gone, err := journal.Trim(ctx, s, time.Now().Add(-keep))
			trimmed(ctx, "events", gone, err)
		}
		gone, err := once.Trim(ctx, s, time.Now().Add(-once.Kept))
		trimmed(ctx, "keys of idempotency", gone, err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func trimmed(ctx context.Context, what string, gone int, err error) {
	if err != nil && ctx.Err() == nil {
		slog.Warn("what is old could not be removed", "what", what, "error", err)
	} else if gone > 0 {
		slog.Info("what is old is removed", "what", what, "number", gone)
	}
}
