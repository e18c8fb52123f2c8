package journal

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// storedKinds are the kinds of all entries that were ever stored. Lines are only ever added.
const storedKinds = `
AgendaChanged AgendaItemEnded AgendaItemPaused AgendaItemResumed AgendaItemStarted AnnouncementMade
AnnouncementWithdrawn AttendanceChanged ConferenceUpdated ConferencePlanned ConferenceStateChanged
DirectiveGiven FloorExtended FloorGiven FloorPaused FloorQuotaSet FloorRequestPlaced FloorRequestRestored
FloorRequestWithdrawn FloorRequested FloorResumed FloorYielded GrantsChanged ProposalAcknowledged
ProposalAnswered ProposalAssigned ProposalDone ProposalMerged ProposalRefused ProposalSent ProposalSponsored
ProposalSubmitted QuorumSet ReportPublished ReportWithdrawn SiteCheckedIn SiteCheckedOut SiteLinkChanged
SitesArranged TaskCompleted TaskDropped TaskProgressed TaskSet
`

func TestChangeKinds_AreStable(t *testing.T) {
	have := slices.Sorted(maps.Keys(changeKinds))
	for _, kind := range strings.Fields(storedKinds) {
		if !slices.Contains(have, kind) {
			t.Errorf("entries of kind %s are stored and cannot be read any more", kind)
		}
	}
	for _, kind := range have {
		if !slices.Contains(strings.Fields(storedKinds), kind) {
			t.Errorf("%s is a new kind; add it to storedKinds", kind)
		}
		if change, err := decodeChange(kind, []byte(`{}`)); err != nil ||
			kindByType[reflect.TypeOf(change)] != kind {
			t.Errorf("%s is read as %T: %v", kind, change, err)
		}
	}
	if len(kindByType) != len(changeKinds) {
		t.Errorf("%d types have %d kinds", len(kindByType), len(changeKinds))
	}
}
