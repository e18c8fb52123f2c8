package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/predicate"
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
		n, err := tx.Site.Update().Where(still(at.ID)).
			SetDelegatesPresent(in.Delegates).SetCheckedInAt(since).ClearCheckedOutAt().Save(ctx)
		if err != nil || n == 0 {
			return removed(ctx, tx, at, err)
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
		n, err := tx.Site.Update().Where(still(at.ID)).SetCheckedOutAt(now).Save(ctx)
		if err != nil || n == 0 {
			return removed(ctx, tx, at, err)
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
	return id, s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		at, err := tx.Site.Query().Where(site.ConferenceID(c.ID), site.Code(in.Site)).WithConference().Only(ctx)
		if err != nil {
			return missing(err, gid.Site, in.Site)
		}
		if err := stateIn(at.Edges.Conference.State, gathered...); err != nil {
			return err
		}
		return do(ctx, tx, at)
	})
}

// still is the site of a conference that is still gathered. The conference's row is left alone: all its sites would wait
// for each other.
func still(id gid.ID) predicate.Site {
	return site.And(site.ID(id), site.HasConferenceWith(conference.StateIn(gathered...)))
}

// removed tells why a site was not updated: the conference is no longer gathered, or the site was removed a moment ago.
func removed(ctx context.Context, tx *ent.Tx, at *ent.Site, err error) error {
	if err := left(ctx, tx, at, err); err != nil {
		return err
	}
	return registry.UnknownCode(gid.Site, at.Code)
}

// left tells why nothing was updated: the conference is no longer gathered.
func left(ctx context.Context, tx *ent.Tx, at *ent.Site, err error) error {
	if err != nil {
		return err
	}
	c, err := tx.Conference.Get(ctx, at.ConferenceID)
	if err != nil {
		return err
	}
	return stateIn(c.State, gathered...)
}
