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
		r.are(c.Sites)
	case journal.SitesArranged:
		r.are(c.Sites)
	case journal.SiteCheckedIn:
		s := r.site(c.SiteID)
		s.DelegatesPresent, s.CheckedInAt, s.CheckedOutAt = &c.Delegates, &c.CheckedInAt, nil
	case journal.SiteCheckedOut:
		r.site(c.SiteID).CheckedOutAt = &c.CheckedOutAt
	case journal.SiteLinkChanged:
		s := r.site(c.SiteID)
		s.Link, s.LinkedAt = c.Link, &c.LinkedAt
	}
}

// are makes the sites what is told; what those that stay reported stays. What one is called is told here alone: a report may
// still have the name before.
func (r *ReplayedSites) are(sites []journal.PlannedSite) {
	before := r.Sites
	r.Sites = make([]ReplayedSite, len(sites))
	for i, p := range sites {
		had := of(&before, isSite(p.SiteID), unheard(p.SiteID))
		r.Sites[i] = ReplayedSite{p.SiteID, p.Ordinal, p.Code, p.Name, p.Kind, p.ProvinceCode, p.UnitCode, p.ParentID, had.ReplayedPresence}
	}
}

// rename gives what tells of a site the name that the site has from now on.
func rename(sites []journal.PlannedSite, id *gid.ID, name **string) {
	for i := range sites {
		if id != nil && sites[i].SiteID == *id {
			*name = &sites[i].Name
		}
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
