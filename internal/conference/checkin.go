package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// SiteCheckIn is what a site reports.
type SiteCheckIn struct {
	Conference string // code
	Site       string // code within the conference
	Delegates  int    // who are present
}

// CheckInSite has a site be there with so many delegates; said again, it is the new count. Those who conduct the conference
// say it, on what the site tells them: a screen on a wall, or any one delegate, does not. The API calls it. Refusals:
// NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE for the site, WRONG_STATE.
func CheckInSite(ctx context.Context, s *store.Store, in SiteCheckIn) (gid.ID, error) {
	return report(ctx, s, in, func(ctx context.Context, tx *ent.Tx, at *ent.Site) error {
		here := at.CheckedInAt != nil && at.CheckedOutAt == nil
		if here && *at.DelegatesPresent == in.Delegates {
			return nil
		}
		since := store.Now(ctx)
		if here {
			since = *at.CheckedInAt
		}
		if err := tx.Site.Update().Where(site.ID(at.ID)).
			SetDelegatesPresent(in.Delegates).SetCheckedInAt(since).ClearCheckedOutAt().Exec(ctx); err != nil {
			return err
		}
		journal.Append(ctx, journal.OfConference(at.ConferenceID), journal.SiteCheckedIn{
			SiteID: at.ID, Code: at.Code, Name: at.Name, Delegates: in.Delegates, CheckedInAt: since,
		})
		return nil
	})
}

// CheckOutSite has a site leave; one that has left stays as it is. The API calls it. Refusals: as CheckInSite, and
// SITE_NOT_CHECKED_IN.
func CheckOutSite(ctx context.Context, s *store.Store, conferenceCode, siteCode string) (gid.ID, error) {
	return report(ctx, s, SiteCheckIn{Conference: conferenceCode, Site: siteCode}, func(ctx context.Context, tx *ent.Tx, at *ent.Site) error {
		if at.CheckedInAt == nil {
			return fault.SiteNotCheckedIn.With()
		}
		if at.CheckedOutAt != nil {
			return nil
		}
		now := after(*at.CheckedInAt, store.Now(ctx))
		if err := tx.Site.Update().Where(site.ID(at.ID)).SetCheckedOutAt(now).Exec(ctx); err != nil {
			return err
		}
		journal.Append(ctx, journal.OfConference(at.ConferenceID), journal.SiteCheckedOut{SiteID: at.ID, Code: at.Code, Name: at.Name, CheckedOutAt: now})
		return nil
	})
}

func report(ctx context.Context, s *store.Store, in SiteCheckIn, do func(context.Context, *ent.Tx, *ent.Site) error) (gid.ID, error) {
	c, err := conducted(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := registry.Checked(in, func(in SiteCheckIn, c *registry.Check) { c.Natural("delegates", in.Delegates) }); err != nil {
		return 0, err
	}
	id := SiteID(in.Conference, in.Site)
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error {
		if err := standTogether(ctx, tx, c.ID, gathered...); err != nil { // from here on the site is not removed
			return err
		}
		at, err := tx.Site.Query().Where(site.ConferenceID(c.ID), site.Code(in.Site)).Only(ctx)
		if err != nil {
			return missing(err, gid.Site, in.Site)
		}
		return do(ctx, tx, at)
	})
}
