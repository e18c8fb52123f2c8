package main

import (
	"context"
	"log/slog"
	"time"

	"thidua/internal/store"
)

// statisticsInterval is how often tables without statistics are looked for: a table that was empty at the
// start gets rows later.
const statisticsInterval = 10 * time.Minute

// analyzeTables collects the statistics that PostgreSQL needs (ANALYZE), once before it returns and then at
// every interval until ctx ends. A server also works where it may not collect them, only more slowly.
func analyzeTables(ctx context.Context, s *store.Store, interval time.Duration) {
	analyze := func() {
		began := time.Now()
		tables, err := s.CollectStatistics(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			slog.WarnContext(ctx, "statistics of the database could not be collected", "err", err)
		case len(tables) > 0:
			slog.InfoContext(ctx, "statistics of the database are collected", "tables", len(tables),
				"duration", time.Since(began).Round(time.Millisecond).String())
		}
	}
	analyze()
	go func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				analyze()
			}
		}
	}()
}
