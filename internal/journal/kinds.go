package journal

import "reflect"

// changeKinds are the changes by the kind under which an entry stores them. A kind never changes, because
// entries of conferences are kept forever: if a Go type is renamed, its kind stays.
var changeKinds = map[string]Change{
	"GrantsChanged": GrantsChanged{},

	"ConferenceUpdated": ConferenceUpdated{},

	"ReportPublished": ReportPublished{},
	"ReportWithdrawn": ReportWithdrawn{},

	"ConferencePlanned":      ConferencePlanned{},
	"ConferenceStateChanged": ConferenceStateChanged{},
	"AgendaItemStarted":      AgendaItemStarted{},
	"AgendaItemEnded":        AgendaItemEnded{},
	"AnnouncementMade":       AnnouncementMade{},
	"AnnouncementWithdrawn":  AnnouncementWithdrawn{},
	"SiteCheckedIn":          SiteCheckedIn{},
	"SiteCheckedOut":         SiteCheckedOut{},

	"AttendanceChanged": AttendanceChanged{},
	"QuorumSet":         QuorumSet{},
	"SiteLinkChanged":   SiteLinkChanged{},
	"SitesArranged":     SitesArranged{},
	"AgendaChanged":     AgendaChanged{},
	"AgendaItemPaused":  AgendaItemPaused{},
	"AgendaItemResumed": AgendaItemResumed{},

	"FloorRequested":        FloorRequested{},
	"FloorRequestWithdrawn": FloorRequestWithdrawn{},
	"FloorRequestRestored":  FloorRequestRestored{},
	"FloorRequestPlaced":    FloorRequestPlaced{},
	"FloorGiven":            FloorGiven{},
	"FloorPaused":           FloorPaused{},
	"FloorResumed":          FloorResumed{},
	"FloorYielded":          FloorYielded{},
	"FloorExtended":         FloorExtended{},
	"FloorQuotaSet":         FloorQuotaSet{},

	"ProposalSubmitted":    ProposalSubmitted{},
	"ProposalSponsored":    ProposalSponsored{},
	"ProposalMerged":       ProposalMerged{},
	"ProposalSent":         ProposalSent{},
	"ProposalAcknowledged": ProposalAcknowledged{},
	"ProposalAssigned":     ProposalAssigned{},
	"ProposalAnswered":     ProposalAnswered{},
	"ProposalDone":         ProposalDone{},
	"ProposalRefused":      ProposalRefused{},
	"DirectiveGiven":       DirectiveGiven{},
	"TaskSet":              TaskSet{},
	"TaskProgressed":       TaskProgressed{},
	"TaskCompleted":        TaskCompleted{},
	"TaskDropped":          TaskDropped{},
}

// typeByKind has the types of changes by kind, kindByType the reverse.
var typeByKind, kindByType = indexKinds()

func indexKinds() (types map[string]reflect.Type, names map[reflect.Type]string) {
	types, names = map[string]reflect.Type{}, map[reflect.Type]string{}
	for kind, change := range changeKinds {
		types[kind], names[reflect.TypeOf(change)] = reflect.TypeOf(change), kind
	}
	return types, names
}
