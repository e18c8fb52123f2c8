package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// NewAnnouncement is an announcement to make.
type NewAnnouncement struct {
	Conference string // code
	Text       string
	Audience   announcement.Audience
	Site       *string // code within the conference; nil for all
	Screen     *string // name of a screen; nil for all
}

// Announce makes an announcement. Not idempotent: each call makes one. Called by the API. Errors: NOT_FOUND,
// FORBIDDEN, BAD_INPUT, WRONG_STATE, UNKNOWN_CODE for a site.
func Announce(ctx context.Context, s *store.Store, in NewAnnouncement) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkAnnouncement); err != nil {
		return 0, err
	}
	id := gid.New(gid.Announcement)
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		return createAnnouncement(ctx, tx, id, c, in)
	})
}

func checkAnnouncement(in NewAnnouncement, v *command.Validator) {
	v.Prose("text", in.Text)
	v.AtMost("text", len(in.Text), maxTextBytes)
	v.Enum("audience", announcement.AudienceValidator(in.Audience))
	if in.Screen != nil {
		v.Text("screen", *in.Screen)
		v.AtMost("screen", len(*in.Screen), maxNameBytes)
	}
}

func createAnnouncement(
	ctx context.Context, tx *store.Tx, id gid.ID, c *ent.Conference, in NewAnnouncement,
) error {
	made := journal.AnnouncementMade{
		AnnouncementID: id, Text: in.Text, To: in.Audience, Screen: in.Screen, MadeAt: tx.Now(),
		Recipients: audienceOf(c, in.Audience),
	}
	if in.Site != nil {
		siteRow, err := tx.Site.Query().Where(site.ConferenceID(c.ID), site.Code(*in.Site)).Only(ctx)
		if err != nil {
			return unknownCodeFault(err, "site", gid.Site, *in.Site)
		}
		made.SiteID, made.SiteCode, made.SiteName = &siteRow.ID, &siteRow.Code, &siteRow.Name
	}
	journal.Append(tx, journal.ConferenceStream(c.ID), made)
	return tx.Announcement.Create().SetID(id).SetConferenceID(c.ID).SetText(in.Text).
		SetAudience(in.Audience).SetNillableSiteID(made.SiteID).SetNillableScreen(made.Screen).
		SetMadeAt(made.MadeAt).Exec(ctx)
}

// WithdrawAnnouncement withdraws an announcement; no effect if it is already withdrawn. Called by the API.
// Errors: NOT_FOUND, FORBIDDEN.
func WithdrawAnnouncement(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, hasAnnouncement(id))
	if err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithResultIDs(ctx, id), func(ctx context.Context, tx *store.Tx) error {
		a, err := notFoundAsFault(tx.Announcement.Get(ctx, id))
		if err != nil {
			return err
		}
		now := tx.Now()
		n, err := tx.Announcement.Update().Where(announcement.ID(id), announcement.WithdrawnAtIsNil()).
			SetWithdrawnAt(now).Save(ctx)
		if err == nil && n > 0 {
			journal.Append(tx, journal.ConferenceStream(c.ID), journal.AnnouncementWithdrawn{
				AnnouncementID: id, WithdrawnAt: now, Recipients: audienceOf(c, a.Audience),
			})
		}
		return err
	})
}
