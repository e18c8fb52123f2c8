package conferencetest

import (
	"cmp"
	"slices"

	"thidua/ent"
	"thidua/internal/conference"
)

func agenda(c *ent.Conference) (out conference.ReplayedAgenda) {
	for _, row := range c.Edges.AgendaItems {
		item := conference.ReplayedAgendaItem{
			AgendaItemID: row.ID, Ordinal: row.Ordinal, Kind: row.Kind, Title: row.Title,
			PlannedMinutes: row.PlannedMinutes, Speaker: row.Speaker, UnitID: row.UnitID,
			ReplayedClock: conference.ReplayedClock{
				StartedAt: row.StartedAt, EndedAt: row.EndedAt,
				SpentSeconds: row.SpentSeconds, ResumedAt: row.ResumedAt,
			},
		}
		if unit := row.Edges.Unit; unit != nil {
			item.UnitCode = &unit.Code
		}
		for _, document := range row.Edges.Documents {
			item.DocumentIDs = append(item.DocumentIDs, document.ID)
		}
		slices.Sort(item.DocumentIDs)
		out.AgendaItems = append(out.AgendaItems, item)
	}
	slices.SortFunc(out.AgendaItems, func(a, b conference.ReplayedAgendaItem) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	return out
}
