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
	_, at, err := findAsSiteOperator(ctx, s, conferenceCode, siteCode)
	if err != nil {
		return 0, err
	}
	return at.ID, s.Tx(store.WithOutcome(ctx, at.ID), func(ctx context.Context, tx *store.Tx) error {
		now := tx.Now()
		n, err := tx.Site.Update().Where(siteOfLiveConference(at.ID), site.LinkEQ(site.LinkConnected)).
			SetHeardAt(now).Save(ctx)
		if err != nil || n > 0 {
			return err
		}
		if err := lockStateShared(ctx, tx, at.ConferenceID, liveStates...); err != nil {
			return err
		}
		n, err = tx.Site.Update().Where(site.ID(at.ID), site.LinkNEQ(site.LinkConnected)).
			SetHeardAt(now).SetLink(site.LinkConnected).SetLinkedAt(now).Save(ctx)
		if err != nil || n == 0 { // a concurrent heartbeat connected the site
			return err
		}
		journal.Append(tx, journal.ConferenceStream(at.ConferenceID), linkEvent(at, site.LinkConnected, now))
		return nil
	})
}

// siteOfLiveConference matches a site while its conference is live. It does not lock the conference's row,
// so that heartbeats stay cheap.
func siteOfLiveConference(id gid.ID) predicate.Site {
	return site.And(site.ID(id), site.HasConferenceWith(conference.StateIn(liveStates...)))
}

func linkEvent(at *ent.Site, link site.Link, since time.Time) journal.SiteLinkChanged {
	return journal.SiteLinkChanged{SiteID: at.ID, Code: at.Code, Name: at.Name, Link: link, LinkedAt: since}
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
	at, err := s.Reader().Site.Query().Where(site.ConferenceID(c.ID), site.Code(siteCode)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, nil, err
	}
	if err := viewer.Require(ctx, siteOperatorRules(c, at)...); err != nil {
		return nil, nil, err
	}
	return c, at, unknownCodeFault(err, gid.Site, siteCode)
}

// siteOperatorRules returns who may act for a site, which may be nil: conductors, and the screen of the unit
// that runs the site.
func siteOperatorRules(c *ent.Conference, at *ent.Site) []viewer.Rule {
	rules := conductors.rules(c)
	if at != nil && at.UnitID != nil {
		rules = append(rules, viewer.AllowScreen(c.ID, *at.UnitID))
	}
	return rules
}
