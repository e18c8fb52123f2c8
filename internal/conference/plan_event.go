package conference

import (
	"cmp"
	"context"
	"slices"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// event returns the event that publishes a plan.
func (p NewPlan) event(id gid.ID) journal.ConferencePlanned {
	out := planEvent(id, p.recordedInput())
	out.StartAt = truncateToMicros(p.StartAt)
	for i, a := range p.items() {
		documents := slices.SortedFunc(slices.Values(a.Documents), func(a, b string) int {
			return cmp.Compare(registry.DocumentID(a), registry.DocumentID(b))
		})
		item := journal.PlannedAgendaItem{
			AgendaItemID: PartID(gid.AgendaItem, p.Code, i+1), Ordinal: i + 1, Kind: a.Kind, Title: a.Title,
			PlannedMinutes: command.NilIfZero(a.PlannedMinutes), Speaker: command.NilIfZero(a.Speaker),
			UnitID: optionalID(registry.UnitID, a.Unit), UnitCode: command.NilIfZero(a.Unit),
			DocumentIDs: sortedDocumentIDs(documents), DocumentCodes: append([]string{}, documents...),
		}
		out.AgendaItems = append(out.AgendaItems, item)
	}
	return out
}

// planEvent returns the event that publishes a plan, without its start and its agenda.
func planEvent(id gid.ID, in Conference) journal.ConferencePlanned {
	out := journal.ConferencePlanned{
		ConferenceID: id, Code: in.Code, Kind: in.Kind, Title: in.Title, SchoolYear: in.SchoolYear,
		ClusterNumber: command.NilIfZero(in.Cluster), HostCode: command.NilIfZero(in.Host),
		HeldOn:    in.HeldOn,
		PartOfDay: cmp.Or(in.PartOfDay, conference.DefaultPartOfDay), Venue: command.NilIfZero(in.Venue),
		Online:        deref(in.Online),
		QuorumPercent: command.NilIfZero(in.Quorum),
		Sites:         siteEvents(in), AgendaItems: []journal.PlannedAgendaItem{},
	}
	return out
}

// readPlanEvent returns the event that publishes the current plan of a conference, with the agenda as edited
// since it was planned.
func readPlanEvent(ctx context.Context, tx *store.Tx, id gid.ID) (out journal.ConferencePlanned, err error) {
	c, err := tx.Conference.Query().Where(conference.ID(id)).WithCluster().WithHost().
		WithSites(withSiteEdges).
		WithAgendaItems(func(q *ent.AgendaItemQuery) { withEventEdges(q) }).Only(ctx)
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
	in.Venue, in.Quorum = deref(c.Venue), deref(c.QuorumPercent)
	in.Sites = siteInputs(planSitesOf(c.Edges.Sites))
	out = planEvent(id, in)
	out.StartAt = truncateToMicros(c.PlannedStartAt)
	out.AgendaItems = itemEvents(c.Edges.AgendaItems)
	return out, nil
}

// deref returns *p, or the zero value if p is nil.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
