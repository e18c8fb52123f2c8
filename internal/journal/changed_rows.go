package journal

import "thidua/internal/gid"

// ChangedRows returns the ids of the rows that a change is about, besides the conference or the cluster of
// its stream. Their kinds say of which type they are.
func ChangedRows(c Change) []gid.ID {
	switch c := c.(type) {
	case FloorRequested:
		return []gid.ID{c.Entry.RequestID}
	case FloorRequestWithdrawn:
		return []gid.ID{c.Entry.RequestID}
	case FloorRequestRestored:
		return []gid.ID{c.Entry.RequestID}
	case FloorRequestPlaced:
		return []gid.ID{c.Entry.RequestID}
	case FloorGiven:
		return []gid.ID{c.Entry.RequestID}
	case FloorPaused:
		return []gid.ID{c.Entry.RequestID}
	case FloorResumed:
		return []gid.ID{c.Entry.RequestID}
	case FloorYielded:
		return []gid.ID{c.Entry.RequestID}
	case FloorExtended:
		return []gid.ID{c.Entry.RequestID}
	case AgendaItemStarted:
		return append([]gid.ID{c.AgendaItemID}, optionalID(c.EndedAgendaItemID)...)
	case AgendaItemEnded:
		return []gid.ID{c.AgendaItemID}
	case AgendaItemPaused:
		return []gid.ID{c.AgendaItemID}
	case AgendaItemResumed:
		return []gid.ID{c.AgendaItemID}
	case AnnouncementMade:
		return []gid.ID{c.AnnouncementID}
	case AnnouncementWithdrawn:
		return []gid.ID{c.AnnouncementID}
	case SiteCheckedIn:
		return []gid.ID{c.SiteID}
	case SiteCheckedOut:
		return []gid.ID{c.SiteID}
	case SiteLinkChanged:
		return []gid.ID{c.SiteID}
	case AttendanceChanged:
		return c.AttendanceIDs()
	case ConferenceUpdated:
		return []gid.ID{c.ConferenceID}
	}
	return changedFollowUp(c)
}

// changedFollowUp returns the rows of changes of reports and of what conferences lead to.
func changedFollowUp(c Change) []gid.ID {
	switch c := c.(type) {
	case ProposalSubmitted:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalSponsored:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalMerged:
		return append([]gid.ID{c.Entry.ProposalID}, optionalID(c.Entry.MergedIntoID)...)
	case ProposalSent:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalAcknowledged:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalAssigned:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalAnswered:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalDone:
		return []gid.ID{c.Entry.ProposalID}
	case ProposalRefused:
		return []gid.ID{c.Entry.ProposalID}
	case DirectiveGiven:
		return []gid.ID{c.DirectiveID}
	case TaskSet:
		return []gid.ID{c.Entry.TaskID}
	case TaskProgressed:
		return []gid.ID{c.Entry.TaskID}
	case TaskCompleted:
		return []gid.ID{c.Entry.TaskID}
	case TaskDropped:
		return []gid.ID{c.Entry.TaskID}
	case ReportPublished:
		return []gid.ID{c.ReportID}
	case ReportWithdrawn:
		return []gid.ID{c.ReportID}
	}
	return nil
}

// AttendanceIDs returns the ids of the changed delegates.
func (c AttendanceChanged) AttendanceIDs() []gid.ID {
	ids := make([]gid.ID, len(c.Entries))
	for i, e := range c.Entries {
		ids[i] = e.AttendanceID
	}
	return ids
}

// optionalID returns an id as a list; none if it is nil.
func optionalID(id *gid.ID) []gid.ID {
	if id == nil {
		return nil
	}
	return []gid.ID{*id}
}
