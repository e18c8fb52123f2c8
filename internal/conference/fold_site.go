package conference

import (
	"time"

	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// ReplayedSites are the sites as they were, the main one first.
type ReplayedSites struct{ Sites []ReplayedSite }

// ReplayedSite is a hall, and whether it was there.
type ReplayedSite struct {
	SiteID       gid.ID
	Ordinal      int
	Code         string
	Name         string
	Kind         site.Kind
	ProvinceCode *string
	UnitCode     *string
	ParentID     *gid.ID
	ReplayedPresence
}

// ReplayedPresence is whether a site was there, and how it was connected.
type ReplayedPresence struct {
	DelegatesPresent *int
	CheckedInAt      *time.Time
	CheckedOutAt     *time.Time
	Link             site.Link
	LinkedAt         *time.Time
}

func (r *ReplayedSites) apply(change journal.Change) {
	switch c := change.(type) {
	case journal.ConferencePlanned:
		before := r.Sites
		r.Sites = make([]ReplayedSite, len(c.Sites))
		for i, p := range c.Sites {
			had := of(&before, isSite(p.SiteID), unheard(p.SiteID))
			r.Sites[i] = ReplayedSite{p.SiteID, p.Ordinal, p.Code, p.Name, p.Kind, p.ProvinceCode, p.UnitCode, p.ParentID, had.ReplayedPresence}
		}
	case journal.SiteCheckedIn:
		s := r.site(c.SiteID)
		s.Code, s.Name, s.DelegatesPresent, s.CheckedInAt, s.CheckedOutAt = c.Code, c.Name, &c.Delegates, &c.CheckedInAt, nil
	case journal.SiteCheckedOut:
		s := r.site(c.SiteID)
		s.Code, s.Name, s.CheckedOutAt = c.Code, c.Name, &c.CheckedOutAt
	case journal.SiteLinkChanged:
		s := r.site(c.SiteID)
		s.Code, s.Name, s.Link, s.LinkedAt = c.Code, c.Name, c.Link, &c.LinkedAt
	}
}

// unheard is a site that was not heard of yet.
func unheard(id gid.ID) ReplayedSite {
	return ReplayedSite{SiteID: id, ReplayedPresence: ReplayedPresence{Link: site.DefaultLink}}
}

func isSite(id gid.ID) func(*ReplayedSite) bool {
	return func(s *ReplayedSite) bool { return s.SiteID == id }
}

func (r *ReplayedSites) site(id gid.ID) *ReplayedSite { return of(&r.Sites, isSite(id), unheard(id)) }
