package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func announcements(c *ent.Conference) (out conference.ReplayedAnnouncements) {
	for _, row := range c.Edges.Announcements {
		a := conference.ReplayedAnnouncement{
			AnnouncementID: row.ID, Text: row.Text, Audience: row.Audience, Screen: row.Screen,
			MadeAt: row.MadeAt, WithdrawnAt: row.WithdrawnAt,
		}
		if at := row.Edges.Site; at != nil {
			a.SiteID, a.SiteCode, a.SiteName = &at.ID, &at.Code, &at.Name
		}
		out.Announcements = append(out.Announcements, a)
	}
	return out
}
