package conference

import (
	"cmp"
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
)

// event returns the event that publishes a plan.
func (in NewPlan) told(id gid.ID) journal.ConferencePlanned {
	out := planned(id, in.facts())
	out.StartAt = instant(in.StartAt)
	for i, a := range in.items() {
		documents := slices.SortedFunc(slices.Values(a.Documents), func(a, b string) int {
			return cmp.Compare(registry.DocumentID(a), registry.DocumentID(b))
		})
		item := journal.PlannedAgendaItem{
			AgendaItemID: PartID(gid.AgendaItem, in.Code, i+1), Ordinal: i + 1, Kind: a.Kind, Title: a.Title,
			PlannedMinutes: registry.Given(a.PlannedMinutes), Speaker: registry.Given(a.Speaker),
			UnitID: to(registry.UnitID, a.Unit), UnitCode: registry.Given(a.Unit),
			DocumentIDs: documentIDs(documents), DocumentCodes: append([]string{}, documents...),
		}
		out.AgendaItems = append(out.AgendaItems, item)
	}
	return out
}

// planEvent returns the event that publishes a plan, without its start and its agenda.
func planned(id gid.ID, in Conference) journal.ConferencePlanned {
	out := journal.ConferencePlanned{
		ConferenceID: id, Code: in.Code, Kind: in.Kind, Title: in.Title, SchoolYear: in.SchoolYear,
		ClusterNumber: registry.Given(in.Cluster), HostCode: registry.Given(in.Host), HeldOn: in.HeldOn,
		PartOfDay: cmp.Or(in.PartOfDay, conference.DefaultPartOfDay), Place: registry.Given(in.Place),
		Online:        said(in.Online),
		QuorumPercent: registry.Given(in.Quorum),
		Sites:         toldSites(in), AgendaItems: []journal.PlannedAgendaItem{},
	}
	return out
}

// readPlanEvent returns the event that publishes the current plan of a conference, with the agenda as edited
// since it was planned.
func plannedOf(ctx context.Context, tx *ent.Tx, id gid.ID) (out journal.ConferencePlanned, err error) {
	c, err := tx.Conference.Query().Where(conference.ID(id)).WithCluster().WithHost().
		WithSites(withPlanned).
		WithAgendaItems(func(q *ent.AgendaItemQuery) { withTold(q) }).Only(ctx)
	if err != nil {
		return out, err
	}
	in := Conference{
		Code: c.Code, Kind: c.Kind, Title: c.Title, SchoolYear: c.SchoolYear, HeldOn: c.HeldOn,
		PartOfDay: c.PartOfDay, Online: c.Online,
	}
	if c.Edges.Cluster != nil {
		in.Cluster = c.Edges.Cluster.Number
	}
	if c.Edges.Host != nil {
		in.Host = c.Edges.Host.Code
	}
	in.Place, in.Quorum = said(c.Place), said(c.QuorumPercent)
	in.Sites = stated(planSites(c.Edges.Sites))
	out = planned(id, in)
	out.StartAt = instant(c.PlannedStartAt)
	out.AgendaItems = toldItems(c.Edges.AgendaItems)
	return out, nil
}

// deref returns *p, or the zero value if p is nil.
func said[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
