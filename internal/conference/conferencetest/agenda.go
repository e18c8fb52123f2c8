package conferencetest

import (
	"cmp"
	"slices"

	"thidua/ent"
	"thidua/internal/conference"
)

func agenda(c *ent.Conference) (out conference.ReplayedAgenda) {
	for _, row := range c.Edges.AgendaItems {
		out.AgendaItems = append(out.AgendaItems, conference.ReplayedAgendaItem{
			AgendaItemID: row.ID, Ordinal: row.Ordinal, Kind: row.Kind, Title: row.Title, PlannedMinutes: row.PlannedMinutes,
			StartedAt: row.StartedAt, EndedAt: row.EndedAt,
		})
	}
	slices.SortFunc(out.AgendaItems, func(a, b conference.ReplayedAgendaItem) int { return cmp.Compare(a.Ordinal, b.Ordinal) })
	return out
}
