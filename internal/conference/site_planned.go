package conference

import (
	"thidua/ent"
	"thidua/ent/site"
	"thidua/internal/journal"
	"thidua/internal/registry"
)

// stated are planned sites as a recording would state them.
func stated(sites []PlanSite) []Site {
	out := make([]Site, len(sites))
	for i, p := range sites {
		out[i] = Site{Code: p.Code, Name: p.Name, Kind: p.Kind, Province: p.Province, Unit: p.Unit, Parent: p.Parent}
	}
	return out
}

// withPlanned reads what is planned of sites, in their order.
func withPlanned(q *ent.SiteQuery) { q.Order(site.ByOrdinal()).WithProvince().WithUnit().WithParent() }

// planSites are sites as they would be planned, of rows that withPlanned read.
func planSites(rows []*ent.Site) []PlanSite {
	out := make([]PlanSite, len(rows))
	for i, row := range rows {
		out[i] = PlanSite{Code: row.Code, Name: row.Name, Kind: row.Kind}
		if p := row.Edges.Province; p != nil {
			out[i].Province = p.Code
		}
		if u := row.Edges.Unit; u != nil {
			out[i].Unit = u.Code
		}
		if p := row.Edges.Parent; p != nil {
			out[i].Parent = p.Code
		}
	}
	return out
}

// toldSites are the sites of a conference as they are told.
func toldSites(in Conference) []journal.PlannedSite {
	told := make([]journal.PlannedSite, len(in.Sites))
	for i, s := range in.Sites {
		told[i] = journal.PlannedSite{
			SiteID: SiteID(in.Code, s.Code), Ordinal: i + 1, Code: s.Code, Name: s.Name, Kind: s.Kind, ProvinceCode: registry.Given(s.Province),
			UnitCode: registry.Given(s.Unit), ParentID: parentID(in.Code, s.Parent),
		}
	}
	return told
}
