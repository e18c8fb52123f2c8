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
	SiteID           gid.ID
	Ordinal          int
	Code             string
	Name             string
	Kind             site.Kind
	ProvinceCode     *string
	DelegatesPresent *int
	CheckedInAt      *time.Time
	CheckedOutAt     *time.Time
}

func (r *ReplayedSites) apply(change journal.Change) {
	switch c := change.(type) {
	case journal.ConferencePlanned:
		before := r.Sites
		r.Sites = make([]ReplayedSite, len(c.Sites))
		for i, p := range c.Sites {
			had := of(&before, isSite(p.SiteID), ReplayedSite{})
			r.Sites[i] = ReplayedSite{p.SiteID, p.Ordinal, p.Code, p.Name, p.Kind, p.ProvinceCode, had.DelegatesPresent, had.CheckedInAt, had.CheckedOutAt}
		}
	case journal.SiteCheckedIn:
		s := r.site(c.SiteID)
		s.Code, s.Name, s.DelegatesPresent, s.CheckedInAt, s.CheckedOutAt = c.Code, c.Name, &c.Delegates, &c.CheckedInAt, nil
	case journal.SiteCheckedOut:
		s := r.site(c.SiteID)
		s.Code, s.Name, s.CheckedOutAt = c.Code, c.Name, &c.CheckedOutAt
	}
}

func isSite(id gid.ID) func(*ReplayedSite) bool {
	return func(s *ReplayedSite) bool { return s.SiteID == id }
}

func (r *ReplayedSites) site(id gid.ID) *ReplayedSite {
	return of(&r.Sites, isSite(id), ReplayedSite{SiteID: id})
}
