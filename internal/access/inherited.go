package access

import (
	"context"

	"thidua/ent"
)

// inheritedEdges are the edges from parents to children with the same visibility. If children are loaded
// along such an edge, the parent's rule was applied in the same operation, and the children's rule would only
// look up every parent again (PostgreSQL read all of them).
//
// An edge is listed only if both types have the same rule. On any other path (a unit's figures, a speech's
// proposals, node, a count) the rule is applied.
var inheritedEdges = map[string]ent.Edge{
	ent.TypeReportSection:  {Type: ent.TypeReport, Name: "Sections"},
	ent.TypeIndicatorValue: {Type: ent.TypeReport, Name: "IndicatorValues"},

	ent.TypeSite:         {Type: ent.TypeConference, Name: "Sites"},
	ent.TypeAttendance:   {Type: ent.TypeConference, Name: "Attendances"},
	ent.TypeAgendaItem:   {Type: ent.TypeConference, Name: "AgendaItems"},
	ent.TypeSpeech:       {Type: ent.TypeConference, Name: "Speeches"},
	ent.TypeProposal:     {Type: ent.TypeConference, Name: "Proposals"},
	ent.TypeDirective:    {Type: ent.TypeConference, Name: "Directives"},
	ent.TypeTask:         {Type: ent.TypeConference, Name: "Tasks"},
	ent.TypeHeadElection: {Type: ent.TypeConference, Name: "Elections"},
	ent.TypeNomination:   {Type: ent.TypeConference, Name: "Nominations"},
}

// visibleViaParent reports whether the rows of a query are loaded from parents that the viewer may see.
func visibleViaParent(ctx context.Context, typ string) bool {
	edge, ok := inheritedEdges[typ]
	return ok && ent.LoadedEdge(ctx) == edge
}
