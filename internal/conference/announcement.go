package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
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
	c, err := conducted(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := registry.Checked(in, checkAnnouncement); err != nil {
		return 0, err
	}
	id := gid.New(gid.Announcement)
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error {
		if err := stand(ctx, tx, c.ID, notYetOver...); err != nil {
			return err
		}
		return announce(ctx, tx, id, c, in)
	})
}

func checkAnnouncement(in NewAnnouncement, c *registry.Check) {
	c.Prose("text", in.Text)
	c.That(len(in.Text) <= proseMax, "text", registry.TooLarge)
	c.Value("audience", announcement.AudienceValidator(in.Audience))
	if in.Screen != nil {
		c.Text("screen", *in.Screen)
		c.That(len(*in.Screen) <= proseMax, "screen", registry.TooLarge)
	}
}

func announce(ctx context.Context, tx *ent.Tx, id gid.ID, c *ent.Conference, in NewAnnouncement) error {
	made := journal.AnnouncementMade{
		AnnouncementID: id, Text: in.Text, To: in.Audience, Screen: in.Screen, MadeAt: store.Now(ctx),
		Told: told(c, in.Audience),
	}
	if in.Site != nil {
		at, err := tx.Site.Query().Where(site.ConferenceID(c.ID), site.Code(*in.Site)).Only(ctx)
		if err != nil {
			return missing(err, gid.Site, *in.Site)
		}
		made.SiteID, made.SiteCode, made.SiteName = &at.ID, &at.Code, &at.Name
	}
	journal.Append(ctx, journal.OfConference(c.ID), made)
	return tx.Announcement.Create().SetID(id).SetConferenceID(c.ID).SetText(in.Text).
		SetAudience(in.Audience).SetNillableSiteID(made.SiteID).SetNillableScreen(made.Screen).
		SetMadeAt(made.MadeAt).Exec(ctx)
}

// WithdrawAnnouncement withdraws an announcement; no effect if it is already withdrawn. Called by the API.
// Errors: NOT_FOUND, FORBIDDEN.
func WithdrawAnnouncement(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	c, err := conducted(ctx, s, ofAnnouncement(id))
	if err != nil {
		return 0, err
	}
	return id, s.Tx(store.WithOutcome(ctx, id), func(ctx context.Context, tx *ent.Tx) error {
		a, err := seen(tx.Announcement.Get(ctx, id))
		if err != nil {
			return err
		}
		now := store.Now(ctx)
		n, err := tx.Announcement.Update().Where(announcement.ID(id), announcement.WithdrawnAtIsNil()).
			SetWithdrawnAt(now).Save(ctx)
		if err == nil && n > 0 {
			journal.Append(ctx, journal.OfConference(c.ID), journal.AnnouncementWithdrawn{
				AnnouncementID: id, WithdrawnAt: now, Told: told(c, a.Audience),
			})
		}
		return err
	})
}
