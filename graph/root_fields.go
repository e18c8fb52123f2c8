package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// queryFields are the fields of Query in the order in which people look for them: the caller, any object, and
// the work of a school year from the cluster down. Schema files are read by name, which would list awards
// before clusters.
var queryFields = []string{
	"viewer", "search", "node", "nodes",
	"cluster", "clusters", "memberships", "offices", "headElections",
	"unit", "units", "province", "provinces", "successions", "person", "people",
	"conference", "conferences", "conferenceAggregates", "conferenceAt", "attendanceAggregates",
	"floorRequestAggregates", "speeches", "speakingTotals", "agendaTemplate",
	"proposal", "proposals", "proposalAggregates", "overdueProposals", "similarProposals", "topic", "topics",
	"directives", "tasks", "overdueTasks",
	"reports", "indicatorValues", "indicatorValueAggregates", "nationalTrends", "indicator", "indicators",
	"movement", "movements", "nominations", "awards", "awardAggregates",
	"awardKind", "awardKinds",
	"document", "documents", "discrepancy", "discrepancies",
	"nationPosition", "errorCodes",
}

// mutationFields are the fields of Mutation: a conference from its plan to its end, what is done in it, what
// follows from it, reports, and accounts.
var mutationFields = []string{
	"planConference", "replanConference", "copyConference", "openConference", "startConference",
	"pauseConference", "resumeConference", "closeConference", "cancelConference", "postponeConference",
	"addAgendaItem", "changeAgendaItem", "moveAgendaItem", "removeAgendaItem", "startAgendaItem",
	"endAgendaItem",
	"arrangeSites", "checkInSite", "checkOutSite", "heartbeatSite",
	"inviteDelegates", "checkInDelegate", "checkInDelegates", "checkInSelf", "issueCheckInCode",
	"checkOutDelegate", "reportAbsence", "setQuorum",
	"requestFloor", "withdrawFloorRequest", "restoreFloorRequest", "placeFloorRequest", "giveFloor",
	"pauseFloor", "resumeFloor", "yieldFloor", "allotFloorTime", "setFloorQuota",
	"makeAnnouncement", "withdrawAnnouncement",
	"submitProposal", "sponsorProposal", "mergeProposal", "sendProposal", "acknowledgeProposal",
	"assignProposal", "answerProposal", "completeProposal", "refuseProposal",
	"giveDirective", "setTask", "reportTask", "dropTask",
	"publishReport", "withdrawReport",
	"createAccount", "disableAccount", "enableAccount", "grantRole", "revokeGrant", "issueToken",
	"revokeToken",
}

// sortFields sorts the fields of a type in an order of names; others follow as they are.
func sortFields(typ *ast.Definition, order []string) {
	slices.SortStableFunc(typ.Fields, func(a, b *ast.FieldDefinition) int {
		return fieldRank(a, order) - fieldRank(b, order)
	})
}

func fieldRank(f *ast.FieldDefinition, order []string) int {
	if rank := slices.Index(order, f.Name); rank >= 0 {
		return rank
	}
	return len(order)
}
