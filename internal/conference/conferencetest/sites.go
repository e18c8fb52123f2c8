package conferencetest

import (
	"cmp"
	"slices"

	"thidua/ent"
	"thidua/internal/conference"
)

func sites(c *ent.Conference) (out conference.ReplayedSites) {
	for _, row := range c.Edges.Sites {
		s := conference.ReplayedSite{
			SiteID: row.ID, Ordinal: row.Ordinal, Code: row.Code, Name: row.Name, Kind: row.Kind,
			ParentID: row.ParentID,
			ReplayedPresence: conference.ReplayedPresence{
				DelegatesPresent: row.DelegatesPresent, CheckedInAt: row.CheckedInAt,
				CheckedOutAt: row.CheckedOutAt, Link: row.Link, LinkedAt: row.LinkedAt,
			},
		}
		if province := row.Edges.Province; province != nil {
			s.ProvinceCode = &province.Code
		}
		if unit := row.Edges.Unit; unit != nil {
			s.UnitCode = &unit.Code
		}
		out.Sites = append(out.Sites, s)
	}
	slices.SortFunc(out.Sites, func(a, b conference.ReplayedSite) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	return out
}
