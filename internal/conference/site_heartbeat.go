package conference

import (
	"context"
	"time"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// HeartbeatSite records a heartbeat of a site. It writes only to the site's row, and publishes an event only
// if the site was not connected before. Called by the API for the screen of the site and for conductors.
// Errors: NOT_FOUND, FORBIDDEN, UNKNOWN_CODE for the site, WRONG_STATE.
func HeartbeatSite(ctx context.Context, s *store.Store, conferenceCode, siteCode string) (gid.ID, error) {
	_, siteRow, err := findAsSiteOperator(ctx, s, conferenceCode, siteCode)
	if err != nil {
		return 0, err
	}
	return siteRow.ID, s.Tx(store.WithResultIDs(ctx, siteRow.ID), func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		n, err := tx.Site.Update().Where(siteOfLiveConference(siteRow.ID), site.LinkEQ(site.LinkConnected)).
			SetHeardAt(now).Save(ctx)
		if err != nil || n > 0 {
			return err
		}
		if err := lockInStateShared(ctx, tx, siteRow.ConferenceID, liveStates...); err != nil {
			return err
		}
		n, err = tx.Site.Update().Where(site.ID(siteRow.ID), site.LinkNEQ(site.LinkConnected)).
			SetHeardAt(now).SetLink(site.LinkConnected).SetLinkedAt(now).Save(ctx)
		if err != nil || n == 0 { // a concurrent heartbeat connected the site
			return err
		}
		journal.Append(
			tx,
			journal.ConferenceStream(siteRow.ConferenceID),
			linkEvent(siteRow, site.LinkConnected, now),
		)
		return nil
	})
}

// siteOfLiveConference matches a site while its conference is live. It does not lock the conference's row,
// so that heartbeats stay cheap.
func siteOfLiveConference(id gid.ID) predicate.Site {
	return site.And(site.ID(id), site.HasConferenceWith(conference.StateIn(liveStates...)))
}

func linkEvent(siteRow *ent.Site, link site.Link, since time.Time) journal.SiteLinkChanged {
	return journal.SiteLinkChanged{
		SiteID:   siteRow.ID,
		Code:     siteRow.Code,
		Name:     siteRow.Name,
		Link:     link,
		LinkedAt: since,
	}
}

// findAsSiteOperator returns a conference and a site of it if the caller may act for the site. Errors:
// NOT_FOUND, FORBIDDEN, UNKNOWN_CODE.
func findAsSiteOperator(
	ctx context.Context, s *store.Store, conferenceCode, siteCode string,
) (*ent.Conference, *ent.Site, error) {
	c, err := findConference(ctx, s, conference.Code(conferenceCode))
	if err != nil {
		return nil, nil, err
	}
	siteRow, err := s.Reader().Site.Query().Where(site.ConferenceID(c.ID), site.Code(siteCode)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, nil, err
	}
	if err := viewer.Require(ctx, siteOperatorRules(c, siteRow)...); err != nil {
		return nil, nil, err
	}
	return c, siteRow, unknownCodeFault(err, "site", gid.Site, siteCode)
}

// siteOperatorRules returns who may act for a site, which may be nil: conductors, and the screen of the unit
// that runs the site.
func siteOperatorRules(c *ent.Conference, siteRow *ent.Site) []viewer.Rule {
	rules := conductors.rules(c)
	if siteRow != nil && siteRow.UnitID != nil {
		rules = append(rules, viewer.AllowScreen(c.ID, *siteRow.UnitID))
	}
	return rules
}
