package conference

import (
	"context"
	"log/slog"
	"time"

	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/site"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// MonitorLinks publishes stale links of sites periodically until the context ends. Each node may run it: a
// change is published once. Run by cmd as the operator. The clocks of the nodes have to agree within a
// second or two.
func MonitorLinks(ctx context.Context, s *store.Store, interval time.Duration) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := PublishStaleLinks(ctx, s); err != nil && ctx.Err() == nil {
			slog.Warn("checking site links failed", "err", err)
		}
	}
}

// PublishStaleLinks marks sites of live conferences as LAGGING or LOST, publishes that and returns their
// number. If there are none it runs one statement and no transaction. For the operator. Errors: FORBIDDEN.
func PublishStaleLinks(ctx context.Context, s *store.Store) (published int, err error) {
	if err := viewer.RequireOperator(ctx); err != nil {
		return 0, err
	}
	now := s.Now()
	silent, err := s.Reader().Site.Query().Where(staleLinks(now)).Order(site.ByID()).Limit(maxStaleLinks).
		All(ctx)
	if err != nil || len(silent) == 0 {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		published = 0
		for _, siteRow := range silent {
			link, since := LinkAt(*siteRow.HeardAt, now)
			// Only if unchanged: a heartbeat or another node may have come first.
			n, err := tx.Site.Update().Where(siteOfLiveConference(siteRow.ID), site.LinkEQ(siteRow.Link),
				site.HeardAt(*siteRow.HeardAt)).
				SetLink(link).SetLinkedAt(since).Save(ctx)
			if err != nil {
				return err
			}
			if n > 0 {
				journal.Append(
					tx,
					journal.ConferenceStream(siteRow.ConferenceID),
					linkEvent(siteRow, link, since),
				)
				published++
			}
		}
		return nil
	})
	return published, err
}

// maxStaleLinks is how many sites one call publishes; the next call finds the others.
const maxStaleLinks = 500

// staleLinks matches sites of live conferences whose stored link is outdated.
func staleLinks(now time.Time) predicate.Site {
	return site.And(
		site.LinkIn(site.LinkConnected, site.LinkLagging),
		site.HeardAtLTE(now.Add(-LaggingAfter)),
		site.Or(site.LinkEQ(site.LinkConnected), site.HeardAtLTE(now.Add(-LostAfter))),
		site.HasConferenceWith(conference.StateIn(liveStates...)),
	)
}
