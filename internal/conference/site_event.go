package conference

import (
	"thidua/ent"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/journal"
)

// siteInputs returns planned sites as input of Record.
func siteInputs(sites []PlanSite) []Site {
	out := make([]Site, len(sites))
	for i, p := range sites {
		out[i] = Site{
			Code: p.Code, Name: p.Name, Kind: p.Kind, Province: p.Province, Unit: p.Unit, Parent: p.Parent,
		}
	}
	return out
}

// withSiteEdges loads what planSitesOf needs, ordered by ordinal.
func withSiteEdges(q *ent.SiteQuery) {
	q.Order(site.ByOrdinal()).WithProvince().WithUnit().WithParent()
}

// planSitesOf returns sites as input of Plan, from rows loaded withSiteEdges.
func planSitesOf(rows []*ent.Site) []PlanSite {
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

// siteEvents returns the sites of a conference as events list them.
func siteEvents(in Conference) []journal.PlannedSite {
	events := make([]journal.PlannedSite, len(in.Sites))
	for i, s := range in.Sites {
		events[i] = journal.PlannedSite{
			SiteID: SiteID(in.Code, s.Code), Ordinal: i + 1, Code: s.Code, Name: s.Name, Kind: s.Kind,
			ProvinceCode: command.NilIfZero(s.Province), UnitCode: command.NilIfZero(s.Unit),
			ParentID: optionalSiteID(in.Code, s.Parent),
		}
	}
	return events
}
