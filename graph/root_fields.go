package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// schemaDescription describes the whole schema, for introspection and the printed text.
const schemaDescription = `The education emulation clusters (cụm thi đua) of Viet Nam: clusters and their
members, reports and figures, conferences as they are conducted, proposals, tasks and awards.

Names follow the rules of /docs/api#names, and errors have the codes of the enum ErrorCode. A field is
deprecated before it is removed: /docs/api#versions has the policy.`

// rootFieldOrder is the order of the fields of the root types, in which people look for them: who is asking,
// search and the objects by their keys, then lists, computed views, and what a program needs.
var rootFieldOrder = map[string][]string{
	"Query": {
		"viewer", "search", "cluster", "unit", "conference", "indicator", "proposal", "person",
		"province", "movement", "topic", "document", "discrepancy", "awardKind", "clusters", "units",
		"conferences", "reports", "indicators", "indicatorValues", "proposals", "tasks", "directives",
		"speeches", "nominations", "awards", "awardKinds", "offices", "headElections", "memberships",
		"people", "provinces", "successions", "movements", "topics", "documents", "discrepancies",
		"indicatorValueAggregates", "speakingTotals", "overdueProposals", "overdueTasks",
		"similarProposals", "conferenceAt", "agendaTemplate", "node", "nodes", "errorCodes",
	},
	"Mutation": {
		"planConference", "copyConference", "replanConference", "openConference", "startConference",
		"pauseConference", "resumeConference", "closeConference", "cancelConference",
		"postponeConference", "addAgendaItem", "changeAgendaItem", "moveAgendaItem",
		"removeAgendaItem", "startAgendaItem", "endAgendaItem", "makeAnnouncement",
		"withdrawAnnouncement", "arrangeSites", "checkInSite", "checkOutSite", "heartbeatSite",
		"inviteDelegates", "setQuorum", "issueCheckInCode", "checkInSelf", "checkInDelegate",
		"checkInDelegates", "checkOutDelegate", "reportAbsence", "requestFloor",
		"withdrawFloorRequest", "restoreFloorRequest", "placeFloorRequest", "giveFloor", "pauseFloor",
		"resumeFloor", "yieldFloor", "allotFloorTime", "setFloorQuota", "submitProposal",
		"sponsorProposal", "mergeProposal", "sendProposal", "acknowledgeProposal", "assignProposal",
		"answerProposal", "completeProposal", "refuseProposal", "giveDirective", "setTask",
		"reportTask", "dropTask", "publishReport", "withdrawReport", "createAccount", "disableAccount",
		"enableAccount", "grantRole", "revokeGrant", "issueToken", "revokeToken",
	},
}

// sortRootFields puts the fields of the root types into their order. The generator has them by source file.
func sortRootFields(s *ast.Schema) {
	for name, order := range rootFieldOrder {
		position := func(f *ast.FieldDefinition) int {
			if at := slices.Index(order, f.Name); at >= 0 {
				return at
			}
			return len(order)
		}
		slices.SortStableFunc(s.Types[name].Fields, func(a, b *ast.FieldDefinition) int {
			return position(a) - position(b)
		})
	}
}
