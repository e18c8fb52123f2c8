package access

import (
	"context"

	"thidua/ent"
)

// judged are the edges along which rows are loaded that are seen exactly when the row is that they belong to, and that
// was judged when it was read, in the same operation. Their rule would look up every parent once more; PostgreSQL did so
// by reading all of them.
//
// An edge is here only if its type's rule is that of the parent: from anywhere else (a unit's figures, a speech's
// proposals, node, a count) the rule is asked.
var judged = map[string]ent.Edge{
	ent.TypeReportSection: {Type: ent.TypeReport, Name: "Sections"}, ent.TypeIndicatorValue: {Type: ent.TypeReport, Name: "IndicatorValues"},

	ent.TypeSite: {Type: ent.TypeConference, Name: "Sites"}, ent.TypeAttendance: {Type: ent.TypeConference, Name: "Attendances"},
	ent.TypeAgendaItem: {Type: ent.TypeConference, Name: "AgendaItems"}, ent.TypeSpeech: {Type: ent.TypeConference, Name: "Speeches"},
	ent.TypeProposal: {Type: ent.TypeConference, Name: "Proposals"}, ent.TypeDirective: {Type: ent.TypeConference, Name: "Directives"},
	ent.TypeTask: {Type: ent.TypeConference, Name: "Tasks"}, ent.TypeHeadElection: {Type: ent.TypeConference, Name: "Elections"},
	ent.TypeNomination: {Type: ent.TypeConference, Name: "Nominations"},
}

// seenByParent says whether the rows of a query hang on others that the viewer was found to see.
func seenByParent(ctx context.Context, typ string) bool {
	edge, ok := judged[typ]
	return ok && ent.LoadedAlong(ctx) == edge
}
