package conference

import (
	"context"
	"log/slog"
	"time"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/site"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// WatchLinks looks every so often which sites fell silent, until the context ends, and tells it. Every node may: what one has
// told, the others find told. cmd runs it, as the operator. Nodes' clocks have to agree within a second or two.
func WatchLinks(ctx context.Context, s *store.Store, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := TellLinks(ctx, s); err != nil && ctx.Err() == nil {
			slog.Warn("sites that fell silent were not found", "error", err)
		}
	}
}

// TellLinks looks once: it gives how many sites of conferences that are gathered it found LAGGING or LOST, and told so. Where
// there are none it is one statement, and no transaction. For the operator. Refusals: FORBIDDEN.
func TellLinks(ctx context.Context, s *store.Store) (told int, err error) {
	if err := viewer.RequireOperator(ctx); err != nil {
		return 0, err
	}
	now := s.Now()
	silent, err := s.Reader().Site.Query().Where(fallen(now)).Order(site.ByID()).Limit(fallenMost).All(ctx)
	if err != nil || len(silent) == 0 {
		return 0, err
	}
	err = s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		told = 0
		for _, at := range silent {
			link, since := LinkAt(*at.HeardAt, now)
			// As it was found: a heartbeat, or another node, may have come first.
			n, err := tx.Site.Update().Where(still(at.ID), site.LinkEQ(at.Link), site.HeardAt(*at.HeardAt)).
				SetLink(link).SetLinkedAt(since).Save(ctx)
			if err != nil {
				return err
			}
			if n > 0 {
				journal.Append(ctx, journal.OfConference(at.ConferenceID), linked(at, link, since))
				told++
			}
		}
		return nil
	})
	return told, err
}

// fallenMost is how many sites are told at once; the next look finds the others.
const fallenMost = 500

// fallen are the sites of gathered conferences whose connection is no longer what their row says.
func fallen(now time.Time) predicate.Site {
	return site.And(
		site.LinkIn(site.LinkConnected, site.LinkLagging),
		site.HeardAtLTE(now.Add(-LaggingAfter)),
		site.Or(site.LinkEQ(site.LinkConnected), site.HeardAtLTE(now.Add(-LostAfter))),
		site.HasConferenceWith(conference.StateIn(gathered...)),
	)
}
