package conference

import (
	"time"

	"thidua/ent/announcement"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// ReplayedAnnouncements are all announcements, including withdrawn ones, in the
// order in which they were made.
type ReplayedAnnouncements struct{ Announcements []ReplayedAnnouncement }

// ReplayedAnnouncement is an announcement.
type ReplayedAnnouncement struct {
	AnnouncementID gid.ID
	Text           string
	Audience       announcement.Audience
	SiteID         *gid.ID
	SiteCode       *string
	SiteName       *string
	Screen         *string
	MadeAt         time.Time
	WithdrawnAt    *time.Time
}

func (r *ReplayedAnnouncements) apply(change journal.Change) {
	switch change := change.(type) {
	case journal.AnnouncementMade:
		*r.findOrAdd(change.AnnouncementID) = ReplayedAnnouncement{
			change.AnnouncementID, change.Text, change.To, change.SiteID, change.SiteCode, change.SiteName,
			change.Screen, change.MadeAt, nil,
		}
	case journal.SitesArranged:
		for i := range r.Announcements {
			renameSite(change.Sites, r.Announcements[i].SiteID, &r.Announcements[i].SiteName)
		}
	case journal.AnnouncementWithdrawn:
		r.findOrAdd(change.AnnouncementID).WithdrawnAt = &change.WithdrawnAt
	}
}

func (r *ReplayedAnnouncements) findOrAdd(id gid.ID) *ReplayedAnnouncement {
	is := func(a *ReplayedAnnouncement) bool { return a.AnnouncementID == id }
	return findOrAppend(&r.Announcements, is, ReplayedAnnouncement{AnnouncementID: id})
}
