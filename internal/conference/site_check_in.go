package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// SiteCheckIn is what a site reports.
type SiteCheckIn struct {
	Conference       string // code
	Site             string // code within the conference
	DelegatesPresent int    // number of those present
}

// CheckInSite marks a site as present with a number of delegates. Idempotent; a repeated call overwrites the
// number. Only conductors may call it, on the report of the site: a screen or a single delegate may not.
// Called by the API. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE for the site, WRONG_STATE.
func CheckInSite(ctx context.Context, s *store.Store, in SiteCheckIn) (gid.ID, error) {
	return withSite(ctx, s, in, func(ctx context.Context, tx *store.Tx, siteRow *ent.Site) error {
		here := siteRow.CheckedInAt != nil && siteRow.CheckedOutAt == nil
		if here && *siteRow.DelegatesPresent == in.DelegatesPresent {
			return nil
		}
		since := tx.Now()
		if here {
			since = *siteRow.CheckedInAt
		}
		if err := tx.Site.Update().Where(site.ID(siteRow.ID)).
			SetDelegatesPresent(in.DelegatesPresent).SetCheckedInAt(since).ClearCheckedOutAt().
			Exec(ctx); err != nil {
			return err
		}
		journal.Append(tx, journal.ConferenceStream(siteRow.ConferenceID), journal.SiteCheckedIn{
			SiteID: siteRow.ID, Code: siteRow.Code, Name: siteRow.Name,
			DelegatesPresent: in.DelegatesPresent, CheckedInAt: since,
		})
		return nil
	})
}

// CheckOutSite marks a site as left; no effect if it already left. Called by the API. Errors: those of
// CheckInSite, and SITE_NOT_CHECKED_IN.
func CheckOutSite(ctx context.Context, s *store.Store, conferenceCode, siteCode string) (gid.ID, error) {
	in := SiteCheckIn{Conference: conferenceCode, Site: siteCode}
	return withSite(ctx, s, in, func(ctx context.Context, tx *store.Tx, siteRow *ent.Site) error {
		if siteRow.CheckedInAt == nil {
			return fault.SiteNotCheckedIn.With()
		}
		if siteRow.CheckedOutAt != nil {
			return nil
		}
		now := laterOf(*siteRow.CheckedInAt, tx.Now())
		if err := tx.Site.Update().Where(site.ID(siteRow.ID)).SetCheckedOutAt(now).Exec(ctx); err != nil {
			return err
		}
		journal.Append(tx, journal.ConferenceStream(siteRow.ConferenceID), journal.SiteCheckedOut{
			SiteID: siteRow.ID, Code: siteRow.Code, Name: siteRow.Name, CheckedOutAt: now,
		})
		return nil
	})
}

// withSite runs a command on a site as a conductor, while the conference is live.
func withSite(
	ctx context.Context, s *store.Store, in SiteCheckIn, do func(context.Context, *store.Tx, *ent.Site) error,
) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	err = command.Validate(in, func(in SiteCheckIn, v *command.Validator) {
		v.NonNegative("delegatesPresent", in.DelegatesPresent)
	})
	if err != nil {
		return 0, err
	}
	id := SiteID(in.Conference, in.Site)
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		// The site cannot be removed after this.
		if err := lockInStateShared(ctx, tx, c.ID, liveStates...); err != nil {
			return err
		}
		siteRow, err := tx.Site.Query().Where(site.ConferenceID(c.ID), site.Code(in.Site)).Only(ctx)
		if err != nil {
			return unknownCodeFault(err, "site", gid.Site, in.Site)
		}
		return do(ctx, tx, siteRow)
	})
}
