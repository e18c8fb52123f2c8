package guard

// eventNodes are the fields of events that are read when the event is delivered, with the types of events
// that have them.
var eventNodes = map[string][]string{
	"conference": {"ConferenceEvent", "ConferenceUpdated"},
	"cluster":    {"ClusterEvent"},
	"floorRequest": {"FloorRequested", "FloorRequestWithdrawn", "FloorRequestRestored", "FloorRequestPlaced",
		"FloorGiven", "FloorPaused", "FloorResumed", "FloorYielded", "FloorExtended"},
	"proposal": {"ProposalSubmitted", "ProposalSponsored", "ProposalSent", "ProposalAcknowledged",
		"ProposalAssigned", "ProposalAnswered", "ProposalDone", "ProposalRefused", "ProposalMerged"},
	"mergedInto":      {"ProposalMerged"},
	"directive":       {"DirectiveGiven"},
	"task":            {"TaskSet", "TaskProgressed", "TaskCompleted", "TaskDropped"},
	"agendaItem":      {"AgendaItemStarted", "AgendaItemEnded", "AgendaItemPaused", "AgendaItemResumed"},
	"endedAgendaItem": {"AgendaItemStarted"},
	"site":            {"SiteCheckedIn", "SiteCheckedOut", "SiteLinkChanged"},
	"announcement":    {"AnnouncementMade", "AnnouncementWithdrawn"},
	"report":          {"ReportPublished", "ReportWithdrawn"},
}

// withEventNodes adds the costs of eventNodes. An event that is delivered alone is read alone, so each is
// charged for a statement, although events that are rendered together share one.
func withEventNodes(costs map[string]FieldCost) map[string]FieldCost {
	for field, types := range eventNodes {
		for _, t := range types {
			costs[t+"."+field] = FieldCost{Fixed: 130, Reason: "one row by its id"}
		}
	}
	return costs
}
