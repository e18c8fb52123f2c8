package conference

import (
	"time"

	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// ReplayedSites are the sites, the main one first.
type ReplayedSites struct{ Sites []ReplayedSite }

// ReplayedSite is a site and its presence.
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

// ReplayedPresence is whether a site was present, and how it was connected.
type ReplayedPresence struct {
	DelegatesPresent *int
	CheckedInAt      *time.Time
	CheckedOutAt     *time.Time
	Link             site.Link
	LinkedAt         *time.Time
}

func (r *ReplayedSites) apply(change journal.Change) {
	switch change := change.(type) {
	case journal.ConferencePlanned:
		r.replaceSites(change.Sites)
	case journal.SitesArranged:
		r.replaceSites(change.Sites)
	case journal.SiteCheckedIn:
		s := r.findOrAdd(change.SiteID)
		s.DelegatesPresent, s.CheckedInAt, s.CheckedOutAt = &change.DelegatesPresent, &change.CheckedInAt, nil
	case journal.SiteCheckedOut:
		r.findOrAdd(change.SiteID).CheckedOutAt = &change.CheckedOutAt
	case journal.SiteLinkChanged:
		s := r.findOrAdd(change.SiteID)
		s.Link, s.LinkedAt = change.Link, &change.LinkedAt
	}
}

// replaceSites replaces the sites; those that stay keep their presence. Names are taken from these events
// only, since the report of a site may still carry the previous name.
func (r *ReplayedSites) replaceSites(sites []journal.PlannedSite) {
	before := r.Sites
	r.Sites = make([]ReplayedSite, len(sites))
	for i, p := range sites {
		had := findOrAppend(&before, siteWithID(p.SiteID), newReplayedSite(p.SiteID))
		r.Sites[i] = ReplayedSite{
			p.SiteID, p.Ordinal, p.Code, p.Name, p.Kind, p.ProvinceCode, p.UnitCode, p.ParentID,
			had.ReplayedPresence,
		}
	}
}

// renameSite sets the new name of a site in an object that refers to it.
func renameSite(sites []journal.PlannedSite, id *gid.ID, name **string) {
	for i := range sites {
		if id != nil && sites[i].SiteID == *id {
			*name = &sites[i].Name
		}
	}
}

// newReplayedSite returns a site that has not reported yet.
func newReplayedSite(id gid.ID) ReplayedSite {
	return ReplayedSite{SiteID: id, ReplayedPresence: ReplayedPresence{Link: site.DefaultLink}}
}

func siteWithID(id gid.ID) func(*ReplayedSite) bool {
	return func(s *ReplayedSite) bool { return s.SiteID == id }
}

func (r *ReplayedSites) findOrAdd(id gid.ID) *ReplayedSite {
	return findOrAppend(&r.Sites, siteWithID(id), newReplayedSite(id))
}
